"""What is kept of a floor beside what is open: acts, runs, what an entry changed, and the whole as one value."""

from engine.events import Entry, LedgerAdjusted
from engine.lead import Lead
from engine.rep import Account, RepStanding
from engine.value import Value


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
    adjusted: tuple[LedgerAdjusted, ...] = ()
    """What the act shifted in the ledger."""


class Change(Value):
    """What one entry did to the lead it is about."""

    entry: Entry
    before: Lead | None = None
    after: Lead | None = None


class Run(Value):
    """Who received the latest leads of a pool, and how many in a row."""

    rep_id: str
    length: int


class Snapshot(Value):
    """A floor as one value, for checkpoints and for comparing."""

    seq: int = 0
    policy_digest: str = ""
    leads_ever: int = 0
    leads: tuple[Lead, ...] = ()
    reps: tuple[RepStanding, ...] = ()
    accounts: dict[str, dict[str, Account]] = {}
    runs: dict[str, Run] = {}
    acts: tuple[Act, ...] = ()
