"""A day on a floor for tests: orders in, the clock in the test's hand, and every entry kept."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.commands import (
    AcceptOffer,
    ChangePolicy,
    CloseLead,
    Command,
    DeclineOffer,
    Known,
    NewLead,
    Origin,
    Reassign,
    ReceiveLeads,
    RecordContact,
    Requeue,
    Seen,
    SetAvailability,
    Tick,
    Undo,
)
from engine.companies import Company
from engine.decide import step
from engine.events import Dealt, Entry, Happening, LeadAssigned, LeadReceived, OfferMade
from engine.fairness import account, post
from engine.floor import Change, Draft, Floor
from engine.lead import Card, Disposition, Lead, LeadState, Posting, Trait
from engine.orders.settle import next_due
from engine.policy import Accept, Limits, Policy, Pool, Rep, Roster, Rule, Strategy
from engine.rep import Availability
from engine.turn import Turn
from engine.value import LEAD_UNIT

MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)


def at(text: str, zone: str = "UTC") -> datetime:
    """A local time as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def policy(*reps: str, **changes: object) -> Policy:
    """A floor with one pool of equal reps and a catch-all rule."""
    roster = tuple(Rep(id=rep_id, name=rep_id.title(), capacity=0) for rep_id in reps or ("ann", "bo", "cy"))
    plain = Policy(
        reps=roster,
        pools=(Pool(name="inbound", reps=tuple(rep.id for rep in roster)),),
        rules=(Rule(name="everyone", pool="inbound"),),
    )
    return plain.but(**changes)


def dealing_by(strategy: Strategy, *reps: Rep, **pool: object) -> Policy:
    """A floor of these reps in one pool with that strategy."""
    pools = (Pool(name="inbound", strategy=strategy, reps=tuple(rep.id for rep in reps)).but(**pool),)
    return policy(reps=reps, pools=pools)


def confirming(*reps: str, **limits: object) -> Policy:
    """A floor on which reps must say yes."""
    plain = policy(*reps)
    return plain.but(pools=(plain.pools[0].but(accept=Accept.CONFIRM),), limits=Limits(**limits))


def seen(*lead_ids: str) -> tuple[Seen, ...]:
    """Leads as they are now."""
    return tuple(Seen(id=lead_id) for lead_id in lead_ids)


@dataclass
class Day:
    """A floor, its rules and its clock."""

    rules: Policy = field(default_factory=policy)
    now: datetime = MONDAY
    floor: Floor = field(default_factory=Floor)
    changes: list[Change] = field(default_factory=list)
    orders: int = 0
    keys: dict[str, str] = field(default_factory=dict)
    people: dict[str, Known] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    roster: Roster | None = None
    """The rules' working form, kept from order to order as the desk keeps it."""

    def __post_init__(self) -> None:
        self.obey(self.rules)

    def obey(self, rules: Policy) -> None:
        """Put house rules in force."""
        self.rules = rules
        self.do(ChangePolicy(policy=rules, digest=f"p{self.orders}"))

    def obey_and_tell(self, rules: Policy) -> list[Happening]:
        """Put house rules in force; returns what happened."""
        count = len(self.changes)
        self.obey(rules)
        return [change.entry.event for change in self.changes[count:]]

    def do(self, command: Command, actor: str = "mia") -> list[Happening]:
        """Give an order; returns what happened."""
        turn = self.turn(actor)
        self.orders += 1
        changes = self.carry_out(command, turn)
        self.changes += changes
        return [change.entry.event for change in changes]

    def turn(self, actor: str) -> Turn:
        """The turn in which the next order is decided."""
        return Turn(now=self.now, actor=actor, cause=f"o{self.orders + 1}")

    def carry_out(self, command: Command, turn: Turn) -> list[Change]:
        """Decide the order and make it so."""
        draft = Draft(self.floor)
        if self.roster is None or self.roster.policy is not self.rules:
            self.roster = Roster(self.rules)
        changes = step(draft, command, self.roster, turn)
        self.floor.absorb(draft)
        return changes

    def later(self, **span: float) -> list[Happening]:
        """Let time pass, then tick."""
        self.now += timedelta(**span)
        return self.do(Tick(), actor="floor")

    def arrive(self, count: int = 1, **traits: Trait) -> list[Lead]:
        """Let leads come in, one batch; returns them as they are then."""
        first = self.floor.leads_ever
        batch = tuple(self.lead(f"k{first + n}", **traits) for n in range(count))
        self.receive(*batch)
        return [lead for n in range(count) if (lead := self.floor.leads.get(f"L-{first + n + 1}"))]

    def lead(self, key: str, *people: str, **traits: Trait) -> NewLead:
        """A new lead with a key of its source, perhaps of known people."""
        return NewLead(source="web", source_key=key, place="web", traits=traits, person_keys=people, card=Card())

    def receive(self, *leads: NewLead, people: dict[str, Known] | None = None) -> list[Happening]:
        """Take in a batch, looking keys up as the desk does."""
        origin = Origin(kind="hook", source="web", name="web")
        known = {"keys": dict(self.keys), "people": people or {}, "companies": self.companies}
        done = self.do(ReceiveLeads(origin=origin, leads=leads, **known))
        for event in done:
            if isinstance(event, LeadReceived):
                self.keys[f"{event.source}\t{event.source_key}"] = event.lead_id
        return done

    def away(self, rep_id: str, until: datetime | None = None, reason: str = "lunch") -> list[Happening]:
        """Send a rep away."""
        return self.do(
            SetAvailability(rep_id=rep_id, availability=Availability.AWAY, reason=reason, until_at=until), rep_id
        )

    def back(self, rep_id: str) -> list[Happening]:
        """Bring a rep back."""
        return self.do(SetAvailability(rep_id=rep_id, availability=Availability.AVAILABLE), rep_id)

    def give(self, lead_id: str, rep_id: str, **more: object) -> list[Happening]:
        """Assign a lead by hand."""
        return self.do(Reassign(leads=(Seen(id=lead_id),), rep_id=rep_id, **more))

    def requeue(self, *lead_ids: str) -> list[Happening]:
        """Put leads back into the queue."""
        return self.do(Requeue(leads=seen(*lead_ids)))

    def contact(self, *lead_ids: str) -> list[Happening]:
        """Note that customers were reached."""
        return self.do(RecordContact(leads=seen(*lead_ids)))

    def close(self, *lead_ids: str, as_: Disposition = Disposition.LOST) -> list[Happening]:
        """End leads."""
        return self.do(CloseLead(leads=seen(*lead_ids), disposition=as_))

    def accept(self, lead_id: str) -> list[Happening]:
        """Let the rep to whom a lead is held out take it."""
        rep_id = self.offered_to(lead_id)
        return self.do(AcceptOffer(lead=Seen(id=lead_id), rep_id=rep_id), rep_id)

    def decline(self, lead_id: str) -> list[Happening]:
        """Let the rep to whom a lead is held out say no."""
        rep_id = self.offered_to(lead_id)
        return self.do(DeclineOffer(lead=Seen(id=lead_id), rep_id=rep_id, reason="busy"), rep_id)

    def undo(self, act: int | None = None) -> list[Happening]:
        """Take an act back."""
        whoever = self.floor.acts[-1].actor if self.floor.acts else "mia"
        return self.do(Undo(act=act), whoever)

    def give_debt(self, rep_id: str, leads: int) -> None:
        """Make the floor owe a rep this many leads, for which the others are ahead."""
        pool = self.rules.pools[0]
        others = [one for one in pool.reps if one != rep_id]
        for n in range(leads * len(pool.reps)):
            post(self.floor, Posting(pool=pool.name, rep_id=others[n % len(others)], among=pool.reps))

    def latest(self) -> Lead:
        """The lead that came in last."""
        return self.floor.leads[f"L-{self.floor.leads_ever}"]

    def offered_to(self, lead_id: str) -> str:
        """To whom a lead is held out."""
        offer = self.floor.leads[lead_id].offer
        assert offer is not None, f"{lead_id} is not held out"
        return offer.rep_id

    def state(self, lead_id: str) -> LeadState | None:
        """Where an open lead stands; None when it is closed."""
        lead = self.floor.leads.get(lead_id)
        return lead.state if lead else None

    def dealt(self) -> list[Dealt]:
        """The reasons of all deals so far."""
        events = [entry.event for entry in self.entries if isinstance(entry.event, LeadAssigned | OfferMade)]
        return [event.dealt for event in events if event.dealt is not None]

    def owner(self, lead_id: str) -> str | None:
        """Whose an open lead is."""
        return self.floor.leads[lead_id].rep_id

    def lag(self, rep_id: str, pool: str = "inbound") -> float:
        """A rep's lag in leads."""
        return account(self.floor, pool, rep_id).lag / LEAD_UNIT

    def received(self, pool: str = "inbound") -> dict[str, int]:
        """How many leads each rep has had."""
        return {rep.id: account(self.floor, pool, rep.id).received // LEAD_UNIT for rep in self.rules.reps}

    @property
    def entries(self) -> list[Entry]:
        """The journal of the day."""
        return [change.entry for change in self.changes]

    @property
    def next_due(self) -> datetime | None:
        """When the desk must look again."""
        return next_due(self.floor)
