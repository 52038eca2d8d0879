"""Whether a broken law is found, each by its name."""

import sqlite3
from contextlib import closing

import pytest
from store_builders import DIGEST, MORNING, Day, RealDay, busy_day

from engine.board import EngineHealth
from engine.floor import Floor
from store.asked.reports import SqliteReports
from store.backup import keep_backup
from store.replay import fold_in
from store.rows import FileRow, RejectRow, StoreError
from store.sqlite import SqliteLedger
from store.verify import rebuild, verify

LAWS = [
    "database sound",
    "journal unbroken",
    "journal whole",
    "replay equals live tables",
    "no lead lost",
    "one owner per lead",
    "fairness ledger level",
    "every file accounted for",
    "a card for every lead",
]


@pytest.fixture
def path(tmp_path):
    """A floor after a busy day."""
    path = str(tmp_path / "leads.db")
    ledger = SqliteLedger(path)
    busy_day(Day(ledger))
    row = FileRow(sha256="f1", name="leads.csv", taken_at=MORNING, accepted=8, rejected=1, duplicates=1, is_done=True)
    with ledger.writing() as writing:
        writing.keep_file(row)
        writing.keep_rejects([RejectRow(source="csv", place="row 2", reason="x", raw="", origin="file:f1")], MORNING)
        writing.keep_checkpoint(fold_in(Floor(), writing.tail(0)))
    ledger.close()
    return path


def tamper(path, *statements):
    """What somebody could do with SQL, the triggers out of the way."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("DROP TRIGGER events_never_change")
    db.execute("DROP TRIGGER events_never_go")
    for statement in statements:
        db.execute(statement)
    db.close()


def broken(path):
    """The laws that are found broken, with what is said of them."""
    return {finding.law: finding.sentence for finding in findings_in(path) if not finding.ok}


def findings_in(path):
    with closing(SqliteLedger(path)) as ledger:
        return list(verify(ledger))


def test_a_busy_day_keeps_every_law(path):
    """One line per law, all kept, and the database is left as it was."""
    findings = findings_in(path)
    assert [finding.law for finding in findings] == LAWS
    assert {finding.law: finding.sentence for finding in findings if not finding.ok} == {}
    assert all(finding.sentence.endswith(".") for finding in findings)


def test_a_day_of_the_engine_keeps_every_law(tmp_path):
    """What the engine decides verifies too, to the nano-lead."""
    path = str(tmp_path / "leads.db")
    day = RealDay(SqliteLedger(path))
    day.receive(*range(1, 20), country="DE")
    assert broken(path) == {}


@pytest.mark.parametrize(
    ("statement", "law", "words"),
    [
        ("UPDATE events SET actor = 'me' WHERE seq = 5", "journal unbroken", "Entry 5 was changed"),
        ("DELETE FROM events WHERE seq = 7", "journal unbroken", "Entry 7 is missing"),
        ("UPDATE events SET lead_id = 'L-9' WHERE seq = 2", "journal unbroken", "Entry 2"),
        ("UPDATE leads SET rep_id = 'mia' WHERE id = 'L-1'", "replay equals live tables", "Table leads has a row"),
        ("DELETE FROM keys WHERE lead_id = 'L-1'", "replay equals live tables", "Table keys lacks a row"),
        (
            "UPDATE leads SET rep_id = 'mia' WHERE id = 'L-1'",
            "one owner per lead",
            "L-1 and the table of assignments",
        ),
        ("UPDATE leads SET offered_to = 'jon' WHERE id = 'L-5'", "one owner per lead", "L-5 and the table of offers"),
        ("UPDATE ledger SET received = received + 1", "fairness ledger level", "pool inbound"),
        ("UPDATE files SET accepted = 7", "every file accounted for", "leads.csv differ"),
        ("DELETE FROM rejects", "every file accounted for", "leads.csv has 1 rejected"),
        ("DELETE FROM files", "every file accounted for", "file:f1"),
        ("DELETE FROM cards WHERE lead_id = 'L-2'", "a card for every lead", "L-2 has no card"),
        ("DELETE FROM leads WHERE id = 'L-8'", "no lead lost", "8 received, 1 closed, 0 duplicate, 0 parked, 6 live"),
    ],
)
def test_a_broken_law_is_found(path, statement, law, words):
    """Each law catches what breaks it, and says where."""
    tamper(path, statement)
    assert words in broken(path)[law]


def test_a_lead_with_two_owners_is_found(path):
    """Even when the index that forbids it is gone."""
    tamper(
        path,
        "DROP INDEX one_owner_per_lead",
        "INSERT INTO assignments (id, lead_id, rep_id, assigned_at, how) VALUES (99, 'L-1', 'jon', '2026', 'dealt')",
    )
    assert broken(path)["one owner per lead"] == "L-1 has two owners."


def test_a_journal_that_cannot_be_folded_is_a_finding(path):
    """A missing policy or an impossible entry does not stop the other checks."""
    tamper(path, f"DELETE FROM policies WHERE hash = '{DIGEST}'")  # noqa: S608
    findings = findings_in(path)
    assert [finding.law for finding in findings] == LAWS
    assert "policy" in broken(path)["replay equals live tables"]


def test_a_rebuild_mends_the_tables(path):
    """After a rebuild the folded tables are as the journal says, whatever was done to them."""
    tamper(path, "UPDATE leads SET state = 'parked'", "DELETE FROM assignments", "DELETE FROM reps")
    assert broken(path)
    with closing(SqliteLedger(path)) as ledger:
        assert rebuild(ledger) == ledger.load().seq
        assert ledger._db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert broken(path) == {}


def test_a_rebuild_that_cannot_be_whole_changes_nothing(path):
    """A card of a lead that the journal does not know stops it."""
    tamper(
        path,
        "INSERT INTO cards SELECT 'L-77', name, email, phone, phone_ext, company, job_title, message, consent,"
        " opt_out, owner_hint, extras, warnings, raw FROM cards WHERE lead_id = 'L-1'",
    )
    with closing(SqliteLedger(path)) as ledger, pytest.raises(StoreError, match="row of cards would point"):
        rebuild(ledger)
    assert set(broken(path)) == {"database sound"}


def test_a_backup_is_a_whole_database(path, tmp_path):
    """The copy keeps every law, belongs to its owner alone, and old copies go."""
    folder = tmp_path / "backups"
    copies = [keep_backup(tmp_path / "leads.db", folder, MORNING.replace(minute=n), 2) for n in range(4)]
    assert sorted(folder.iterdir()) == copies[2:]
    assert copies[-1].stat().st_mode & 0o777 == 0o600
    assert broken(str(copies[-1])) == {}
    copies[-1].replace(tmp_path / "leads.db")
    with closing(SqliteLedger(path)) as restored:
        assert restored._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert restored.load().seq > 0


def test_a_floor_at_rest_can_be_read(path):
    """When no writer has the database open, a reader can still look at it, and leaves it as it was."""
    with closing(SqliteReports(path)) as reports:
        assert reports.board(EngineHealth(is_alive=False), MORNING).seq > 0


def test_a_backup_of_nothing_is_a_sentence(tmp_path):
    """There must be a database, and nothing is left behind."""
    with pytest.raises(StoreError, match="There is no"):
        keep_backup(tmp_path / "leads.db", tmp_path / "backups", MORNING, 2)
    assert list((tmp_path / "backups").iterdir()) == []
