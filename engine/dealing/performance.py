"""Weights from close rates: who wins more is dealt more, up to a bound, and nobody less than half a fair share.

Law: weights change by an event alone, so dealing again what was dealt gives the same; and one lead in ten is dealt
as if all weighed alike, so that a rate is not made of the leads it earned.
"""

from collections.abc import Mapping
from datetime import date, datetime

from engine.dealing.work import Work
from engine.events import WeightsSet
from engine.floor import State
from engine.history.kept import Record
from engine.history.records import median
from engine.lead import LeadState
from engine.policy import Pool, Strategy

PRIOR = 25
"""How many leads of the pool's own rate stand before a rep's: m in (won + m p0) / (n + m)."""

OWNED = (LeadState.ASSIGNED, LeadState.CONTACTED)

Rates = dict[str, tuple[int, int]]
"""By rep: leads old enough to be judged, and those of them that were won."""


def align_weights(work: Work) -> None:
    """Weigh the pools that deal by performance for the first time, and stop where they do so no longer."""
    for pool in work.policy.pools:
        record = work.draft.records.get(pool.name)
        if pool.strategy is Strategy.PERFORMANCE and (record is None or record.weigh_at is None):
            weigh(work, pool)
    for name, record in sorted(work.draft.records.items()):
        known = work.roster.pools.get(name)
        if record.weigh_at is not None and (known is None or known.strategy is not Strategy.PERFORMANCE):
            work.happen(WeightsSet(pool=name))


def reweigh(work: Work, due_at: datetime, name: str) -> None:
    """Weigh a pool anew when the time is there."""
    record, pool = work.draft.records.get(name), work.roster.pools.get(name)
    if record is not None and record.weigh_at == due_at and pool is not None:
        weigh(work, pool)


def weigh(work: Work, pool: Pool) -> None:
    """Set the weights of a pool by what was won until now."""
    rates = rates_of(work.draft, pool, work.turn.now)
    weights = weights_by(rates, pool)
    next_at = work.turn.now + pool.reweigh_every
    work.happen(WeightsSet(pool=pool.name, weights=weights, rates=rates, next_at=next_at))


def rates_of(state: State, pool: Pool, now: datetime) -> Rates:
    """What each rep of a pool had and won, of leads older than half of all take to be closed."""
    record = state.records.get(pool.name) or Record()
    before = now - median(record.spans)
    rates = {rep_id: _closed(record, rep_id, before.date()) for rep_id in pool.reps}
    owned = state.leads.marks(
        lambda mark: mark.state in OWNED and mark.dealing_pool == pool.name and mark.queued_at < before
    )
    for rep_id in (mark.rep_id for _, mark in owned):
        if rep_id in rates:
            had, won = rates[rep_id]
            rates[rep_id] = (had + 1, won)
    return rates


def _closed(record: Record, rep_id: str, before: date) -> tuple[int, int]:
    days = [day for day in record.days.get(rep_id, ()) if day.on < before.toordinal()]
    return sum(day.closed for day in days), sum(day.won for day in days)


def weights_by(rates: Mapping[str, tuple[int, int]], pool: Pool) -> dict[str, float]:
    """The weights: close rates over the pool's, drawn to it while leads are few, and bounded both ways."""
    had, won = (sum(one[place] for one in rates.values()) for place in (0, 1))
    if not won:
        return dict.fromkeys(rates, 1.0)
    rate, bound = won / had, pool.advantage_max
    shrunk = {rep_id: (w + PRIOR * rate) / (n + PRIOR) for rep_id, (n, w) in rates.items()}
    bounded = {rep_id: min(bound, max(1 / bound, one / rate)) for rep_id, one in shrunk.items()}
    return {rep_id: round(one, 4) for rep_id, one in _raised(bounded).items()}


def _raised(weights: dict[str, float]) -> dict[str, float]:
    """The weights with everybody raised to half of a fair share: w >= (sum of w) / 2n."""
    low: set[str] = set()
    while True:
        others = sum(weight for rep_id, weight in weights.items() if rep_id not in low)
        least = others / (2 * len(weights) - len(low))
        below = {rep_id for rep_id, weight in weights.items() if weight < least}
        if below <= low:
            return {rep_id: least if rep_id in low else weight for rep_id, weight in weights.items()}
        low |= below
