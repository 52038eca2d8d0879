"""How pools and reps are placed beyond who is next: what is full, how long a wait is, who is over, and what is old.

It is asked at the end of a turn, so that boards can say it; nothing is decided by it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.board import Full, Plight
from engine.dealing.grouping import ask
from engine.floor import Draft, State
from engine.history.acts import ACTS_KEPT
from engine.history.pace import foretold, places
from engine.lead import LeadState
from engine.orders.climbing import all_at_cap, is_on
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
    was = _taken_back(state, was)
    ladders = {pool: at for pool, at in was.ladders.items() if state.waiting.get(pool)}
    if before is not None and before is not roster:
        for pool, is_old in _changed(state, roster, before):
            ladders |= {pool: state.at} if is_old else {}
            ladders = ladders if is_old else {one: at for one, at in ladders.items() if one != pool}
    return Plight(full=full, waits=waits, units=units, outside=outside, ladders=ladders, relaid=was.relaid)


def with_new_ladders(was: Plight, act: int) -> Plight:
    """How things are once an act put the present ladders to all that waits."""
    return was.but(ladders={}, relaid={**was.relaid, act: was.ladders})


def _taken_back(state: State, was: Plight) -> Plight:
    """Such an act may have been undone since: then all is as it was before it. One that is too old is forgotten."""
    acts = {act.seq for act in state.acts}
    ladders, relaid = was.ladders, dict(was.relaid)
    for act in sorted(was.relaid.keys() - acts, reverse=True):
        before = relaid.pop(act)
        if len(acts) < ACTS_KEPT or act > min(acts):
            ladders = {**ladders, **before}
    return was.but(ladders=ladders, relaid=relaid)


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


def _changed(state: State, roster: Roster, before: Roster) -> Iterator[tuple[str, bool]]:
    """Pools in which leads wait and whose ladder is another than before, and whether that is so for any of these."""
    changed = {
        pool.name: pool
        for pool in roster.policy.pools
        if pool.name in before.pools and before.pools[pool.name].ladder != pool.ladder
    }
    waiting = [lead for _, lead in state.leads.items() if lead.state is LeadState.QUEUED] if changed else []
    for name, pool in changed.items():
        if state.waiting.get(name):
            yield name, any(one.pool == name and not is_on(roster.policy, pool, one) for one in waiting)
