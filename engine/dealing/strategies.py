"""How one of several fitting reps is chosen.

Every ranking ends in the ledger's claim, then the longest wait since the last offer, then the roster: equal is never
random. A smaller rank is better.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import log
from types import MappingProxyType
from typing import NamedTuple

from engine.history.occupancy import occupancy
from engine.house.hours import calendar
from engine.house.skills import level_of
from engine.lead import Lead
from engine.policy import Pool, Rep, Roster, Strategy
from engine.rep import RepStanding
from engine.value import EPOCH

First = tuple[float, ...]
"""What a strategy ranks by before the ledger; nothing leaves it to the ledger alone."""


BEGUN = 0.01
"""The least part of a working day that counts as behind somebody: their first lead must not weigh without bound."""


class Side(NamedTuple):
    """All that a strategy may look at of one rep."""

    rep: Rep
    standing: RepStanding
    lead: Lead
    pool: Pool
    roster: Roster
    at: datetime
    seed: int


def _by_ledger(_: Side) -> First:
    return ()


def _least_busy(side: Side) -> First:
    """The fewest open units; an offer counts as one."""
    return (float(side.standing.open_units + side.standing.offered_count),)


def _most_spare(side: Side) -> First:
    """The largest part of the capacity that is free; whoever has no limit is wholly free."""
    capacity, standing = side.rep.capacity, side.standing
    return ((standing.open_units + standing.offered_count) / capacity if capacity else 0.0,)


def _longest_idle(side: Side) -> First:
    """Since the latest lead, offer or rest, and since the return where the pool counts it."""
    rep = side.standing
    since_at = rep.idle_since_at if side.pool.presence_resets else rep.served_at or rep.joined_at or rep.idle_since_at
    return ((since_at - EPOCH).total_seconds(),)


def _least_occupied(side: Side) -> First:
    return (occupancy(side.standing, side.at),)


def _fewest_today(side: Side) -> First:
    """Fewest leads for the part of their working day that is behind them, from midnight to midnight of their zone."""
    rep, policy = side.rep, side.roster.policy
    hours = calendar(rep.hours or policy.hours, rep.timezone or policy.timezone, policy.country)
    local = side.at.astimezone(hours.zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    midnight, next_one = local.astimezone(UTC), (local + timedelta(days=1)).astimezone(UTC)
    count = sum(count for quarter, count in side.standing.dealt if quarter >= midnight)
    whole = hours.elapsed(midnight, next_one)
    part = hours.elapsed(midnight, side.at) / whole if whole else 1.0
    return (count / max(part, BEGUN),)


def _best_skill(side: Side) -> First:
    """The best at the least of the skills that are asked for, then in sum, then by the inner strategy."""
    levels = [level_of(side.rep.skills, skill) for skill in side.lead.requires]
    return (float(-min(levels, default=0)), float(-sum(levels)), *FIRST[side.pool.inner](side))


def _inner(side: Side) -> First:
    """Whoever the inner strategy names: where a lead has no owner, or nothing was learnt, nothing is made up."""
    return FIRST[side.pool.inner](side)


def _hot_seat(side: Side) -> First:
    return (float(side.roster.rank[side.rep.id]),)


def _first_available(side: Side) -> First:
    """Whoever has the skills comes first, and among them the longest idle; nobody is kept out for want of one."""
    lacking = sum(level_of(side.rep.skills, skill) == 0 for skill in side.lead.requires)
    return (float(lacking), *_longest_idle(side))


def _random(side: Side) -> First:
    """Weighted chance: -ln(u) / w, of which the least is drawn with a chance of w over the sum of weights.

    P. Efraimidis, P. Spirakis, "Weighted random sampling with a reservoir", 2006.
    """
    drawn = sha256(f"{side.seed}\t{side.lead.id}\t{side.rep.id}".encode()).digest()
    u = (int.from_bytes(drawn[:7], "big") + 1) / (1 << 56)
    return (-log(u) / (side.rep.weight or 1e-9),)


FIRST: Mapping[Strategy, Callable[[Side], First]] = MappingProxyType(
    {
        Strategy.ROUND_ROBIN: _by_ledger,
        Strategy.WEIGHTED: _by_ledger,
        Strategy.LEAST_BUSY: _least_busy,
        Strategy.MOST_SPARE: _most_spare,
        Strategy.LONGEST_IDLE: _longest_idle,
        Strategy.LEAST_OCCUPIED: _least_occupied,
        Strategy.FEWEST_TODAY: _fewest_today,
        Strategy.BEST_SKILL: _best_skill,
        Strategy.HOT_SEAT: _hot_seat,
        Strategy.FIRST_AVAILABLE: _first_available,
        Strategy.RANDOM: _random,
        Strategy.FIRST_TO_CLAIM: _by_ledger,
        Strategy.PULL_BLIND: _by_ledger,
        Strategy.PULL_PREVIEW: _by_ledger,
        Strategy.TERRITORY: _by_ledger,
        Strategy.SPLIT: _by_ledger,
        Strategy.PERFORMANCE: _by_ledger,
        Strategy.PREDICTIVE: _inner,
        Strategy.OWNER: _inner,
        Strategy.STICKY: _inner,
        Strategy.GROUP: _by_ledger,
    }
)
"""What each strategy looks at before the ledger."""

BY_LEDGER = frozenset(strategy for strategy, first in FIRST.items() if first is _by_ledger)
"""The strategies that look at nothing before the ledger."""


def weighs(strategy: Strategy) -> bool:
    """Whether the strategy's shares follow the weights of the house rules; others treat all alike, or weigh."""
    return strategy not in (Strategy.ROUND_ROBIN, Strategy.PERFORMANCE, Strategy.GROUP)
