"""The row that says who listens and ticks for a floor."""

import sqlite3

from store.instants import instant
from store.rows import Lease


def lease_in(db: sqlite3.Connection) -> Lease | None:
    """The lease's row."""
    row = db.execute("SELECT holder, pid, epoch, renewed_at, listening, trouble, troubled FROM lease").fetchone()
    if row is None:
        return None
    holder, pid, epoch, renewed_at, listening, trouble, troubled = row
    return Lease(
        holder=holder,
        pid=pid,
        epoch=epoch,
        renewed_at=instant(renewed_at),
        listening=listening,
        trouble=trouble,
        troubled=tuple(troubled.split()),
    )
