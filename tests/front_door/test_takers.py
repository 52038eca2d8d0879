"""The threads that feed the desk: whatever one file or one delivery does to them, they go on."""

import logging
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from importers.folder.drop_folder import DropFolder
from importers.limits import Limits
from importers.record import Hints
from store.memory import MemoryLedger
from store.rows import StoreError
from tests.front_door.desks import NOON, hints
from tests.front_door.program import Floor, csv_of, people, until
from tui.serving.desk import Desk
from tui.serving.engine_log import write_log
from tui.serving.takers import FileTaker
from tui.serving.turns import Turns


def test_a_file_that_stumbles_is_put_aside_and_the_next_is_taken(
    turns: Turns, ledger: MemoryLedger, tmp_path: Path
) -> None:
    """A file over which our own code stumbles goes to failed/ with its reason; the next file is taken."""
    floor = Floor(tmp_path)
    floor.drop("a-stumble.csv", csv_of(people(1)))
    floor.drop("b.csv", csv_of(people(1, start=2)))
    taker = FileTaker(turns, DropFolder(floor.inbox, settle_seconds=0), hints)
    first, second = taker.take_waiting()
    assert "stumbled" in first.why
    assert second.accepted == 1
    assert (floor.inbox / "failed" / "a-stumble.csv.why.txt").exists()
    assert ledger.tables.files[first.sha256].is_done


def test_what_a_crash_left_is_not_dropped_again(turns: Turns, ledger: MemoryLedger, tmp_path: Path) -> None:
    """Nor is what was touched after it was taken. Only what somebody drops is; twice in one commit, too."""
    floor = Floor(tmp_path)
    folder = DropFolder(floor.inbox, settle_seconds=0)
    taker = FileTaker(turns, folder, hints)
    floor.drop("leads.csv", csv_of(people(2)))
    (row,) = taker.take_waiting()
    done = floor.inbox / "done" / "leads.csv"
    os.utime(done, (1, 1))
    taker.take_waiting()
    done.rename(floor.inbox / ".taking" / "file" / "leads.csv")
    taker.take_waiting()
    assert done.exists()
    assert ledger.tables.files[row.sha256] == row
    floor.drop("copy.csv", csv_of(people(2)))
    taker.take_waiting()
    assert ledger.tables.files[row.sha256] == row.but(again_at=NOON, again_as="copy.csv")
    floor.drop("a.csv", csv_of(people(1, start=7)))
    floor.drop("b.csv", csv_of(people(1, start=7)))
    assert [row.again_as for row in taker.take_waiting()] == ["", "b.csv"]


def test_a_file_waits_while_the_store_fails(
    turns: Turns, ledger: MemoryLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the store fails no file goes to failed/: it stays with us and is taken when all is well."""
    monkeypatch.setattr("tui.serving.looking.RESCAN_SECONDS", 0.02)
    floor = Floor(tmp_path)
    floor.drop("leads.csv", csv_of(people(1)))
    broken = [True]

    def failing(source: str, name: str) -> Hints:
        if broken:
            raise StoreError("The disk is full.")
        return hints(source, name)

    taker = FileTaker(turns, DropFolder(floor.inbox, settle_seconds=0), failing)
    taker.start()
    assert until(lambda: taker.trouble) == "The disk is full."
    assert [path.name for path in (floor.inbox / ".taking").rglob("*.csv")] == ["leads.csv"]
    broken.clear()
    until(lambda: len(ledger.tables.leads) == 1)
    until(lambda: not taker.trouble)
    taker.stop()
    assert not list((floor.inbox / "failed").iterdir())


def test_a_folder_that_tells_of_no_change_is_listed_at_its_period(
    turns: Turns, ledger: MemoryLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `poll` nothing is watched, and what is dropped is found by listing; without it the folder is watched."""
    monkeypatch.setattr("tui.serving.looking.RESCAN_SECONDS", 600)
    floor = Floor(tmp_path)
    taker = FileTaker(turns, DropFolder(floor.inbox, settle_seconds=0), hints, poll=timedelta(milliseconds=20))
    taker.start()
    until((floor.inbox / "done").exists)
    floor.drop("leads.csv", csv_of(people(1)))
    until(lambda: len(ledger.tables.leads) == 1)
    assert not taker.watch.is_watching
    taker.poll = None
    until(lambda: taker.watch.is_watching)
    taker.poll = timedelta(hours=1)
    until(lambda: not taker.watch.is_watching)
    taker.stop()


def test_many_small_files_share_a_commit(ledger: MemoryLedger, tmp_path: Path) -> None:
    """A hundred and twenty files are taken in a few commits; one that stumbles holds up nobody."""
    begun: list[int] = []
    turns = Turns(lambda: Desk(ledger, lambda: NOON), lambda _: begun.append(1))
    turns.start()
    floor = Floor(tmp_path)
    for number in range(1, 121):
        floor.drop(f"{number:03}.csv", csv_of(people(1, start=number)))
    taker = FileTaker(turns, DropFolder(floor.inbox, settle_seconds=0), hints)
    assert [row.accepted for row in taker.take_waiting()] == [1] * 120
    assert len(begun) < 20
    floor.drop("a.csv", csv_of(people(1, start=500)))
    floor.drop("b-stumble.csv", csv_of(people(1, start=501)))
    floor.drop("c.csv", csv_of(people(1, start=502)))
    assert [row.accepted for row in taker.take_waiting()] == [1, 0, 1]
    assert len(ledger.tables.leads) == 122
    turns.stop(last=lambda _: None)


@pytest.mark.parametrize(("rows", "commits"), [(2, 1), (3, 2), (4, 2)])
def test_a_commit_holds_so_many_rows_at_most(
    rows: int, commits: int, turns: Turns, ledger: MemoryLedger, tmp_path: Path
) -> None:
    """`rows_per_turn` bounds a commit; a file that ends with a full one is closed by an empty one."""
    floor = Floor(tmp_path)
    floor.drop("leads.csv", csv_of(people(rows)))
    most = Limits(rows_per_turn=3)
    taker = FileTaker(
        turns, DropFolder(floor.inbox, settle_seconds=0), lambda source, name: hints(source, name).but(limits=most)
    )
    taker.take_waiting()
    assert len(ledger.tables.leads) == rows
    assert [row.kind for row in ledger.tables.journal].count("records_taken") == commits


def test_a_stop_comes_between_two_batches(turns: Turns, tmp_path: Path) -> None:
    """Asked to stop, the taker ends within the batch in hand, however long the file is."""
    floor = Floor(tmp_path)
    floor.drop("leads.csv", csv_of(people(2000)))
    taker = FileTaker(turns, DropFolder(floor.inbox, settle_seconds=0), hints)
    turns.end_bulk()
    with pytest.raises(StoreError, match="stopping"):
        taker.take_waiting()
    assert list((floor.inbox / ".taking").rglob("*.csv"))


def test_a_traceback_in_the_log_says_where_and_not_whose(tmp_path: Path) -> None:
    """A fault is logged with its kind and its place; its own words, which may name a customer, are left out."""
    path = tmp_path / "floorboard.log"
    root = logging.getLogger()
    before, raising = list(root.handlers), logging.raiseExceptions
    root.handlers.clear()
    try:
        write_log(path)
        try:
            hints("stumble", "")
        except RuntimeError:
            logging.getLogger("x").exception("A file could not be taken")
    finally:
        for handler in root.handlers:
            handler.close()
        root.handlers[:], logging.raiseExceptions = before, raising
        root.setLevel(logging.WARNING)
    said = path.read_text("utf-8")
    assert "RuntimeError" in said
    assert f"{Path(__file__).name}:" in said
    assert "Jane" not in said
    assert sys.exc_info() == (None, None, None)
