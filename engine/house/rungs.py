"""The steps of an overflow ladder: as the house rules write them, and as a waiting lead carries them."""

from datetime import datetime, timedelta
from enum import StrEnum

from engine.value import Value


class When(StrEnum):
    """What a step waits for instead of time."""

    NOBODY_ROSTERED = "nobody_rostered"
    ALL_AT_CAP = "all_at_cap"
    ALL_DECLINED = "all_declined"
    QUEUE_OVER = "queue_over"
    WAIT_OVER = "wait_over"


class Rung(Value):
    """What is done for a lead that waited so long, or as soon as something is so; `do` is `kind` or `kind:name`."""

    after: timedelta = timedelta(0)
    """Of `wait_over`: the wait that is too long, whether foretold or had."""
    do: str
    when: When | None = None
    count: int = 0
    """Of `queue_over`: how many may wait in the pool."""


class Ahead(Value):
    """A step that a waiting lead has before it; it keeps those of the house rules it came in under."""

    at: datetime | None = None
    """When its time comes at the latest; None is never by time alone."""
    do: str
    when: When | None = None
    count: int = 0
    wait: timedelta | None = None
