"""A clock that never runs back: set back, it goes on from where it was, as fast as a stop-watch does."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta


class Onward:
    """The machine's clock, made fit for a journal. One thread uses it.

    A machine whose clock was an hour fast and is put right would else live an hour twice, or stand still for one.
    """

    def __init__(self, wall: Callable[[], datetime], stopwatch: Callable[[], float] | None = None) -> None:
        self._wall, self._stopwatch = wall, stopwatch or time.monotonic
        self._at, self._mark = wall(), self._stopwatch()

    def __call__(self) -> datetime:
        """The instant; never before one that was given out, or that `reach` was told of."""
        mark = self._stopwatch()
        walked = self._at + timedelta(seconds=mark - self._mark)
        wall = self._wall()
        self._at, self._mark = wall if wall >= self._at else walked, mark
        return self._at

    @property
    def ahead(self) -> timedelta:
        """How far the machine's clock is behind this one: it was set back."""
        return max(self() - self._wall(), timedelta(0))

    def reach(self, at: datetime) -> None:
        """Be no earlier than an instant that is in the journal."""
        if at > self():
            self._at = at
