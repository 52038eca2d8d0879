"""How long reps have a lead, and how long one that waits will wait.

Handling is the time from a lead's assignment to its end. The wait is foretold as position x mean handling / places,
a place being one unit of the capacity of somebody who is there; nobody there, or nothing measured, foretells nothing.
"""

from collections.abc import Iterable
from datetime import timedelta

from engine.policy import Rep
from engine.rep import RepStanding
from engine.value import Value

REMEMBERED = 20
"""The mean leans on about so many of the latest leads."""


class Pace(Value):
    """How fast a pool's leads come to an end."""

    count: int = 0
    mean_seconds: float = 0.0

    def with_one(self, seconds: float) -> "Pace":
        """The pace with one lead more; the older ones fade."""
        count = min(self.count + 1, REMEMBERED)
        return Pace(count=count, mean_seconds=self.mean_seconds + (seconds - self.mean_seconds) / count)


def places(reps: Iterable[tuple[Rep | None, RepStanding | None]]) -> int:
    """How many leads those who are there can have at once; without a limit a rep counts once."""
    return sum(rep.capacity or 1 for rep, standing in reps if rep is not None and standing and standing.is_there)


def foretold(position: int, pace: Pace | None, room: int) -> timedelta | None:
    """How long the lead at this position will wait; None when nobody can know."""
    if pace is None or not pace.count or not room:
        return None
    return timedelta(seconds=position * pace.mean_seconds / room)
