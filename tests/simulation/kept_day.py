"""A judged day at a real desk on a ledger, which is closed and opened again whenever the process is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from laws import JudgedDay

from engine.commands import ChangePolicy, Command, Known, NewLead
from engine.events import Happening, LeadReceived
from engine.floor import Change
from engine.policy import Policy, digest
from engine.turn import Turn
from store.memory import MemoryLedger
from tui.ports import Ledger
from tui.serving.desk import Desk, keep_rules

CHECKPOINT_EVERY = 9
"""Every so many restarts the floor is kept whole, so that the next begins in the middle of the journal."""


@dataclass
class KeptDay(JudgedDay):
    """A day of which every order goes through the desk into a ledger."""

    opened: Callable[[], Ledger] = field(default_factory=lambda: _always(MemoryLedger()))
    restarts: int = 0

    def __post_init__(self) -> None:
        self.ledger = self.opened()
        self.desk = Desk(self.ledger, lambda: self.now)
        self.floor = self.desk.floor
        super().__post_init__()

    def turn(self, actor: str) -> Turn:
        """The turn as the desk will make it: chance comes from the journal's length."""
        return super().turn(actor).but(seed=self.floor.seq)

    def obey(self, rules: Policy) -> None:
        """Put house rules in force as the desk does, under their own digest."""
        self.rules = rules
        self.do(ChangePolicy(policy=rules, digest=digest(rules)))

    def carry_out(self, command: Command, turn: Turn) -> list[Change]:
        """Give the order at the desk, in a write transaction."""

        def sat(sitting):
            if isinstance(command, ChangePolicy):
                sitting.writing.keep_policy(command.digest, command.policy, command.digest)
            return sitting.give(command, turn.actor, turn.cause)

        return self.desk.turn(sat)

    def restart(self) -> None:
        """End the process and begin another: it knows what the ledger knows, and that is all there was."""
        before, pending = self.floor.snapshot(), self.desk.next_due
        if self.restarts % CHECKPOINT_EVERY == CHECKPOINT_EVERY - 1:
            with self.ledger.writing() as writing:
                writing.keep_checkpoint(self.floor)
        self.ledger.close()
        self.ledger = self.opened()
        self.desk = Desk(self.ledger, lambda: self.now)
        self.floor = self.desk.floor
        self.restarts += 1
        assert self.floor.snapshot() == before, "a restart forgot or made up something"
        assert pending is None or self.desk.next_due is not None, "a restart sleeps over what is due"
        kept = not keep_rules_again(self.desk, self.rules)
        assert kept, "a restart took the same house rules for new ones"

    def receive(self, *leads: NewLead, people: dict[str, Known] | None = None) -> list[Happening]:
        """Take in a batch; what is known of its keys and persons is looked up in the ledger."""
        with self.ledger.reading() as view:
            self.keys = view.known_keys((lead.source, lead.source_key) for lead in leads)
            known = view.known_people(key for lead in leads for key in lead.person_keys)
            self.companies = view.known_companies(key for lead in leads for key in lead.company_keys)
        before = self.floor.leads_ever
        done = super().receive(*leads, people=known)
        made = sum(isinstance(event, LeadReceived) for event in done)
        assert self.floor.leads_ever == before + made
        return done


def keep_rules_again(desk: Desk, rules: Policy) -> bool:
    """Read the same house rules again, as a process does that begins; returns whether that changed anything."""
    name = digest(rules)
    return desk.turn(lambda sitting: keep_rules(sitting, rules, name, name, "floor.toml"))


def _always(ledger: MemoryLedger) -> Callable[[], MemoryLedger]:
    return lambda: ledger
