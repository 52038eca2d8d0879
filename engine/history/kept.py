"""What is kept of a floor beside what is open: acts, runs, what an entry changed, and the whole as one value."""

from datetime import datetime

from engine.events import Entry, LedgerAdjusted
from engine.history.pace import Pace
from engine.lead import Disposition, Lead
from engine.rep import Account, RepStanding
from engine.value import Value


class Ending(Value):
    """How and when a lead was closed."""

    lead_id: str
    disposition: Disposition
    at: datetime


class Act(Value):
    """An operator's act with what it touched, as it was: enough to take it back."""

    seq: int
    """The entry it began with."""
    last_seq: int
    actor: str
    cause: str
    words: str
    """What was done, for the sentence that offers to undo it."""
    leads: tuple[Lead, ...] = ()
    """The leads before the act."""
    reps: tuple[RepStanding, ...] = ()
    """The reps before the act."""
    rests: tuple[RepStanding, ...] = ()
    """The owners of leads that were reached or closed, as they were before."""
    adjusted: tuple[LedgerAdjusted, ...] = ()
    """What the act shifted in the ledger."""
    ended: tuple[Ending, ...] = ()
    """The leads it closed."""


class Change(Value):
    """What one entry did to the lead it is about."""

    entry: Entry
    before: Lead | None = None
    after: Lead | None = None


class Run(Value):
    """Who received the latest leads of a pool, and how many in a row."""

    rep_id: str
    length: int


class Closings(Value, kw_only=False):
    """What a rep closed of the leads of one day."""

    on: int
    """The day as a number, counted from the year one."""
    closed: int = 0
    won: int = 0


class Record(Value):
    """What came of a pool's leads, and what its reps weigh for it where it deals by performance."""

    days: dict[str, tuple[Closings, ...]] = {}
    """By rep, the days on which leads came in that they closed."""
    spans: tuple[int, ...] = ()
    """How many leads took how long from coming in to being closed, by bucket."""
    weights: dict[str, float] = {}
    weigh_at: datetime | None = None
    """When they are weighed anew; None where the pool deals by something else."""


class Snapshot(Value):
    """A floor as one value, for checkpoints and for comparing."""

    seq: int = 0
    policy_digest: str = ""
    leads_ever: int = 0
    leads: tuple[Lead, ...] = ()
    reps: tuple[RepStanding, ...] = ()
    accounts: dict[str, dict[str, Account]] = {}
    runs: dict[str, Run] = {}
    records: dict[str, Record] = {}
    paces: dict[str, Pace] = {}
    calendar: tuple[str, ...] = ()
    own_calendars: dict[str, tuple[tuple[str, ...], ...]] = {}
    capped: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
