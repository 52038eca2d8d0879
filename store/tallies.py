"""How many leads wait, are to be begun or are put aside, by pool, state and clock.

Law: they are counted as they change, so that no board has to count them: a floor's million costs it what ten do.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from engine.lead import Lead, LeadState

if TYPE_CHECKING:
    from sqlite_utils import Database

WAITING = "state IN ('queued', 'offered', 'assigned')"
"""As the partial index has it, word for word: leads on which nobody works, not answered yet or given back since."""

_UNOWNED = "state IN ('queued', 'offered')"
_COUNT_ANEW = (
    "INSERT INTO tallies (pool, state, sla, count) SELECT pool, state, sla, count(*) FROM leads"
    " WHERE state IN ('queued', 'offered', 'assigned', 'parked') GROUP BY pool, state, sla"
)
_ADD = (
    "INSERT INTO tallies (pool, state, sla, count) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (pool, state, sla) DO UPDATE SET count = count + excluded.count"
)
_OLDEST = (
    "SELECT min(queued_at) FROM leads INDEXED BY leads_unowned"  # noqa: S608
    f" WHERE {_UNOWNED} AND state = ? AND sla = ?"
)

_COUNTED = (LeadState.QUEUED, LeadState.OFFERED, LeadState.ASSIGNED, LeadState.PARKED)


class Kind(NamedTuple):
    """What is counted together."""

    pool: str
    state: str
    sla: str


def keep_tallies(db: "Database") -> None:
    """Make the table, and count what is there."""
    db.execute(
        "CREATE TABLE tallies (pool TEXT NOT NULL, state TEXT NOT NULL, sla TEXT NOT NULL, count INTEGER NOT NULL,"
        " PRIMARY KEY (pool, state, sla)) STRICT, WITHOUT ROWID"
    )
    db.execute(_COUNT_ANEW)


def keep_unowned(db: "Database") -> None:
    """Since when leads wait that are nobody's: those that are dealt at once are not written into the index."""
    db.execute("DROP INDEX leads_unanswered")
    _index_unowned(db)


def keep_given_back(db: "Database") -> None:
    """Leads that were given back after their first answer wait like all others, and are counted with them."""
    db.execute("DROP TABLE tallies")
    keep_tallies(db)
    db.execute("DROP INDEX leads_by_urgency")
    db.execute(f"CREATE INDEX leads_by_urgency ON leads (coalesce(due_at, queued_at), number) WHERE {WAITING}")
    db.execute("DROP INDEX leads_unowned")
    _index_unowned(db)


def _index_unowned(db: "Database") -> None:
    db.execute(f"CREATE INDEX leads_unowned ON leads (state, sla, queued_at) WHERE {_UNOWNED}")


def counted(before: Mapping[str, Lead | None], after: Mapping[str, Lead]) -> Counter[Kind]:
    """How many more of each kind there are once leads are as they are after; what is less is below nought."""
    more = Counter(map(_kind_of, after.values()))
    more.subtract(_kind_of(lead) for lead in before.values() if lead is not None)
    return Counter({kind: count for kind, count in more.items() if kind is not None})


def _kind_of(lead: Lead) -> Kind | None:
    """Where a lead is counted; None where nothing more is to be done for it soon."""
    if lead.state not in _COUNTED:
        return None
    return Kind(lead.pool, lead.state.value, lead.sla.value)


def put_tallies(db: sqlite3.Connection, more: Counter[Kind]) -> None:
    """Count on."""
    rows = [(*kind, count) for kind, count in more.items() if count]
    if rows:
        db.executemany(_ADD, rows)
        if any(count < 0 for *_, count in rows):
            db.execute("DELETE FROM tallies WHERE count = 0")


def tallies_in(db: sqlite3.Connection) -> dict[Kind, int]:
    """How many there are of each kind."""
    rows = db.execute("SELECT pool, state, sla, count FROM tallies")
    return {Kind(pool, state, sla): count for pool, state, sla, count in rows}


def queued_by_pool(db: sqlite3.Connection) -> dict[str, int]:
    """How many leads stand in the queue of each pool."""
    return dict(db.execute("SELECT pool, sum(count) FROM tallies WHERE state = 'queued' GROUP BY pool").fetchall())


def oldest_at(db: sqlite3.Connection, kinds: Iterable[Kind]) -> str | None:
    """Since when the oldest lead of some kinds waits; of each state and clock the index knows its first.

    None of the kinds may be of leads that have an owner.
    """
    asked = {(kind.state, kind.sla) for kind in kinds}
    found = (db.execute(_OLDEST, one).fetchone()[0] for one in asked)
    return min((at for at in found if at is not None), default=None)
