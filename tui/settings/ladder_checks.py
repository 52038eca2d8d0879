"""What must be true of an overflow ladder: it leads somewhere, never in a circle, and ends with somebody."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from engine.house.rungs import When
from engine.matching.clauses import nearest
from engine.orders.overflow import NEXT_OPEN
from tui.settings.places import Path
from tui.settings.pool_shape import PoolTable
from tui.settings.problems import Problem
from tui.settings.rung_shape import BY_REASON, RungTable
from tui.settings.shape import FloorFile
from tui.spans import span_of

STEPS = (
    '"relax:skill", "widen:territory", "raise:tier", "group:POOL", "oncall:POOL", "claim", "ack:sms", "ack:email",'
    ' "callback:next_open", "callback:+30m", "notify:REP" or "assign:REP"'
)
LAST = ("claim", "notify", "assign")
"""Steps that need nobody to be there."""


def of_ladder(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a pool's ladder and its rota."""
    names = _names(file, pool)
    latest = timedelta(0)
    for number, rung in enumerate(pool.ladder):
        place = (*path, "ladder", number)
        yield from _when(rung, place)
        yield from _do(rung.do, names, place)
        if rung.after is not None and rung.after < latest:
            yield Problem((*place, "after"), "comes before a step above it")
        latest = max(latest, rung.after or latest)
    yield from _circle(pool, path)
    yield from _end(pool, path)
    if pool.rota is not None and not _is_on_call(file, pool.name):
        yield Problem((*path, "rota"), 'says who is on call, and nothing leads to this pool by "oncall:POOL"')
    if any(rep.tier > 1 for rep in file.reps if rep.id in pool.reps):
        yield from _tiers(file, pool, path)


def _names(file: FloorFile, pool: PoolTable) -> Mapping[str, list[str]]:
    reps, pools = [rep.id for rep in file.reps], [one.name for one in file.pools if one.name != pool.name]
    return {
        "relax": ["skill"],
        "widen": ["territory"],
        "raise": ["tier"],
        "group": pools,
        "oncall": pools,
        "claim": [""],
        "ack": ["sms", "email"],
        "notify": reps,
        "assign": reps,
    }


def _when(rung: RungTable, place: Path) -> Iterator[Problem]:
    said = [key for key in ("after", "when", "queue_over", "wait_over") if getattr(rung, key) is not None]
    if len(said) != 1:
        words = "waits for exactly one thing: after, when, queue_over or wait_over"
        yield Problem(place, words, is_key=True)
    elif rung.when in (When.QUEUE_OVER, When.WAIT_OVER):
        yield Problem((*place, "when"), f'"{rung.when}" needs an amount, like {rung.when} = {_LIKE[rung.when]}')


_LIKE = {When.QUEUE_OVER: "5", When.WAIT_OVER: '"3m"'}


def _do(do: str, names: Mapping[str, list[str]], place: Path) -> Iterator[Problem]:
    kind, _, name = do.partition(":")
    if kind == "callback":
        if name != NEXT_OPEN and not _is_span(name):
            yield Problem((*place, "do"), 'a callback is "callback:next_open" or after a while, "callback:+30m"')
    elif kind not in names:
        yield Problem((*place, "do"), f"must be {STEPS}")
    elif name not in names[kind]:
        yield Problem((*place, "do"), f'"{kind}" cannot go to "{name}"{nearest(name, names[kind])}')


def _is_span(name: str) -> bool:
    try:
        return name.startswith("+") and bool(span_of(name[1:]))
    except ValueError:
        return False


def _circle(pool: PoolTable, path: Path) -> Iterator[Problem]:
    """A lead climbs one ladder to its end, so a pool that comes twice would be asked in a circle."""
    seen: list[str] = []
    for number, rung in enumerate(pool.ladder):
        kind, _, name = rung.do.partition(":")
        if kind in ("group", "oncall") and name in seen:
            yield Problem((*path, "ladder", number, "do"), f'leads back to "{name}": it would go in a circle')
        seen.append(name if kind in ("group", "oncall") else "")


def _end(pool: PoolTable, path: Path) -> Iterator[Problem]:
    if not pool.ladder:
        return
    last, place = pool.ladder[-1], (*path, "ladder", len(pool.ladder) - 1)
    if last.do.partition(":")[0] not in LAST:
        words = 'the last step must need nobody to be there: "claim", "notify:REP" or "assign:REP"'
        yield Problem((*place, "do"), words)
    elif last.after is None:
        held = "when" if last.when in BY_REASON else "queue_over" if last.queue_over else "wait_over"
        words = "the last step must come by time alone, or a lead could wait for ever: give it after"
        yield Problem((*place, held), words, is_key=True)


def _is_on_call(file: FloorFile, name: str) -> bool:
    word = f"oncall:{name}"
    by_ladder = any(rung.do == word for pool in file.pools for rung in pool.ladder)
    return by_ladder or word in (file.floor.after_hours, *(pool.after_hours for pool in file.pools))


def _tiers(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    """Tiers above the first are reached by the ladder alone, and only where there is a first."""
    members = [rep for rep in file.reps if rep.id in pool.reps]
    if not any(rung.do == "raise:tier" for rung in pool.ladder):
        late = next(rep for rep in members if rep.tier > 1)
        words = f'{late.name} is of tier {late.tier}, and no step "raise:tier" of a ladder here ever asks them'
        yield Problem(path, words, is_key=True)
    elif all(rep.tier > 1 for rep in members):
        yield Problem(path, "has nobody of tier 1: its leads would always wait for the ladder", is_key=True)
