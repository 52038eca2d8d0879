"""The numbers at the top of the board, counted by SQL."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.board import RepRow, Tiles
from engine.fairness import jain
from engine.lead import LeadState, SlaState
from engine.rep import ROUTABLE
from store.instants import instant_or_none, text_of
from store.tallies import oldest_at, tallies_in

_ANSWERED = (
    "SELECT sla, count(*) FROM leads WHERE first_touch_at IS NOT NULL AND first_touch_at >= ? AND first_touch_at < ?"
    " GROUP BY sla"
)


def tiles(db: sqlite3.Connection, reps: Sequence[RepRow], timezone: str, now: datetime) -> Tiles:
    """Count. Answers are counted over the floor's day; what waits and what is late, as of now."""
    counts = tallies_in(db)
    parked = sum(count for kind, count in counts.items() if kind.state == LeadState.PARKED)
    waiting = {kind: count for kind, count in counts.items() if kind.state != LeadState.PARKED}
    unowned = {kind: count for kind, count in waiting.items() if kind.state != LeadState.ASSIGNED}
    answered = answered_of(db, timezone, now)
    shared = [rep for rep in reps if rep.entitled >= 1]
    worst, lag = worst_of(shared)
    return Tiles(
        waiting=sum(unowned.values()),
        unanswered=sum(waiting.values()),
        oldest_at=instant_or_none(oldest_at(db, unowned)),
        answered_in_time=answered.get("met", 0),
        answered_late=answered.get("met_late", 0),
        parked=parked,
        breached=sum(count for kind, count in waiting.items() if kind.sla == SlaState.BREACHED),
        available=sum(rep.availability in ROUTABLE and not rep.is_full for rep in reps),
        reps=len(reps),
        fairness=jain(rep.received / rep.entitled for rep in shared),
        worst_rep=worst,
        worst_lag=lag,
    )


def answered_of(
    db: sqlite3.Connection, timezone: str, now: datetime, until: datetime | None = None
) -> dict[str, int]:
    """How many first answers of the floor's day were in time and late, up to an instant where one is given."""
    begun, ends = day_of(timezone, now)
    last = text_of(ends) if until is None else min(text_of(ends), text_of(until) + "~")
    return dict(db.execute(_ANSWERED, (text_of(begun), last)).fetchall())


def worst_of(shared: Sequence[RepRow]) -> tuple[str | None, float]:
    """The rep who is furthest from what they were entitled to, and by how much."""
    worst = max(shared, key=lambda rep: abs(rep.lag), default=None)
    return (worst.id, worst.lag) if worst else (None, 0.0)


def day_of(timezone: str, now: datetime) -> tuple[datetime, datetime]:
    """When the floor's present day began and will end, in UTC: half hours of local time go wrong on some days."""
    local = now.astimezone(ZoneInfo(timezone))
    begun = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return begun.astimezone(UTC), (begun + timedelta(days=1)).astimezone(UTC)
