"""How many leads came of late, and when a rep's next one is likely to come.

Law: what came before is not looked through. Leads are numbered as they come, so a moment is found among them by
halving, and a floor's million costs a board some twenty look-ups.
"""

import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from store.instants import instant

if TYPE_CHECKING:
    from engine.policy import Policy, Pool

MINUTES = 10
"""The minutes of late that a board counts the arrivals of."""

HOUR = timedelta(hours=1)
"""How far back is looked for the pace at which leads come to a pool."""

LOOKED_MOST = 2_000
"""Newest leads among which that pace is counted."""

LEAST = 3
"""Fewer leads than so many are no pace."""

FORETOLD_MOST = timedelta(hours=3)
"""What would come later is not foretold: the pace of one hour does not reach so far."""

_CAME_AT = "SELECT at FROM events WHERE lead_id = ? ORDER BY seq LIMIT 1"
_TO_POOL = "SELECT count(*) FROM leads WHERE number > ? AND pool = ?"


def per_minute(db: sqlite3.Connection, now: datetime) -> float:
    """How many leads a minute came in the latest minutes."""
    return (number_before(db, now) - number_before(db, now - timedelta(minutes=MINUTES))) / MINUTES


def next_lead_at(
    db: sqlite3.Connection, policy: "Policy", pool: "Pool", place: int, now: datetime
) -> datetime | None:
    """When the lead for this place in a pool's line is likely to come; None where nobody can know.

    Each arrival takes the first of the line, so it is the one after so many more. Nothing is foretold over a closing
    of the pool, nor from a pace that is no pace.
    """
    pace = _pace(db, pool.name, now)
    if not pace or pace * FORETOLD_MOST.total_seconds() < place:
        return None
    from engine.house.hours import calendar  # a board of the whole floor asks for no calendar

    at = now + timedelta(seconds=place / pace)
    hours = calendar(pool.hours or policy.hours, policy.timezone, policy.country)
    closes_at = hours.next_edge(now) if hours.is_open(now) else now
    return None if closes_at is not None and closes_at <= at else at


def _pace(db: sqlite3.Connection, pool: str, now: datetime) -> float:
    """Leads a second that came to a pool in the latest hour, or since the first of those that are looked at."""
    edge, first = number_before(db, now - HOUR), _newest(db) - LOOKED_MOST
    is_whole = edge > 0 and edge >= first
    edge = max(edge, first)
    (count,) = db.execute(_TO_POOL, (edge, pool)).fetchone()
    since = now - HOUR if is_whole else _came_at(db, edge + 1)
    span = (now - since).total_seconds() if since is not None else 0.0
    return count / span if count >= LEAST and span > 0 else 0.0


def number_before(db: sqlite3.Connection, at: datetime) -> int:
    """The number of the newest lead that had come by then; nought when none had."""
    low, high = 0, _newest(db)
    middle = high  # of a moment of now it is mostly the newest
    while low < high:
        came_at = _came_at(db, middle)
        low, high = (middle, high) if came_at is None or came_at <= at else (low, middle - 1)
        middle = (low + high + 1) // 2
    return low


def _newest(db: sqlite3.Connection) -> int:
    (number,) = db.execute("SELECT coalesce(max(number), 0) FROM leads").fetchone()
    return int(number)


def _came_at(db: sqlite3.Connection, number: int) -> datetime | None:
    row = db.execute(_CAME_AT, (f"L-{number}",)).fetchone()
    return instant(row[0]) if row else None
