"""What was, as screens show it: leads whatever became of them, and the day in numbers."""

from datetime import datetime

from engine.rep import Availability
from engine.value import Value


class PastLead(Value):
    """A lead as history shows it, whatever became of it. Texts from outside are in it as they came."""

    number: int
    id: str
    queued_at: datetime
    received_at: datetime
    name: str
    company: str
    source: str
    state: str
    rep_id: str | None
    first_touch_at: datetime | None
    sla: str
    closed_at: datetime | None
    disposition: str


class HistoryPage(Value):
    """A stretch of history, newest first."""

    rows: tuple[PastLead, ...]
    total: int
    """The highest number there is; numbers are counted up without gaps."""
    is_end: bool
    """Whether there is nothing beyond it in the direction in which it was asked for."""


class Slot(Value):
    """Half an hour of the floor's day."""

    begins_at: datetime
    arrived: int
    answered: int
    ready: float
    """How many reps were there, on average."""


class Strip(Value):
    """A rep's day: what they said of themselves, stretch after stretch."""

    rep_id: str
    name: str
    stretches: tuple[tuple[Availability, datetime, datetime], ...]


class Figures(Value):
    """A floor's day in numbers, for pictures."""

    as_of: datetime
    timezone: str
    day_at: datetime
    ages: tuple[int, ...]
    """Unanswered leads by age, a count for each of `AGES` and one for what is older."""
    slots: tuple[Slot, ...]
    strips: tuple[Strip, ...]


AGES = (60, 120, 300, 600, 900, 1800, 3600, 14400, 86400)
"""Seconds up to which a lead is counted among its like."""
