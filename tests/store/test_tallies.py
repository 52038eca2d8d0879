"""The counts of what waits are those of the leads themselves, whatever happens to them."""

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from store_builders import POLICY, Day, RealDay, received
from test_rebuild_laws import days, live

from engine.board import EngineHealth
from engine.commands import RecordContact, Requeue, Seen, SetAvailability
from engine.rep import Availability
from store.asked.reports import SqliteReports
from store.asked.rewind import board_of
from store.schema import MIGRATIONS
from store.sqlite import SqliteLedger
from store.version import VERSION

COUNTED = """
    SELECT pool, state, sla, count(*) FROM leads
    WHERE state IN ('queued', 'offered', 'assigned', 'parked') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
KEPT = "SELECT * FROM tallies ORDER BY 1, 2, 3"


@settings(max_examples=30, deadline=None)
@given(days)
def test_what_is_counted_on_is_what_would_be_counted(happenings: list) -> None:
    """After any orders, and so are the oldest lead and the numbers of the board."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "leads.db")
        with closing(SqliteLedger(path)) as ledger, closing(SqliteReports(path)) as reports:
            day = RealDay(ledger, POLICY)
            live(day, [3, *happenings])
            assert ledger._db.execute(KEPT).fetchall() == ledger._db.execute(COUNTED).fetchall()
            leads = [lead for _, lead in day.floor.leads.items()]
            unowned = [lead.queued_at for lead in leads if lead.state in ("queued", "offered")]
            tiles = reports.board(EngineHealth(is_alive=True), day.now).tiles
            assert (tiles.waiting, tiles.oldest_at) == (len(unowned), min(unowned, default=None))


def test_a_database_of_before_is_counted_when_it_is_opened(tmp_path: Path) -> None:
    """What waited before there were counts is in them."""
    path = str(tmp_path / "leads.db")
    with closing(SqliteLedger(path)) as ledger:
        Day(ledger).append(*(received(number) for number in range(1, 4)))
        expected = ledger._db.execute(COUNTED).fetchall()
        ledger._db.executescript("DROP TABLE tallies; DELETE FROM _sqlite_migrations WHERE name = 'keep_tallies'")
        ledger._db.execute(f"PRAGMA user_version = {VERSION - 1}")
    assert "keep_tallies" in [step.__name__ for step in MIGRATIONS]
    with closing(SqliteLedger(path)) as again:
        assert again._db.execute(KEPT).fetchall() == expected != []


def test_a_lead_given_back_after_its_answer_waits_on_the_board(tmp_path: Path) -> None:
    """It stands in the queue without a limit and in the numbers of what waits, now and where the past is played."""
    path = str(tmp_path / "leads.db")
    with closing(SqliteLedger(path)) as ledger, closing(SqliteReports(path)) as reports:
        day = RealDay(ledger, POLICY)
        day.receive(1)
        day.give(RecordContact(leads=(Seen(id="L-1"),)), actor="dana")
        for rep_id in ("dana", "jon"):
            day.give(SetAvailability(rep_id=rep_id, availability=Availability.AWAY, reason="lunch"))
        day.give(Requeue(leads=(Seen(id="L-1"),), reason="wants another"), actor="dana")
        board = reports.board(EngineHealth(is_alive=True), day.now)
        played = board_of(ledger.load(), POLICY, ledger._db, day.now)
    for one in (board, played):
        assert [(row.id, row.state, row.due_at) for row in one.queue] == [("L-1", "queued", None)]
        assert (one.queue_total, one.tiles.waiting, one.tiles.oldest_at) == (1, 1, one.queue[0].queued_at)
