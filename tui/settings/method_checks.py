"""What each strategy of a pool needs, and which keys say something to it."""

from collections.abc import Iterator

from engine.policy import PULLED, Strategy
from tui.settings.places import Path
from tui.settings.pool_shape import PoolTable
from tui.settings.problems import Problem
from tui.settings.shape import FloorFile

NEVER_INNER = frozenset(
    {
        *(Strategy.BEST_SKILL, Strategy.FIRST_TO_CLAIM, Strategy.TERRITORY, Strategy.SPLIT),
        *(Strategy.PERFORMANCE, Strategy.PREDICTIVE, Strategy.GROUP, Strategy.OWNER, Strategy.STICKY, *PULLED),
    }
)
"""Strategies that cannot be the inner one of another."""

ONLY = {
    "band": (Strategy.LEAST_BUSY,),
    "owner_wait": (Strategy.OWNER, Strategy.STICKY),
    "presence_resets": (Strategy.LONGEST_IDLE, Strategy.FIRST_AVAILABLE, Strategy.BEST_SKILL, Strategy.PREDICTIVE),
    "advantage_max": (Strategy.PERFORMANCE,),
    "reweigh_every": (Strategy.PERFORMANCE,),
}
"""Keys of a pool that say something to some strategies alone."""


def method_of(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a pool's strategy and with the keys that belong to one."""
    for key, strategies in ONLY.items():
        if key in pool.model_fields_set and pool.strategy not in strategies:
            words = f'says nothing to "{pool.strategy}"; it belongs to {" and ".join(strategies)}'
            yield Problem((*path, key), words, is_key=True)
    if pool.inner in NEVER_INNER:
        yield Problem((*path, "inner"), f'"{pool.inner}" cannot be the inner strategy; take one like "longest_idle"')
    endless = [rep.name for rep in file.reps if rep.id in pool.reps and not rep.capacity]
    if pool.strategy is Strategy.MOST_SPARE and endless:
        words = (
            f'"most_spare" compares free parts of capacities, and {endless[0]} has no limit; give a capacity above 0'
        )
        yield Problem((*path, "strategy"), words)
