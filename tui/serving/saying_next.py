"""When the desk says who is next: with the first news after a quiet time, and so often at the most."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.serving.desk import Sitting


IDLE = timedelta(seconds=1)
"""How often it is said though nothing has happened: time alone may have closed a pool."""


class Saying:
    """Who is next is told to boards alone, nothing is decided by it; to work it out costs a tenth of a lone lead.

    So of many turns in a short time some do not say it; what is left unsaid is said by a turn of its own.
    """

    def __init__(self, every: timedelta) -> None:
        self._every = every
        """With nought, every turn says it."""
        self._said_at: datetime | None = None
        self.due_at: datetime | None = None
        """When it is to be said though nobody asks; None while nothing is unsaid."""

    def is_due(self, sitting: "Sitting") -> bool:
        """Whether this turn is to say it. New rules and ladders are compared with those before, so they are said."""
        is_new = sitting.new_ladders is not None or sitting.roster is not sitting.desk.roster
        if self._said_at is None or is_new or sitting.is_last or not self._every:
            return True
        is_news = self.due_at is not None or _has_news(sitting)
        return sitting.now - self._said_at >= (self._every if is_news else IDLE)

    def end(self, sitting: "Sitting", *, is_said: bool) -> None:
        """The turn is kept: note whether it left something unsaid."""
        if is_said:
            self._said_at, self.due_at = sitting.now, None
        elif self._said_at is not None and _has_news(sitting):
            self.due_at = self._said_at + self._every


def _has_news(sitting: "Sitting") -> bool:
    return sitting.draft.seq != sitting.desk.floor.seq
