"""The row that says who listens and ticks for a floor."""

import sqlite3

from store.instants import instant
from store.rows import Lease, Newer
from store.version import VERSION

_ROW = (
    "SELECT (SELECT user_version FROM pragma_user_version), holder, pid, epoch, renewed_at, listening, trouble,"
    " troubled FROM lease"
)


def lease_in(db: sqlite3.Connection) -> Lease | None:
    """The lease's row. Whoever keeps a floor open looks at it all the time, so it is here that Newer is raised."""
    row = db.execute(_ROW).fetchone()
    if row is None:
        return None
    version, *row = row
    if version > VERSION:
        raise Newer("leads.db was brought up to date by a newer floorboard: end this one and start it again.")
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
