"""Who would be next: to whom each pool would deal a plain lead that came in just now.

It is asked of the dealing itself, so it cannot say anything else than what would be done.
"""

from datetime import datetime

from engine.dealing.grouping import ask
from engine.dealing.holding import HOLD, ONCALL, hours_of
from engine.floor import Draft, State
from engine.lead import Lead
from engine.policy import PULLED, Pool, Roster, Strategy

NOBODY = frozenset({Strategy.RANDOM, Strategy.SPLIT, Strategy.TERRITORY, *PULLED})
"""Strategies under which nobody is next: by lot, by what the lead is, or by who asks."""


def next_up(state: State, roster: Roster, at: datetime) -> dict[str, tuple[str, ...]]:
    """Who could take a plain lead at an instant, by pool, the next one first; of pools without such a one nothing."""
    now = Draft(state)
    now.at = at
    lines = {pool.name: _line(now, roster, pool) for pool in roster.policy.pools}
    return {name: line for name, line in lines.items() if line}


def _line(state: State, roster: Roster, pool: Pool) -> tuple[str, ...]:
    if pool.strategy in NOBODY or _is_closed(state, roster, pool):
        return ()
    return tuple(rank[4] for rank in ask(state, roster, (pool, plain_lead(state, pool))).ranked)


def plain_lead(state: State, pool: Pool) -> Lead:
    """A lead that came into a pool just now and asks for nothing."""
    return Lead(
        id=f"L-{state.leads_ever + 1}",
        source="",
        source_key="",
        rule="",
        pool=pool.name,
        received_at=state.at,
        queued_at=state.at,
    )


def _is_closed(state: State, roster: Roster, pool: Pool) -> bool:
    """Whether a lead that came in now would be put aside, or go to those on call."""
    after = pool.after_hours or roster.policy.after_hours
    sends_off = after == HOLD or (after.startswith(ONCALL) and after != f"{ONCALL}{pool.name}")
    return sends_off and not hours_of(roster.policy, pool).is_open(state.at)
