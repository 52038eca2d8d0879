"""When a screen's reading thread looks for news: soon after somebody wrote, seldom while nothing is told."""

from math import inf

LOOK_SECONDS = 0.02
"""How soon after a quiet time news is seen where nothing tells of it, and what follows at once: a file's row, then
its leads. A look at whether there is any costs the processor next to nothing."""
TOGETHER_SECONDS = 0.004
"""How long after somebody began to write we look, and look again: what is written can be read a little later only,
and what belongs together, a delivery and its lead, is seen together."""
STIR_SECONDS = 0.04
"""How long we go on with it."""
SLOW_STIR_SECONDS = 1.0
"""How long we then look as if nothing told us, while there is no news: a slow disk may be at it."""
TOLD_SECONDS = 0.25
"""How long we rest while nothing is told, and still see it when an engine is gone."""
REST_PER_WORK = 4
"""A read that took long is followed by a rest so many times as long: reading never takes more than a fifth."""


class LookTimes:
    """The instant of the next look, in seconds of the machine's own count."""

    def __init__(self) -> None:
        self.next_at = 0.0
        self._is_quiet = False
        """Whether there was no news at the last look."""
        self._stirred_at = -inf
        self._is_answered = False
        """Whether there was news since somebody began to write."""

    def stirred(self, now: float) -> None:
        """Somebody has begun to write; the rest after news is kept all the same."""
        self._stirred_at, self._is_answered = now, False
        if self._is_quiet:
            self.next_at = min(self.next_at, now + TOGETHER_SECONDS)

    def looked(self, began: float, ended: float, *, is_quiet: bool, seldom: float, is_told: bool) -> None:
        """Somebody looked. `seldom` is the span between looks that all bring news."""
        was_quiet, self._is_quiet = self._is_quiet, is_quiet
        self._is_answered |= not is_quiet
        soon = TOGETHER_SECONDS if is_told else min(LOOK_SECONDS, seldom)
        if is_quiet and is_told:
            soon = self._quiet_rest(ended)
        rest = soon if was_quiet or is_quiet else seldom
        self.next_at = ended + max(rest, REST_PER_WORK * (ended - began))

    def _quiet_rest(self, now: float) -> float:
        since = now - self._stirred_at
        if since < STIR_SECONDS:
            return TOGETHER_SECONDS
        return LOOK_SECONDS if since < SLOW_STIR_SECONDS and not self._is_answered else TOLD_SECONDS
