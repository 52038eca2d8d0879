"""What must be true of pools of pools, and who is in one."""

from collections.abc import Iterator

from engine.matching.clauses import nearest
from engine.policy import PULLED, Strategy
from tui.settings.places import Path
from tui.settings.pool_shape import PoolTable
from tui.settings.problems import Problem
from tui.settings.shape import FloorFile

NEVER_A_GROUP = frozenset({Strategy.SPLIT, Strategy.TERRITORY, *PULLED})
"""Strategies of pools that cannot be part of another: they send leads on, or deal none."""


def groups_of(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a pool of pools."""
    if pool.strategy is not Strategy.GROUP:
        if pool.groups:
            yield Problem(path, 'has groups, and deals by another strategy; write strategy = "group"', is_key=True)
        return
    if not pool.groups:
        yield Problem(path, 'has no groups; add groups = ["a pool", "another"]', is_key=True)
    pools = {one.name: one for one in file.pools}
    for number, name in enumerate(pool.groups):
        place = (*path, "groups", number)
        if name not in pools:
            yield Problem(place, f'no pool has the name "{name}"{nearest(name, pools)}')
        elif name in pool.groups[:number]:
            yield Problem(place, f'"{name}" is there twice')
        elif pools[name].strategy in NEVER_A_GROUP:
            yield Problem(place, f'"{name}" deals by "{pools[name].strategy}", which cannot be part of a group')


def reps_of(file: FloorFile, pool: PoolTable) -> tuple[str, ...]:
    """The reps of a pool, for a pool of pools those of all its groups; a trial has none of its own."""
    pools = {one.name: one for one in file.pools}
    found: dict[str, None] = {}
    ahead, seen = [pool], {pool.name}
    while ahead:
        one = ahead.pop(0)
        if one.strategy not in (Strategy.SPLIT, Strategy.GROUP):
            found |= dict.fromkeys(one.reps)
        for name in one.groups:
            if name in pools and name not in seen:
                seen.add(name)
                ahead.append(pools[name])
    return tuple(found)
