"""What happens to claims without a lead being dealt."""

from engine.event import Event


class LedgerAdjusted(Event, tag="ledger_adjusted"):
    """Claims in a pool were shifted without a lead: `credit`, `back_of_line`, `missed` or `undo`."""

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
