"""What happens to claims without a lead being dealt."""

from datetime import datetime

from engine.history.event import Event


class LedgerAdjusted(Event, tag="ledger_adjusted"):
    """Claims in a pool were shifted without a lead: `credit`, `back_of_line`, `missed`, `faded` or `undo`."""

    pool: str
    rep_id: str
    """Whom it is about."""
    shifts: dict[str, int]
    """In nano-leads; they sum to nought."""
    why: str
    reason: str = ""


class PostingReturned(Event, tag="posting_returned"):
    """The lead turned out to be none, and its posting was taken back: the rep is not charged for it."""

    lead_id: str
    rep_id: str
    reason: str


class WeightsSet(Event, tag="weights_set"):
    """The reps of a pool that deals by performance were weighed by what they had won; or are so no longer."""

    pool: str
    weights: dict[str, float] = {}
    rates: dict[str, tuple[int, int]] = {}
    """By rep: leads old enough to be judged, and those of them that were won."""
    next_at: datetime | None = None
    """When they are weighed anew; None is never."""
