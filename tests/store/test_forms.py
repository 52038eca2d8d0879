"""A floor of an older version goes on in this one, and its journal is proved on."""

from pathlib import Path

import pytest
from store_builders import Day, busy_day, dealt, received

from store.codec import JournalRow, chain
from store.sqlite import SqliteLedger
from store.verify import verify
from store.version import VERSION

ROWS = "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events ORDER BY seq"


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """A floor on which much has happened, its journal in forms 1 and 2."""
    made = Day(SqliteLedger(str(tmp_path / "leads.db")))
    busy_day(made)
    db, before = made.ledger._db, ""
    db.execute("DROP TRIGGER events_never_change")
    for row in map(JournalRow._make, db.execute(ROWS).fetchall()):
        form = 1 if row.seq < 5 else 2
        before = chain(before, (*row[1:8], form, row.data), form)
        db.execute("UPDATE events SET v = ?, hash = ? WHERE seq = ?", (form, before, row.seq))
    return made


def chained(day: Day) -> tuple[bool, str]:
    """Whether the chain of the journal holds, and what is said of it."""
    return next((one.ok, one.sentence) for one in verify(day.ledger) if one.law == "journal unbroken")


def test_entries_of_three_forms_make_one_chain(day: Day) -> None:
    """What is added to a journal of older forms is proved with it."""
    day.append(received(70), dealt(70, "jon"))
    assert {row[8] for row in day.ledger._db.execute(ROWS)} == {1, 2, 3}
    assert chained(day)[0]


@pytest.mark.parametrize("back", [0, 1, 22])
def test_a_change_in_any_form_is_named(day: Day, back: int) -> None:
    """Also one that leaves the JSON with the same meaning."""
    day.append(received(70))
    seq = day.floor.seq - back
    day.ledger._db.execute("UPDATE events SET data = replace(data, '{', '{ ') WHERE seq = ?", (seq,))
    assert chained(day) == (False, f"Entry {seq} was changed after it was written, or the one before it was.")


def test_the_tables_of_before_are_brought_up_to_date(day: Day) -> None:
    """Traits go from the table of leads, what is unanswered gets a lighter index, and files keep their repeats."""
    db = day.ledger._db
    db.executescript(
        "DROP INDEX leads_unowned; CREATE INDEX leads_unanswered ON leads (state, sla, queued_at);"
        "ALTER TABLE leads ADD COLUMN traits TEXT NOT NULL DEFAULT '{}';"
        "DROP INDEX files_by_news; CREATE INDEX files_by_time ON files (taken_at);"
        "ALTER TABLE files DROP COLUMN again_at; ALTER TABLE files DROP COLUMN again_as;"
        "DELETE FROM _sqlite_migrations WHERE name IN ('leave_traits', 'keep_unowned', 'keep_repeats');"
    )
    db.execute(f"PRAGMA user_version = {VERSION - 3}")
    day.ledger.close()
    day.ledger = SqliteLedger(day.ledger.path)
    indexes = {name for (name,) in day.ledger._db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert indexes & {"leads_unowned", "leads_unanswered"} == {"leads_unowned"}
    assert "traits" not in {row[1] for row in day.ledger._db.execute("PRAGMA table_info(leads)")}
    with day.ledger.reading() as view:
        assert not any(view.file(sha256).again_at for (sha256,) in day.ledger._db.execute("SELECT sha256 FROM files"))
    kept = {finding.law for finding in verify(day.ledger) if finding.ok}
    assert kept >= {"replay equals live tables", "journal unbroken"}
