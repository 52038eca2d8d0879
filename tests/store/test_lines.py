"""Who stands where in a pool's line, as the table keeps it for every order in which leads may wait."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from sqlite_utils import Database
from store_builders import Day, received

from engine.house.queue_order import QueueOrder, place_at
from store.schema import keep_lines
from store.sqlite import SqliteLedger

NOON = datetime(2026, 3, 2, 12, 0, 0, 250, tzinfo=UTC)


def line(path):
    """The line, first to last, with the instants it is made of."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT id, order_at FROM leads ORDER BY coalesce(order_at, due_at), number").fetchall()


def test_a_line_of_before_is_told_from_the_journal(tmp_path):
    """A floor that came from a version without this has the same line as one that is rebuilt."""
    path = str(tmp_path / "leads.db")
    day = Day(SqliteLedger(path))
    bands = [place_at(QueueOrder.NEWEST_FIRST_IN_BAND, grade, NOON) for grade in ("cold", "hot", "warm")]
    day.append(*(received(n, order_at=at) for n, at in enumerate(bands, 1)))
    day.ledger.close()
    now = line(path)
    assert [one for one, _ in now] == ["L-2", "L-3", "L-1"]
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP INDEX leads_in_line")
        db.execute("ALTER TABLE leads DROP COLUMN order_at")
        keep_lines(Database(db))
        db.commit()
    assert line(path) == now
