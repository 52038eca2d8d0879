"""How long leads that wait are foretold to wait on: place in the line of their pool x the seconds of each place.

Where leads do not wait by when they are due, nothing is foretold: the tables do not keep other orders.
"""

import sqlite3
from collections.abc import Iterable

from engine.board import Plight, QueueRow
from engine.lead import LeadState
from engine.policy import Policy, QueueOrder
from store.instants import text_of

_AHEAD = (
    "SELECT count(*) FROM leads INDEXED BY leads_by_urgency WHERE first_touch_at IS NULL"
    " AND state IN ('queued', 'offered', 'assigned') AND state = 'queued' AND pool = ?"
    " AND coalesce(due_at, queued_at) < ?"
)


def waits_of(policy: Policy, plight: Plight, queue: Iterable[QueueRow]) -> dict[str, float]:
    """By lead, for rows in the order of the queue."""
    if not plight.waits or policy.queue_order is not QueueOrder.EARLIEST_DUE:
        return {}
    places: dict[str, int] = {}
    waits = {}
    for row in queue:
        if row.state is LeadState.QUEUED and (each := plight.waits.get(row.pool)) is not None:
            places[row.pool] = places.get(row.pool, 0) + 1
            waits[row.id] = places[row.pool] * each
    return waits


def wait_of(db: sqlite3.Connection, policy: Policy, plight: Plight, row: QueueRow) -> float | None:
    """How long one lead waits on; None where nobody can know."""
    each = plight.waits.get(row.pool)
    if each is None or row.state is not LeadState.QUEUED or policy.queue_order is not QueueOrder.EARLIEST_DUE:
        return None
    (ahead,) = db.execute(_AHEAD, (row.pool, text_of(row.due_at or row.queued_at))).fetchone()
    return float((ahead + 1) * each)
