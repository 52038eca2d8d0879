"""What the ledger on SQLite does beyond the manners that all ledgers share."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading

import pytest
from store_builders import MORNING, Day, busy_day, card, received

from store import schema
from store.rows import Answer, FileRow, StoreError
from store.sqlite import SqliteLedger
from store.version import VERSION


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "leads.db")


@pytest.fixture
def ledger(path):
    made = SqliteLedger(path, busy_seconds=0.2)
    yield made
    made.close()


def rows(path, sql, *values):
    """What somebody else would read with SQL."""
    db = sqlite3.connect(path)
    try:
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


@pytest.mark.parametrize("statement", ["UPDATE events SET actor = 'me'", "DELETE FROM events"])
def test_the_journal_refuses_to_be_changed(ledger, path, statement):
    """An entry cannot be changed or deleted by SQL, and the refusal says so."""
    Day(ledger)
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        db.execute(statement)
    db.close()


def test_the_file_is_its_owners_alone(ledger, tmp_path):
    """leads.db and what SQLite puts beside it are readable by nobody else, whatever the umask."""
    Day(ledger)
    assert {stat.S_IMODE(os.stat(tmp_path / name).st_mode) for name in os.listdir(tmp_path)} == {0o600}


def test_the_database_is_safe_against_a_power_cut(ledger):
    """Every commit is flushed, the log is written ahead, deleted bytes are overwritten."""
    asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "mmap_size", "busy_timeout")
    assert [ledger._db.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == ["wal", 2, 1, 1, 0, 200]


def test_opening_twice_changes_nothing(ledger, path):
    """The second opening finds the tables there, and the same salt."""
    again = SqliteLedger(path)
    assert again.salt == ledger.salt
    assert len(ledger.salt) == 32
    again.close()


def test_many_processes_may_make_the_database_at_once(path, tmp_path):
    """Whoever comes second waits for the tables and uses them."""
    code = f"from store.sqlite import SqliteLedger; SqliteLedger({path!r}).close()"
    running = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)]
    outcomes = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0], outcomes
    assert rows(path, "PRAGMA user_version") == [(VERSION,)]
    assert rows(path, "SELECT count(*) FROM _sqlite_migrations") == [(VERSION,)]


def test_an_open_of_a_finished_database_is_light(ledger, path):
    """sqlite-utils is loaded only when a migration is due."""
    look = "print('sqlite_utils' in sys.modules)"
    code = f"import sys; from store.sqlite import SqliteLedger; SqliteLedger({path!r}); {look}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_tables_of_a_newer_version_are_left_alone(path):
    """A database of a newer floorboard is refused with a sentence, and not a byte of it changes."""
    SqliteLedger(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 999")
    db.close()
    with open(path, "rb") as file:
        before = file.read()
    with pytest.raises(StoreError, match=r"newer floorboard \(tables of version 999\)"):
        SqliteLedger(path)
    with open(path, "rb") as file:
        assert file.read() == before


def test_what_is_no_database_is_left_alone(path):
    """Any other file is refused with a sentence, and stays."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("hello, I am a letter" * 50)
    with pytest.raises(StoreError, match="is not a database"):
        SqliteLedger(path)
    assert os.path.getsize(path) == 1000


def test_a_missing_folder_is_a_sentence(tmp_path):
    """The folder must be there."""
    with pytest.raises(StoreError, match=r"folder .* is not there"):
        SqliteLedger(str(tmp_path / "nowhere" / "leads.db"))


def test_a_locked_database_is_a_sentence(ledger, path):
    """When another program does not let go in time, the writer says so, and can write later."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked by another program"), ledger.writing():
        pass
    other.execute("ROLLBACK")
    other.close()
    Day(ledger)


def test_a_read_only_database_is_a_sentence(ledger, path):
    """When the file may not be written to, the writer says so."""
    ledger._db.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="cannot be written to"), ledger.writing() as writing:
        writing.keep_file(FileRow(sha256="f1", name="a.csv", taken_at=MORNING))


def test_a_full_disk_is_a_sentence_and_nothing_is_half_done(ledger, path):
    """When there is no room, the whole transaction is taken back, and later ones go through."""
    day = Day(ledger)
    (pages,) = ledger._db.execute("PRAGMA page_count").fetchone()
    ledger._db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match="is full"):
        day.append(*[received(n) for n in range(1, 300)], cards={f"L-{n}": card(n) for n in range(1, 300)})
    assert rows(path, "SELECT count(*) FROM events") == [(1,)]
    assert rows(path, "SELECT count(*) FROM leads") == [(0,)]
    ledger._db.execute("PRAGMA max_page_count = 1000000")
    day.append(received(1))


def test_writers_take_turns(ledger, path):
    """Two processes' read-then-write never fails for want of a lock, and never loses an entry."""

    def add(name):
        desk = SqliteLedger(path, busy_seconds=30)
        for number in range(20):
            with desk.writing() as writing:
                writing.spool(name, "text/plain", b"", MORNING, f"{len(writing.spooled(1_000))}-{number}")
        desk.close()

    threads = [threading.Thread(target=add, args=(f"source{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(path, "SELECT count(*) FROM spool") == [(80,)]


def test_another_commit_shows_in_the_data_version(ledger, path):
    """The number changes when somebody else has written, not when we did."""
    day = Day(ledger)
    before = ledger.data_version()
    day.append(received(1))
    assert ledger.data_version() == before
    other = SqliteLedger(path)
    with other.writing() as writing:
        writing.spool("website", "text/plain", b"", MORNING, "")
    assert ledger.data_version() != before
    other.close()


def test_the_tables_follow_the_journal(ledger, path):
    """After a busy day the tables say what SQL users were promised."""
    day = Day(ledger)
    busy_day(day)
    assert rows(path, "SELECT id, state, rep_id, disposition FROM leads WHERE id IN ('L-1', 'L-3', 'L-5')") == [
        ("L-1", "assigned", "dana", None),
        ("L-3", "closed", "dana", "won"),
        ("L-5", "queued", None, None),
    ]
    assert rows(path, "SELECT rep_id, how, ended_by FROM assignments WHERE lead_id = 'L-1' ORDER BY id") == [
        ("dana", "dealt", "lead_assigned"),
        ("mia", "manual", "lead_restored"),
        ("dana", "restored", None),
    ]
    assert rows(path, "SELECT why FROM leads WHERE id = 'L-5'") == [("1 away, 1 at cap",)]
    assert rows(path, "SELECT name, open_count FROM reps ORDER BY place") == [
        ("Dana Reyes", 1),
        ("Jon Okafor-Lee", 2),
        ("Mia Brandt", 0),
    ]
    assert rows(path, "SELECT at, due_at FROM events, leads WHERE seq = 1 AND id = 'L-1'") == [
        ("2026-03-02T08:00:01.000000Z", "2026-03-02T08:05:01.000000Z")
    ]


def whole_tables(path):
    return {table: sorted(rows(path, f"SELECT * FROM {table}"), key=repr) for table in schema.FOLDED_TABLES}  # noqa: S608


def test_a_rebuild_gives_the_same_tables(ledger, path):
    """Folding the journal in one go gives, row by row, what it gave bit by bit."""
    day = Day(ledger)
    busy_day(day)
    live = whole_tables(path)
    changes, draft = day.catch_up()
    with ledger.writing() as writing:
        writing.forget_projections()
        writing.project(changes, draft)
    assert whole_tables(path) == live


def test_a_card_is_filled_and_never_overwritten(ledger, path):
    """Another record of the same lead adds what was missing, and changes nothing that was there."""
    day = Day(ledger)
    day.append(received(1), cards={"L-1": card(1, extras={"Colour": "red"})})
    again = card(1, name="Someone Else", phone="+4930123", extras={"Colour": "blue", "Size": "7"}, warnings=("odd",))
    day.append(received(2), cards={"L-1": again})
    assert rows(path, "SELECT name, phone, extras, warnings FROM cards") == [
        ("Ada 1", "+4930123", '{"Colour":"red","Size":"7"}', '["odd"]')
    ]


def test_text_that_utf8_cannot_say_is_kept_without_it(ledger, path):
    """Half a surrogate pair in a card does not stop the lead."""
    day = Day(ledger)
    day.append(received(1), cards={"L-1": card(1, name="A\ud800da 陳", extras={"x\udfff": "\ud83d"})})
    assert rows(path, "SELECT name, extras FROM cards") == [("A?da 陳", '{"x?":"?"}')]


def test_only_the_newest_two_checkpoints_stay(ledger, path):
    """Older checkpoints go; one that cannot be read is passed over."""
    day = Day(ledger)
    for number in range(1, 4):
        day.append(received(number))
        with ledger.writing() as writing:
            writing.keep_checkpoint(day.floor)
    assert rows(path, "SELECT seq FROM checkpoints ORDER BY seq") == [(3,), (4,)]
    ledger._db.execute("UPDATE checkpoints SET floor = x'00' WHERE seq = 4")
    assert ledger.load().snapshot() == day.floor.snapshot()


def test_an_order_from_another_version_is_answered_not_dropped(ledger):
    """An order that cannot be read gets a refusal, and those behind it go on."""
    ledger._db.execute(
        "INSERT INTO orders (actor, body, at) VALUES ('x', '{\"order\":\"dance\"}', ?)",
        ["2026-03-02T08:00:00.000000Z"],
    )
    with ledger.writing() as writing:
        assert writing.waiting_orders(9) == []
    assert "another version" in ledger.answer(1).sentence


def test_an_answer_of_a_newer_engine_is_understood(ledger):
    """What it says besides is left out."""
    answer = '{"ok":false,"sentence":"No.","hint":"later"}'
    ledger._db.execute("INSERT INTO orders (actor, body, at, answer) VALUES ('ann', '', '', ?)", [answer])
    assert ledger.answer(1) == Answer(ok=False, sentence="No.")
