"""What must be true of pools that send leads on: territories and trials."""

from collections.abc import Iterator

from engine.matching.clauses import nearest
from engine.policy import Strategy
from tui.settings.places import Path
from tui.settings.pool_shape import PoolTable, TerritoryTable
from tui.settings.problems import Problem
from tui.settings.shape import FloorFile


def places_of(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a pool's territories, with its trial, and with where they lead."""
    yield from _territories(file, pool, path)
    yield from _trial(file, pool, path)
    if _comes_back(file, pool):
        yield Problem(
            path, "leads come back to this pool through the others it names: they would go in a circle", True
        )


def _territories(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    if pool.strategy is not Strategy.TERRITORY:
        if pool.territories or pool.unknown:
            words = 'has territories, and deals by another strategy; write strategy = "territory"'
            yield Problem(path, words, is_key=True)
        return
    if not pool.territories:
        yield Problem(
            path, "has no territories; add [[pools.territories]] with reps and postal, area, country …", True
        )
    for number, territory in enumerate(pool.territories):
        yield from _territory(pool, territory, (*path, "territories", number))
    if not pool.unknown:
        yield Problem(path, 'says not where leads of no territory go; add unknown = "a pool"', is_key=True)
    yield from _pool_named(file, pool.unknown, (*path, "unknown"))


def _territory(pool: PoolTable, territory: TerritoryTable, path: Path) -> Iterator[Problem]:
    for number, rep_id in enumerate(territory.reps):
        if rep_id not in pool.reps:
            words = f'"{rep_id}" is not in this pool{nearest(rep_id, pool.reps)}'
            yield Problem((*path, "reps", number), words)
    if not any((territory.postal, territory.area, territory.region, territory.country, territory.timezone)):
        yield Problem(path, "covers nothing; give it postal, area, region, country or timezone", is_key=True)


def _trial(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    if pool.strategy is not Strategy.SPLIT:
        if pool.arms:
            yield Problem(path, 'has arms, and deals by another strategy; write strategy = "split"', is_key=True)
        return
    total = sum(arm.share for arm in pool.arms)
    if total != 100:
        yield Problem(path, f"shares a hundred persons among its arms; these are {total}", is_key=True)
    for number, arm in enumerate(pool.arms):
        yield from _pool_named(file, arm.pool, (*path, "arms", number, "pool"))


def _pool_named(file: FloorFile, name: str, path: Path) -> Iterator[Problem]:
    names = [pool.name for pool in file.pools]
    if name and name not in names:
        yield Problem(path, f'no pool has the name "{name}"{nearest(name, names)}')


def _comes_back(file: FloorFile, pool: PoolTable) -> bool:
    ahead = {one.name: {one.unknown, *one.groups, *(arm.pool for arm in one.arms)} - {""} for one in file.pools}
    reached: set[str] = set()
    front = ahead[pool.name]
    while front - reached:
        reached |= front
        front = {name for one in front for name in ahead.get(one, ())}
    return pool.name in reached
