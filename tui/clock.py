"""The clock that the machine has; whoever needs the time is given it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The instant, as this machine has it."""
    return datetime.now(UTC)
