"""Whether leads.db is noticed to be another one than it was."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from store_builders import Day, received

from store.connection import open_reader
from store.main_file import MainFile
from store.sqlite import SqliteLedger
from tests.trust.trust_floors import House


def grown(house: House, number: int) -> None:
    house.take(f"name,email\nAda {number},ada{number}@example.com\n", f"{number}.csv")


def test_a_file_that_grows_is_ours(tmp_path: Path) -> None:
    """Checkpoints, and a look while nothing happens, are no reason to worry."""
    house = House(tmp_path / "floor")
    grown(house, 1)
    main = MainFile(house.database)
    assert not any(main.is_foreign() for _ in range(3))
    grown(house, 2)
    assert not any(main.is_foreign() for _ in range(3))


def test_an_older_copy_over_it_is_foreign(tmp_path: Path) -> None:
    """It holds less than the file did."""
    house = House(tmp_path / "floor")
    grown(house, 1)
    shutil.copy(house.database, tmp_path / "old.db")
    grown(house, 2)
    main = MainFile(house.database)
    main.is_foreign()
    shutil.copy(tmp_path / "old.db", house.database)
    assert [main.is_foreign() for _ in range(3)][-1]


def test_a_file_whose_log_readers_keep_is_ours(tmp_path: Path) -> None:
    """While boards read, the log is emptied in part alone: the file is made of pages of different moments."""
    path = str(tmp_path / "leads.db")
    with (
        closing(SqliteLedger(path)) as ledger,
        closing(open_reader(path)) as one,
        closing(open_reader(path)) as other,
    ):
        day, main, verdicts = Day(ledger), MainFile(tmp_path / "leads.db"), []
        ledger.empty_log()
        for number in range(1, 100):
            reads, ends = (one, other) if number % 2 else (other, one)
            reads.execute("BEGIN")
            reads.execute("SELECT max(seq) FROM events").fetchone()
            if ends.in_transaction:
                ends.execute("COMMIT")
            day.append(received(number, place="x" * 900))
            ledger._db.execute("PRAGMA wal_checkpoint(PASSIVE)")
            verdicts.append(main.is_foreign())
        assert not any(verdicts)


def test_another_floor_over_it_is_foreign(tmp_path: Path) -> None:
    """Its key is another one, however much it holds."""
    SqliteLedger(str(tmp_path / "leads.db")).close()
    main = MainFile(tmp_path / "leads.db")
    main.is_foreign()
    SqliteLedger(str(tmp_path / "other.db")).close()
    with closing(sqlite3.connect(tmp_path / "other.db")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(tmp_path / "other.db", tmp_path / "leads.db")
    assert [main.is_foreign() for _ in range(3)][-1]
