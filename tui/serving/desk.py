"""The desk: the one place where orders become entries, a write transaction at a time.

Law: an order is decided inside the write lock, on a floor that holds every entry before it; what was decided is on
disk before anybody hears of it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from engine.commands import ChangePolicy, Command, ReceiveLeads, SetAvailability, SetLadder, Tick, WriteNote
from engine.decide import step
from engine.events import LeadMerged, LeadNoted, LeadReceived, LeadRepeated
from engine.floor import Change, Draft, evolve
from engine.lead import Card, Traits
from engine.matching.facts import card_facts
from engine.orders.settle import next_due
from engine.policy import Policy, Roster
from engine.policy import digest as digest_of
from engine.telling.next_up import next_up
from engine.telling.parting import parting
from engine.telling.plight import plight, with_new_ladders
from engine.turn import HOUSE, Conflict, Refused, Turn
from store.cards import filled
from store.rows import Answer, StoreError
from tui.clock import Clock
from tui.ports import Ledger, Writing
from tui.serving.in_force import latest_entry
from tui.serving.onward import Onward
from tui.serving.saying_next import Saying

if TYPE_CHECKING:
    from tui.settings import Settings

T = TypeVar("T")


class Replaced(StoreError):
    """The database is not the one that this desk has worked on."""

    def __init__(self) -> None:
        super().__init__("leads.db was moved, deleted or replaced while floorboard ran; start the engine again.")


class Sitting:
    """One turn of the desk while it is open: everything in it is committed together or not at all."""

    def __init__(self, desk: "Desk", writing: Writing, now: datetime) -> None:
        self.desk = desk
        self.writing = writing
        self.now = now
        self.draft = Draft(desk.floor)
        self.roster = desk.roster
        self.is_last = False
        """Whether nothing follows: what is unsaid is said now."""
        self.new_ladders: int | None = None
        """The act that put the present ladders to all that waits."""

    def give(self, order: Command, actor: str, cause: str) -> list[Change]:
        """Decide an order and write what it leads to. Raises Refused or Conflict, and then nothing is written."""
        draft = Draft(self.draft)
        roster = Roster(order.policy) if isinstance(order, ChangePolicy) else self.roster
        if roster is None:
            raise Refused("This floor has no house rules yet: run `floorboard check` on its floor.toml.")
        turn = Turn(now=self.now, actor=actor, cause=cause, seed=self.draft.seq)
        changes = step(draft, order, roster, turn)
        if changes:
            self.writing.append(changes, draft, cards_of(order, changes))
            if isinstance(order, WriteNote):
                self.writing.keep_notes(notes_of(order, changes))
        self.draft.absorb(draft)
        self.roster = roster
        if isinstance(order, SetLadder) and not order.leads:
            self.new_ladders = self.draft.acts[-1].seq
        return changes

    def answer(self, order: Command, actor: str, cause: str) -> Answer:
        """Give an order and say in a sentence what became of it."""
        try:
            changes = self.give(order, actor, cause)
        except Refused as refused:
            changed = refused.changed if isinstance(refused, Conflict) else ()
            return Answer(ok=False, sentence=str(refused), changed=changed)
        seq = changes[0].entry.seq if changes else self.draft.seq
        return Answer(ok=True, seq=seq, also=self._also(order, changes))

    def _also(self, order: Command, changes: list[Change]) -> str:
        """What else an order led to, for whoever gave it."""
        if not isinstance(order, SetAvailability) or self.roster is None:
            return ""
        return parting(order.rep_id, changes, self.draft, self.roster)

    def say_next(self) -> None:
        """Keep who would be dealt the next lead of each pool, for the boards."""
        if self.roster is not None:
            self.writing.keep_next(next_up(self.draft, self.roster, self.now))
            self._say_plight(self.roster)

    def _say_plight(self, roster: Roster) -> None:
        was = self.writing.plight()
        known = was if self.new_ladders is None else with_new_ladders(was, self.new_ladders)
        now = plight(self.draft, (self.desk.roster, roster), self.now, known)
        if now != was:
            self.writing.keep_plight(now)

    def tick(self) -> None:
        """Let time work, when something is due."""
        due_at = next_due(self.draft)
        if due_at is not None and due_at <= self.now and self.roster is not None:
            self.give(Tick(), HOUSE, "tick")


class Desk:
    """A floor kept in step with its ledger. One thread uses it."""

    def __init__(self, ledger: Ledger, clock: Clock, say_every: timedelta = timedelta(0)) -> None:
        self.ledger = ledger
        self.clock = Onward(clock)
        self._saying = Saying(say_every)
        self.floor = ledger.load()
        self.roster: Roster | None = None
        with ledger.reading() as reading:
            self._read_rules(reading)
            latest = latest_entry(reading)
        if latest is not None:
            self.clock.reach(latest.at)

    def turn(self, work: Callable[[Sitting], T]) -> T:
        """Do work in one write transaction. What it raises rolls everything back, the floor in memory too."""
        with self.ledger.writing() as writing:
            self._catch_up(writing)
            sitting = Sitting(self, writing, self.clock())
            result = work(sitting)
            if is_said := self._saying.is_due(sitting):
                sitting.say_next()
        self._saying.end(sitting, is_said=is_said)
        self.floor.absorb(sitting.draft)
        self.roster = sitting.roster
        return result

    def reopen(self) -> None:
        """Start anew from what the disk holds after it failed. Raises StoreError when that is not whole."""
        self.ledger.reopen()
        floor = self.ledger.load()
        if floor.seq < self.floor.seq:
            raise Replaced
        self.floor = floor

    @property
    def behind(self) -> timedelta:
        """How far the machine's clock is behind the journal."""
        return self.clock.ahead

    def give(self, order: Command, actor: str, cause: str) -> Answer:
        """Give one order in a turn of its own."""
        return self.turn(lambda sitting: sitting.answer(order, actor, cause))

    @property
    def next_due(self) -> datetime | None:
        """The next instant at which something is to be done though nobody asks: by time, or to say who is next."""
        return min(filter(None, (next_due(self.floor), self._saying.due_at)), default=None)

    def _catch_up(self, writing: Writing) -> None:
        """Take in what others have written since. Raises Replaced when the journal lost what was in it."""
        head = writing.head()
        if head.seq < self.floor.seq:
            raise Replaced
        if head.seq == self.floor.seq:
            return
        before = self.floor.policy_digest
        for entry in writing.tail(self.floor.seq):
            evolve(self.floor, entry)
        self.clock.reach(self.floor.at)
        if self.floor.policy_digest != before:
            self._read_rules(writing)

    def _read_rules(self, reading: Writing) -> None:
        if self.floor.policy_digest:
            self.roster = Roster(reading.policy(self.floor.policy_digest))


def keep_rules(sitting: Sitting, policy: Policy, digest: str, toml_sha256: str, actor: str) -> bool:
    """Put house rules in force when they are not already; returns whether that changed anything."""
    if sitting.writing.rules_text(digest) != toml_sha256:
        sitting.writing.keep_policy(digest, policy, toml_sha256)
    if sitting.draft.policy_digest == digest:
        return False
    facts = _facts_of_homeless(sitting, policy)
    sitting.give(ChangePolicy(policy=policy, digest=digest, facts=facts), actor, "floor.toml")
    return True


def follow(sitting: Sitting, settings: "Settings") -> bool:
    """Put what a floor.toml says in force, and keep its text; returns whether that changed anything."""
    name = digest_of(settings.policy)
    is_new = keep_rules(sitting, settings.policy, name, settings.text_sha256, "floor.toml")
    sitting.writing.keep_rules_toml(name, settings.text)
    return is_new


def _facts_of_homeless(sitting: Sitting, policy: Policy) -> dict[str, Traits]:
    """What the cards say of the leads that wait for pools which new house rules do not have."""
    pools = {pool.name for pool in policy.pools if pool.reps}
    waiting = sitting.draft.leads.marks(lambda mark: mark.rep_id is None and mark.pool not in pools)
    homeless = [lead_id for lead_id, _ in waiting]
    cards = sitting.writing.cards(homeless) if homeless else {}
    return {lead_id: card_facts(card) for lead_id, card in cards.items()}


def notes_of(order: WriteNote, changes: Sequence[Change]) -> dict[int, tuple[str, str]]:
    """The text of a note under every entry that says there is one."""
    noted = [change.entry for change in changes if isinstance(change.entry.event, LeadNoted)]
    return {entry.seq: (getattr(entry.event, "lead_id", ""), order.text.strip()) for entry in noted}


def cards_of(order: Command, changes: Sequence[Change]) -> dict[str, Card]:
    """The persons of a batch by the ids of their leads; records come out of a batch in the order they went in."""
    if not isinstance(order, ReceiveLeads):
        return {}
    cards: dict[str, Card] = {}
    for lead_id, lead in zip(lead_ids_of(changes), order.leads, strict=True):
        known = cards.get(lead_id)
        cards[lead_id] = filled(known, lead.card) if known else lead.card
    return cards


def lead_ids_of(changes: Sequence[Change]) -> list[str]:
    """The lead that each record of a batch became or was, in the order the records went in."""
    return [event.lead_id for event in (change.entry.event for change in entered(changes))]  # type: ignore[union-attr]


def entered(changes: Iterable[Change]) -> Iterator[Change]:
    """What became of each record of a batch, in the order the records went in."""
    return (change for change in changes if isinstance(change.entry.event, LeadReceived | LeadRepeated | LeadMerged))
