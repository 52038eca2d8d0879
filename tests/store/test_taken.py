"""Files as lists show them, read from a real database."""

from datetime import timedelta
from pathlib import Path

from store_builders import MORNING

from engine.board import EngineHealth
from store.asked.reports import SqliteReports
from store.rows import FileRow
from store.sqlite import SqliteLedger


def test_a_file_that_comes_again_is_the_newest(tmp_path: Path) -> None:
    """It rises to the top of every list, with its first arrival and its latest."""
    path = str(tmp_path / "leads.db")
    ledger = SqliteLedger(path)
    first = FileRow(sha256="1", name="old.csv", taken_at=MORNING, is_done=True)
    later = FileRow(sha256="2", name="new.csv", taken_at=MORNING + timedelta(days=1), is_done=True)
    again_at = MORNING + timedelta(days=2)
    for row in (first, later):
        with ledger.writing() as writing:
            writing.keep_file(row)
    reports = SqliteReports(path)
    assert reports.intake_ids() == ("f2", "f1")
    with ledger.writing() as writing:
        writing.keep_file(first.but(again_at=again_at, again_as="copy.csv"))
    assert reports.intake_ids() == ("f1", "f2")
    newest, _ = reports.board(EngineHealth(is_alive=True), again_at).intake
    assert newest == reports.intake(["f1"])["f1"]
    assert (newest.name, newest.at, newest.again_as, newest.again_at) == ("old.csv", MORNING, "copy.csv", again_at)
    reports.close()
    ledger.close()
