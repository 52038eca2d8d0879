"""The numbers at the top of the board, counted by SQL."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from engine.board import RepRow, Tiles
from engine.fairness import jain
from engine.rep import ROUTABLE
from store.instants import instant_or_none, text_of
from store.panels import UNANSWERED

_WAITING = (
    "SELECT state, sla, count(*), min(queued_at) FROM leads INDEXED BY leads_unanswered"  # noqa: S608
    f" WHERE {UNANSWERED} GROUP BY state, sla"
)
_ANSWERED = (
    "SELECT sla, count(*) FROM leads WHERE first_touch_at IS NOT NULL AND first_touch_at >= ? AND first_touch_at < ?"
    " GROUP BY sla"
)


def tiles(db: sqlite3.Connection, reps: Sequence[RepRow], timezone: str, now: datetime) -> Tiles:
    """Count. Answers are counted over the floor's day; what waits and what is late, as of now."""
    waiting = db.execute(_WAITING).fetchall()
    unowned = [row for row in waiting if row[0] != "assigned"]
    answered = dict(db.execute(_ANSWERED, _day(timezone, now)).fetchall())
    shared = [rep for rep in reps if rep.entitled >= 1]
    worst = max(shared, key=lambda rep: abs(rep.lag), default=None)
    return Tiles(
        waiting=sum(row[2] for row in unowned),
        unanswered=sum(row[2] for row in waiting),
        oldest_at=instant_or_none(min((row[3] for row in unowned), default=None)),
        answered_in_time=answered.get("met", 0),
        answered_late=answered.get("met_late", 0),
        parked=db.execute("SELECT count(*) FROM leads WHERE state = 'parked'").fetchone()[0],
        breached=sum(row[2] for row in waiting if row[1] == "breached"),
        available=sum(rep.availability in ROUTABLE and not rep.is_full for rep in reps),
        reps=len(reps),
        fairness=jain(rep.received / rep.entitled for rep in shared),
        worst_rep=worst.id if worst else None,
        worst_lag=worst.lag if worst else 0.0,
    )


def _day(timezone: str, now: datetime) -> tuple[str, str]:
    """When the floor's present day began and will end."""
    local = now.astimezone(ZoneInfo(timezone))
    begun = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    ends = begun + timedelta(days=1)
    return text_of(begun), text_of(ends)
