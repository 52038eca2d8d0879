"""Who is first in line in each pool, as far as the tables tell: a hint for the eye, not a decision."""

from collections.abc import Mapping

from engine.policy import Policy, Pool, Strategy
from engine.rep import ROUTABLE
from engine.value import LEAD_UNIT

RepFacts = tuple[str, int, str, str, str, str, str | None, int, int, int, str]
"""id, version, name, availability, reason, since, until, open, capacity, offered, idle since."""


def next_reps(policy: Policy, reps: Mapping[str, RepFacts], lags: Mapping[tuple[str, str], int]) -> set[str]:
    """The first in line of every pool."""
    weights = {rep.id: rep.weight for rep in policy.reps}
    firsts = (_first(pool, weights, reps, lags) for pool in policy.pools)
    return {rep_id for rep_id in firsts if rep_id is not None}


def _first(
    pool: Pool, weights: Mapping[str, float], reps: Mapping[str, RepFacts], lags: Mapping[tuple[str, str], int]
) -> str | None:
    able = [rep_id for rep_id in pool.reps if rep_id in reps and _is_able(reps[rep_id])]
    even = pool.strategy is Strategy.ROUND_ROBIN
    parts = {rep_id: 1.0 if even else weights.get(rep_id, 1.0) for rep_id in able}
    total = sum(parts.values()) or 1.0

    def rank(rep_id: str) -> tuple[float, float, str, int, str]:
        claim = lags.get((pool.name, rep_id), 0) / LEAD_UNIT + parts[rep_id] / total
        facts = reps[rep_id]
        before = float(facts[7] + facts[9]) if pool.strategy is Strategy.LEAST_BUSY else 0.0
        idle_first = facts[10] if pool.strategy is Strategy.LONGEST_IDLE else ""
        return (before, -round(claim, 6), idle_first or facts[10], pool.reps.index(rep_id), rep_id)

    if pool.strategy is Strategy.LONGEST_IDLE:
        return min(able, key=lambda rep_id: (reps[rep_id][10], rank(rep_id)), default=None)
    return min(able, key=rank, default=None)


def _is_able(facts: RepFacts) -> bool:
    _, _, _, availability, _, _, _, open_count, capacity, offered_count, _ = facts
    return availability in ROUTABLE and not offered_count and (capacity == 0 or open_count < capacity)
