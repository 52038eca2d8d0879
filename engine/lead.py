"""A lead as the floor knows it: where it stands, whose it is, and until when it must be answered.

The person is not here. Names, e-mails and phones live in the card, outside the journal; a lead carries traits only.
"""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from engine.house.rungs import Ahead
from engine.value import Value

Trait = str | int | float | bool
Traits = dict[str, Trait]

TEXTS_SHARED = 4_096


@lru_cache(maxsize=TEXTS_SHARED)
def shared(text: str) -> str:
    """The same text as one object: sources repeat, and a long queue would hold each of them anew."""
    return text


class LeadState(StrEnum):
    """Where a lead stands; what may follow what is in `engine.lifecycle`."""

    QUEUED = "queued"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    CONTACTED = "contacted"
    PARKED = "parked"
    CLOSED = "closed"
    DUPLICATE = "duplicate"


OVER = (LeadState.CLOSED, LeadState.DUPLICATE)
"""Where nothing more comes of a lead."""


class SlaState(StrEnum):
    """The customer clock: it starts once, when the lead came in, and never again."""

    RUNNING = "running"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    MET = "met"
    MET_LATE = "met_late"
    PAUSED = "paused"
    VOID = "void"

    @property
    def is_over(self) -> bool:
        """Whether it counts no more, so that its limit says nothing of who waits now."""
        return self in (SlaState.MET, SlaState.MET_LATE, SlaState.VOID)


class Disposition(StrEnum):
    """How a lead ended."""

    WON = "won"
    LOST = "lost"
    UNQUALIFIED = "unqualified"
    UNREACHABLE = "unreachable"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    WRONG_TERRITORY = "wrong_territory"


NO_LEAD = frozenset({Disposition.SPAM, Disposition.DUPLICATE, Disposition.WRONG_TERRITORY})
"""Endings that say it was no lead for this rep at all: their charge may be given back. A lost lead was one."""


class Card(Value):
    """The person behind a lead: kept beside the journal, never in it. Texts are as they came, and hostile."""

    name: str = ""
    email: str = ""
    phone: str = ""
    """E.164 where the number could be read, else as it was typed."""
    phone_ext: str = ""
    company: str = ""
    job_title: str = ""
    message: str = ""
    consent: str = ""
    """`yes`, `no` or nothing known."""
    opt_out: str = ""
    """`email`, `call` or `email call`."""
    owner_hint: str = ""
    """The owner another system named: shown, never used as contact nor for routing."""
    extras: dict[str, str] = {}
    """Every column that no field took, heading to text: nothing is dropped."""
    warnings: tuple[str, ...] = ()
    raw: str = ""
    """The record as it came, for people who want to check."""


class Posting(Value):
    """What one lead moved in a pool's fairness ledger, kept with the lead so that it can be taken back exactly."""

    pool: str
    rep_id: str
    """Who received the lead."""
    among: tuple[str, ...]
    """Who was entitled to a share, in roster order."""
    weights: tuple[float, ...] = ()
    """Their weights beside `among`; none means all alike. `engine.fairness.shares` makes nano-leads of them."""
    up: tuple["Posting", ...] = ()
    """What the choice of the pool posted, where it is one of a pool of pools: reps there are pools behind an `@`."""


class Offer(Value):
    """A lead held out to one rep, who has until `expires_at` to take it; or to several, and the first yes has it."""

    rep_id: str
    made_at: datetime
    expires_at: datetime
    race: tuple[str, ...] = ()
    """All to whom it is held out together, `rep_id` first; none where it is held out to one alone."""

    @property
    def holders(self) -> tuple[str, ...]:
        """To whom it is held out."""
        return self.race or (self.rep_id,)


class OfferSpan(Value):
    """An offer of a lead, and how long it took until it was over."""

    rep_id: str
    made_at: datetime
    ended_at: datetime | None = None
    outcome: str = ""
    """`accepted`, `declined`, `missed`, `rescinded`; nothing while it stands."""

    @property
    def seconds(self) -> float | None:
        """How long it stood; None while it does."""
        return (self.ended_at - self.made_at).total_seconds() if self.ended_at else None


class Tenure(Value):
    """How long a former owner had a lead, and whether they reached the customer."""

    rep_id: str
    owned_at: datetime
    touched_at: datetime | None = None


class Lead(Value):
    """One enquiry on the floor. Instants are aware UTC."""

    id: str
    """`L-` and a number counted up by the floor."""
    version: int = 1
    """Grows by one with every entry that touches the lead: what a person saw, so that a stale key is refused."""
    touched_seq: int = 0
    """The latest entry that a person, not the floor itself, made about the lead."""
    state: LeadState = LeadState.QUEUED
    source: str
    source_key: str
    place: str = ""
    """Where it came from, for people: `leads.csv row 17`, `hook:website`."""
    rule: str
    pool: str
    requires: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    """The reps whose territory it is in; none is everybody."""
    units: int = 1
    """How much of a rep's capacity it fills."""
    rep_id: str | None = None
    traits: Traits = {}
    score: int = 0
    grade: str = ""
    received_at: datetime
    """When the customer asked, as the source says; the customer clock starts here."""
    queued_at: datetime
    """When floorboard took it in; queue age starts here."""
    assigned_at: datetime | None = None
    first_touch_at: datetime | None = None
    warn_at: datetime | None = None
    due_at: datetime | None = None
    sla: SlaState = SlaState.RUNNING
    owner_due_at: datetime | None = None
    """Until when the present owner is to reach the customer; None once they have, or it was said that it is past."""
    owner_touch_at: datetime | None = None
    """When the present owner first reached the customer."""
    next_due_at: datetime | None = None
    """Until when the customer is to be reached again."""
    tenures: tuple[Tenure, ...] = ()
    """The owners before."""
    paused_at: datetime | None = None
    """Since when the clocks stand still."""
    pause_reason: str = ""
    pause_until: datetime | None = None
    before_pause: SlaState | None = None
    offer: Offer | None = None
    declined: tuple[str, ...] = ()
    """Reps who declined or missed it this round."""
    declined_hard: tuple[str, ...] = ()
    round: int = 1
    retry_at: datetime | None = None
    """When those who would not take it are asked again."""
    posting: Posting | None = None
    out: dict[str, tuple[str, ...]] = {}
    """While it waits: the first failing reason, and the reps it keeps out."""
    linked_to: str | None = None
    """An earlier lead of the same person."""
    person: str = ""
    """The key by which trials draw the person, the same for all their leads; nothing where nobody is told by one."""
    beside: str | None = None
    """An earlier lead of the same company that nobody had yet when it came."""
    owner: str | None = None
    """The rep on record as its owner, whoever has it."""
    owner_why: str = ""
    owner_until: datetime | None = None
    """Until when the owner alone may have it."""
    owner_passed: bool = False
    """Whether others may have it."""
    parked_until: datetime | None = None
    order_at: datetime | None = None
    """By what it stands in the queue; None is its due time."""
    ladder: tuple[Ahead, ...] = ()
    """The steps of the overflow ladder that it has before it."""
    tier: int = 1
    """Up to which tier reps are asked."""
    in_pond: bool = False
    """Whether anybody on the roster may claim it."""
    is_told: bool = False
    """Whether the customer was written that it takes longer."""
    on_call: bool = False
    """Whether it is for those on call, whose working hours do not matter then."""
    duty_until: datetime | None = None
    """When somebody else is on call."""
    stay_until: datetime | None = None
    """Until when who gets it is to be there, since it came so near to closing, and was not put aside."""
    burst: int = 0
    """Until `burst_until` nobody is given it who has so many leads not begun; 0 is no limit."""
    burst_until: datetime | None = None
    closed_at: datetime | None = None
    disposition: Disposition | None = None

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Rank in the queue, earliest due first; equal instants by age of the id, so that equal is never random."""
        return (self.order_at or self.due_at or self.queued_at, len(self.id), self.id)

    @property
    def is_open(self) -> bool:
        """Whether it fills a place of its rep's capacity or waits for one."""
        return self.state not in OVER


def source_of(lead: Lead) -> str:
    """Where it came from as rules ask it, whichever way that is written: what the record says, else its door."""
    return str(lead.traits.get("source") or lead.source).strip().casefold()


def dealing_pool(lead: Lead) -> str:
    """The pool that dealt a lead, or is to: within a pool of pools it is one of those."""
    return lead.posting.pool if lead.posting is not None else lead.pool
