"""What is allowed in a `floor.toml` and yet hardly meant: warnings, each with its place."""

from collections.abc import Iterator, Mapping

from engine.dealing.strategies import weighs
from engine.house.skills import has
from engine.matching.conditions import words
from engine.matching.implied import contradicts, shadow_of
from engine.policy import AbsenceKind, Policy, Pool, Rep, Strategy
from store.asked.in_line import Waiting
from tui.settings.ladder_lints import ladder_lints
from tui.settings.problems import Problem
from tui.settings.reaching import reaching
from tui.settings.time_lints import time_lints

WEIGHTS_APART = 10
"""So many times the least weight of its pool is worth a word."""


def lints(policy: Policy, weekly: Mapping[str, float], waiting: Mapping[str, Waiting]) -> Iterator[Problem]:
    """Yield a warning for each thing that is allowed and hardly meant; by pool, what came of late and what waits."""
    yield from _rules(policy)
    yield from _unreached_pools(policy)
    yield from _unreached_reps(policy)
    yield from _weights(policy)
    yield from _unlearnt(policy)
    yield from _endless(policy)
    yield from _unguarded(policy)
    yield from time_lints(policy, weekly)
    yield from ladder_lints(policy, waiting)


def _rules(policy: Policy) -> Iterator[Problem]:
    for place, rule in enumerate(policy.rules):
        path = ("rules", place)
        if (pair := contradicts(rule.when)) is not None:
            told = " and ".join(f"{words(clause)}" for clause in pair)
            yield Problem(path, f"can never hold: no lead has {told}", is_key=True)
        elif hiding := shadow_of(policy.rules, place):
            names = " and ".join(f'"{one.name}"' for one in hiding)
            yield Problem(path, f"is never reached: {names} above takes all of its leads", is_key=True)
        if (needs := rule.requires) and len(able := _able(policy, rule.pool, needs)) == 1:
            said = f"only {able[0].name} has {' and '.join(needs)}: these leads wait whenever they are away or full"
            yield Problem((*path, "requires"), said)


def _able(policy: Policy, pool_name: str, requires: tuple[str, ...]) -> list[Rep]:
    members = next((pool.reps for pool in policy.pools if pool.name == pool_name), ())
    return [rep for rep in policy.reps if rep.id in members and _is_able(rep, requires)]


def _unreached_pools(policy: Policy) -> Iterator[Problem]:
    reached = reaching(policy)
    for place, pool in enumerate(policy.pools):
        if pool.name not in reached:
            yield Problem(("pools", place), "no rule leads to this pool", is_key=True)


def _unreached_reps(policy: Policy) -> Iterator[Problem]:
    """Whoever is in no pool that leads come to, or has not the skills that every rule of their pools asks for."""
    reached = reaching(policy)
    for place, rep in enumerate(policy.reps):
        pools = {pool.name for pool in policy.pools if rep.id in pool.reps}
        if not pools & reached.keys():
            why = (
                "is in no pool" if not pools else f"is only in {' and '.join(sorted(pools))}, to which no rule leads"
            )
            yield Problem(("reps", place), f"is never given a lead: {rep.name} {why}", is_key=True)
        elif not any(_is_able(rep, skills) for name in pools & reached.keys() for skills in reached[name]):
            said = f"is never given a lead: every rule of {' and '.join(sorted(pools))} asks for skills they lack"
            yield Problem(("reps", place), said, is_key=True)


def _is_able(rep: Rep, skills: tuple[str, ...]) -> bool:
    return all(has(rep.skills, skill) for skill in skills)


def _weights(policy: Policy) -> Iterator[Problem]:
    weighed = [pool for pool in policy.pools if weighs(pool.strategy)]
    for place, rep in enumerate(policy.reps):
        path = ("reps", place, "weight")
        mine = [pool for pool in weighed if rep.id in pool.reps]
        if rep.weight != 1 and not mine:
            yield Problem(path, f"says nothing: none of {rep.name}'s pools deals by weight")
        for pool in mine:
            least = _least(policy, pool)
            if rep.weight >= WEIGHTS_APART * least.weight:
                times = f"{rep.weight / least.weight:g} times"
                yield Problem(path, f"is {times} the weight of {least.name}, who will see few leads of {pool.name}")
                break


def _unlearnt(policy: Policy) -> Iterator[Problem]:
    for place, pool in enumerate(policy.pools):
        if pool.strategy is Strategy.PREDICTIVE:
            said = f'nothing is learnt in this version, so {pool.name} is dealt by "{pool.inner}"'
            yield Problem(("pools", place, "strategy"), said)


def _endless(policy: Policy) -> Iterator[Problem]:
    for place, pool in enumerate(policy.pools):
        if pool.absence.kind is AbsenceKind.CATCH_UP:
            said = "owes without an end: who comes back is dealt all they missed; { accrue = 2 } stops at two leads"
            yield Problem(("pools", place, "absence"), said)


def _unguarded(policy: Policy) -> Iterator[Problem]:
    """What comes near to closing can be treated as after hours only where that is not to deal it all the same."""
    after = {pool.after_hours or policy.after_hours for pool in policy.pools}
    if policy.close_guard is not None and after == {"route"}:
        said = 'says nothing: every pool deals after hours, too; write after_hours = "hold"'
        yield Problem(("floor", "close_guard"), said)


def _least(policy: Policy, pool: Pool) -> Rep:
    return min((rep for rep in policy.reps if rep.id in pool.reps), key=lambda rep: rep.weight)
