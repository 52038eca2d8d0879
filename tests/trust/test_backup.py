"""Copies of the database: made while others write, proven, and put back."""

import os
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from trust_floors import PEOPLE, House, table

from store.head_file import noted_in
from store.rows import Lease
from store.sqlite import SqliteLedger
from tui.clock import wall_clock
from tui.floor_dir import find
from tui.serving.dealing import Dealing
from tui.serving.rounds import backup
from tui.settings import load


@pytest.fixture
def house(tmp_path):
    """A floor with one lead."""
    house = House(tmp_path / "floor")
    house.take(table(PEOPLE[0]), "first.csv")
    return house


def test_a_backup_is_the_floor_at_one_instant(house, capsys):
    """It keeps every law, is its owner's alone, and stands in backups/ where nothing rotates it away."""
    assert house.run("backup") == 0
    (copy,) = (house.root / "backups").iterdir()
    assert copy.name.startswith("by-hand-")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert str(copy) in capsys.readouterr().out


def test_a_backup_is_made_while_others_write(house, tmp_path):
    """A writer that never rests does not keep a copy from being whole."""
    stop = threading.Event()

    def write():
        with closing(SqliteLedger(str(house.database))) as ledger:
            while not stop.is_set():
                with ledger.writing() as writing:
                    writing.spool("website", "application/json", b"{}" * 500, wall_clock(), "")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert [house.run("backup", str(tmp_path / f"{n}.db")) for n in range(3)] == [0, 0, 0]
    finally:
        stop.set()
        writer.join()


def test_a_backup_overwrites_nothing(house, tmp_path, capsys):
    """A file that is there stays as it is."""
    (tmp_path / "mine.db").write_text("mine")
    assert house.run("backup", str(tmp_path / "mine.db")) == 1
    assert (tmp_path / "mine.db").read_text() == "mine"
    assert "is there already" in capsys.readouterr().err


def test_a_restore_brings_back_what_was_and_says_what_it_loses(house, tmp_path, capsys):
    """The floor is as it was, the replaced database is kept, and the head is noted anew."""
    copy = tmp_path / "copy.db"
    assert house.run("backup", str(copy)) == 0
    house.take(table(*PEOPLE[1:]), "second.csv")
    assert house.run("restore", str(copy)) == 0
    said = capsys.readouterr().err
    assert house.ask("SELECT name FROM cards") == [("Ada Lovelace",)]
    assert "2 leads" in said
    assert "entries" in said
    (aside,) = (house.root / "backups").iterdir()
    with closing(sqlite3.connect(aside)) as db:
        assert db.execute("SELECT count(*) FROM cards").fetchone() == (3,)
    (last,) = house.ask("SELECT max(seq) FROM events")
    assert noted_in(house.root / "leads.head").seq == last[0]
    assert house.run("verify") == 0
    assert not list(house.root.glob("*.restoring*"))


def test_what_came_in_after_the_backup_can_be_taken_again(house, tmp_path):
    """A file dropped once more brings back the leads that the restore lost, and no other twice."""
    assert house.run("backup", str(tmp_path / "copy.db")) == 0
    house.take(table(*PEOPLE), "second.csv")
    assert house.run("restore", str(tmp_path / "copy.db")) == 0
    house.take(table(*PEOPLE), "second.csv")
    assert house.ask("SELECT count(*) FROM leads") == [(3,)]
    assert house.run("verify") == 0


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE leads SET rep_id = 'jon' || rep_id", "breaks a law"),
        ("DROP TABLE events", "holds no journal"),
    ],
)
def test_a_copy_that_breaks_a_law_is_not_restored(house, tmp_path, capsys, statement, words):
    """Everything stays as it was."""
    copy = tmp_path / "copy.db"
    assert house.run("backup", str(copy)) == 0
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        db.execute(statement)
    before = house.database.read_bytes()
    assert house.run("restore", str(copy)) == 1
    assert words in capsys.readouterr().err
    assert house.database.read_bytes() == before
    assert not list(house.root.glob("*.restoring*"))


@pytest.mark.parametrize("bytes_", [b"", b"not a database at all", b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_copy_is_not_restored(house, tmp_path, bytes_):
    """Whatever it is, the floor keeps what it has."""
    (tmp_path / "copy.db").write_bytes(bytes_)
    assert house.run("restore", str(tmp_path / "copy.db")) == 1
    assert house.run("verify") == 0


def test_a_restore_refuses_while_an_engine_runs(house, tmp_path, capsys):
    """The database is not pulled from under whoever works on it."""
    assert house.run("backup", str(tmp_path / "copy.db")) == 0
    with closing(SqliteLedger(str(house.database))) as ledger, ledger.writing() as writing:
        epoch = writing.lease().epoch + 1
        writing.take_lease(Lease(holder="x", pid=os.getpid(), epoch=epoch, renewed_at=wall_clock()))
    assert house.run("restore", str(tmp_path / "copy.db")) == 1
    assert f"process {os.getpid()}" in capsys.readouterr().err
    with closing(SqliteLedger(str(house.database))) as ledger, ledger.writing() as writing:
        late = Lease(holder="x", pid=os.getpid(), epoch=epoch, renewed_at=wall_clock() - timedelta(minutes=1))
        writing.take_lease(late)
    assert house.run("restore", str(tmp_path / "copy.db")) == 0


def test_a_damaged_database_is_kept_beside_with_its_log(house, tmp_path):
    """What cannot be read now can perhaps be read by somebody later."""
    assert house.run("backup", str(tmp_path / "copy.db")) == 0
    house.database.write_bytes(b"rubbish")
    house.database.with_name("leads.db-wal").write_bytes(b"a log")
    assert house.run("restore", str(tmp_path / "copy.db")) == 0
    kept = {path.name.partition(".")[2]: path.read_bytes() for path in (house.root / "backups").iterdir()}
    assert kept["db"] == b"rubbish"
    assert kept["db-wal"] == b"a log"
    assert house.run("verify") == 0


def test_a_log_without_its_database_is_not_read_into_the_copy(house, tmp_path):
    """What was written to another database stays out of this one."""
    assert house.run("backup", str(tmp_path / "copy.db")) == 0
    with closing(SqliteLedger(str(house.database))) as ledger:
        with ledger.writing() as writing:
            writing.spool("website", "text/plain", b"x" * 9000, wall_clock(), "")
        log = house.database.with_name("leads.db-wal").read_bytes()
    house.database.unlink()
    house.database.with_name("leads.db-wal").write_bytes(log)
    assert house.run("restore", str(tmp_path / "copy.db")) == 0
    assert house.ask("SELECT count(*) FROM spool") == [(0,)]
    assert house.run("verify") == 0
    (kept,) = (house.root / "backups").iterdir()
    assert kept.read_bytes() == log


def test_what_two_restores_replace_is_kept_twice(house, tmp_path):
    """Even within one second."""
    assert house.run("backup", str(tmp_path / "copy.db")) == 0
    for _ in range(3):
        assert house.run("restore", str(tmp_path / "copy.db")) == 0
    assert len(list((house.root / "backups").iterdir())) == 3


def test_a_floor_that_lost_its_database_is_restored(house, tmp_path):
    """There need be nothing to replace."""
    assert house.run("backup", str(tmp_path / "copy.db")) == 0
    for path in house.root.glob("leads.db*"):
        path.unlink()
    assert house.run("restore", str(tmp_path / "copy.db")) == 0
    assert house.ask("SELECT name FROM cards") == [("Ada Lovelace",)]


def test_the_engine_copies_what_changed_once_an_hour(house):
    """However often it is started; a floor on which nothing happens keeps its older copies."""
    floor = find(str(house.root))
    now = wall_clock()

    def copies(hours):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            dealing = Dealing(floor, load(floor.rules))
            dealing.open()
            with closing(dealing):
                backup(dealing)
        return len(list(floor.backups.iterdir()))

    assert copies(0) == 1
    house.take(table(PEOPLE[1]), "second.csv")
    assert copies(0.5) == 1
    assert copies(2) == 2
    assert copies(5) == 2


def test_a_backup_that_cannot_be_made_is_on_the_board(house):
    """Until one can."""
    floor = find(str(house.root))
    floor.backups.write_text("in the way")
    dealing = Dealing(floor, load(floor.rules))
    backup(dealing)
    assert dealing.hold.trouble.startswith("No backup can be made: ")
    floor.backups.unlink()
    backup(dealing)
    assert dealing.hold.trouble == ""
