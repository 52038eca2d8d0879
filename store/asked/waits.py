"""How long leads that wait are foretold to wait on: place in the line of their pool x the seconds of each place.

The line is the one in which they are dealt. Where newer leads go first, the wait is as if none came any more.
"""

import sqlite3

from engine.board import Plight

LINE_MOST = 2_000
"""Places of a pool's line that a board is told."""

_LINE = (
    "SELECT id FROM leads INDEXED BY leads_in_line WHERE state = 'queued' AND pool = ?"
    " ORDER BY coalesce(order_at, due_at, queued_at), number LIMIT ?"
)
_AHEAD = (
    "SELECT count(*) FROM leads AS one, leads AS other INDEXED BY leads_in_line"
    " WHERE one.id = ?1 AND one.state = 'queued' AND other.state = 'queued' AND other.pool = one.pool"
    " AND (coalesce(other.order_at, other.due_at, other.queued_at), other.number)"
    " <= (coalesce(one.order_at, one.due_at, one.queued_at), one.number)"
)


def waits_of(db: sqlite3.Connection, plight: Plight) -> dict[str, float]:
    """By lead, for the first of each line."""
    return {
        lead_id: place * each
        for pool, each in plight.waits.items()
        for place, (lead_id,) in enumerate(db.execute(_LINE, (pool, LINE_MOST)), start=1)
    }


def wait_of(db: sqlite3.Connection, plight: Plight, lead_id: str, pool: str) -> float | None:
    """How long one lead waits on; None where nobody can know."""
    each = plight.waits.get(pool)
    (place,) = db.execute(_AHEAD, (lead_id,)).fetchone() if each is not None else (0,)
    return float(place * each) if each is not None and place else None
