"""Who is first in line in each pool, as the tables tell: a mark for the eye, not a decision."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from engine.fairness import shares
from engine.policy import UNSPREAD, Policy, Pool, Strategy
from engine.rep import ROUTABLE


class RepFacts(NamedTuple):
    """What the ranking looks at of one rep."""

    place: int
    availability: str
    open_count: int
    capacity: int
    offered_count: int
    idle_since_at: str
    weight: float

    @property
    def is_able(self) -> bool:
        """Whether the rep could take a lead that asks for no skill."""
        has_room = self.capacity == 0 or self.open_count < self.capacity
        return self.availability in ROUTABLE and not self.offered_count and has_room


class Account(NamedTuple):
    """A rep's line in a pool's ledger: the lag in nano-leads, and the leads in a row."""

    lag: int = 0
    run: int = 0


First = Callable[[RepFacts], float | str]

FIRST: Mapping[Strategy, First] = MappingProxyType(
    {
        Strategy.ROUND_ROBIN: lambda _: 0.0,
        Strategy.WEIGHTED: lambda _: 0.0,
        Strategy.FIRST_TO_CLAIM: lambda _: 0.0,
        Strategy.LEAST_BUSY: lambda rep: float(rep.open_count + rep.offered_count),
        Strategy.MOST_SPARE: lambda rep: (rep.open_count + rep.offered_count) / rep.capacity if rep.capacity else 0.0,
        Strategy.LONGEST_IDLE: lambda rep: rep.idle_since_at,
        Strategy.FIRST_AVAILABLE: lambda rep: rep.idle_since_at,
        Strategy.HOT_SEAT: lambda rep: float(rep.place),
    }
)
"""What strategies look at before the ledger, as far as the tables know it; of the others nobody is marked as next."""

Accounts = Mapping[tuple[str, str], Account]


def next_reps(policy: Policy, reps: Mapping[str, RepFacts], accounts: Accounts) -> set[str]:
    """The first in line of every pool."""
    return {line[0] for pool in policy.pools if (line := in_line(pool, reps, accounts))}


def in_line(pool: Pool, reps: Mapping[str, RepFacts], accounts: Accounts) -> list[str]:
    """Those of a pool who could take a lead, in the order in which they would; none where tables cannot know it."""
    first = FIRST.get(pool.strategy)
    if first is None:
        return []
    able = [rep_id for rep_id in pool.reps if rep_id in reps and reps[rep_id].is_able]
    split = shares(_weights(pool, [reps[rep_id].weight for rep_id in able]), len(able))
    claims = {
        rep_id: accounts.get((pool.name, rep_id), Account()).lag + share
        for rep_id, share in zip(able, split, strict=True)
    }

    is_spread = len(pool.reps) >= 3 and pool.strategy not in UNSPREAD

    def rank(rep_id: str) -> tuple[bool, float | str, int, str, int]:
        facts = reps[rep_id]
        had_enough = is_spread and accounts.get((pool.name, rep_id), Account()).run >= pool.max_run
        return (had_enough, first(facts), -claims[rep_id], facts.idle_since_at, facts.place)

    return sorted(able, key=rank)


def _weights(pool: Pool, weights: Sequence[float]) -> tuple[float, ...]:
    """As the ledger wants them: none when all are alike."""
    return () if pool.strategy is Strategy.ROUND_ROBIN or len(set(weights)) <= 1 else tuple(weights)
