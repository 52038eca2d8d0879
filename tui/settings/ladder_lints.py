"""Ladders that an edit changes under leads which wait: these keep theirs until somebody says otherwise."""

from collections.abc import Iterator, Mapping

from engine.policy import Policy
from store.asked.in_line import Waiting
from tui.settings.problems import Problem

PUTS = "until floorboard ladder puts this one to them, which undo takes back"


def ladder_lints(policy: Policy, waiting: Mapping[str, Waiting]) -> Iterator[Problem]:
    """Yield each pool in which leads wait on another ladder than the one that is written."""
    for place, pool in enumerate(policy.pools):
        now = waiting.get(pool.name)
        if now is not None and now.pool is not None and now.pool.ladder != pool.ladder:
            said = f"keep the ladder in force {PUTS}" if now.count > 1 else f"keeps the ladder in force {PUTS}"
            yield Problem(("pools", place), f"{_who(now.count)} {said}")
        elif now is not None and now.on_old:
            said = f"climb the ladder of before {PUTS}" if now.on_old > 1 else f"climbs the ladder of before {PUTS}"
            yield Problem(("pools", place), f"{_who(now.on_old)} {said}")


def _who(count: int) -> str:
    return f"{count} that wait" if count > 1 else "1 that waits"
