"""How pools and reps are placed beyond who is next: what is full, how long a wait is, who is over, and what is old.

It is asked at the end of a turn, so that boards can say it; nothing is decided by it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.board import Full, Plight
from engine.dealing.grouping import ask
from engine.floor import Draft, State
from engine.history.pace import foretold, places
from engine.orders.climbing import all_at_cap
from engine.policy import PULLED, Pool, Roster
from engine.telling.next_up import plain_lead


def plight(floor: State, rosters: tuple[Roster | None, Roster], at: datetime, was: Plight) -> Plight:
    """How things are at an instant; `was` is how they were a turn ago. Of the house rules, those of then and now."""
    before, roster = rosters
    state = Draft(floor)
    state.at = at
    full = {pool.name: _full(state, pool, was) for pool in _crowded(state, roster) if _is_full(state, roster, pool)}
    waits = {pool.name: wait for pool in _crowded(state, roster) if (wait := _wait(state, roster, pool)) is not None}
    units, outside = {}, {}
    for rep_id, rep in state.reps.items():
        if rep.open_units != rep.open_count:
            units[rep_id] = rep.open_units
        if rep.outside_count:
            outside[rep_id] = rep.outside_count
    ladders = {pool: at for pool, at in was.ladders.items() if state.waiting.get(pool)}
    if before is not None and before is not roster:
        ladders |= {pool.name: state.at for pool in _relaid(state, roster, before)}
    return Plight(full=full, waits=waits, units=units, outside=outside, ladders=ladders)


def _crowded(state: State, roster: Roster) -> Iterator[Pool]:
    return (pool for pool in roster.policy.pools if state.waiting.get(pool.name) and pool.strategy not in PULLED)


def _is_full(state: State, roster: Roster, pool: Pool) -> bool:
    asked = ask(state, roster, (pool, plain_lead(state, pool)))
    return not asked.ranked and all_at_cap(asked.out)


def _full(state: State, pool: Pool, was: Plight) -> Full:
    since = was.full.get(pool.name)
    return Full(since_at=since.since_at if since else state.at, waiting=state.waiting.get(pool.name) or 0)


def _wait(state: State, roster: Roster, pool: Pool) -> float | None:
    reps = [(roster.reps.get(rep_id), state.reps.get(rep_id)) for rep_id in pool.reps]
    each = foretold(1, state.paces.get(pool.name), places(reps))
    return None if each is None else each / timedelta(seconds=1)


def _relaid(state: State, roster: Roster, before: Roster) -> Iterator[Pool]:
    """Pools in which leads wait and whose ladder is another than before."""
    for pool in roster.policy.pools:
        known = before.pools.get(pool.name)
        if known is not None and known.ladder != pool.ladder and state.waiting.get(pool.name):
            yield pool
