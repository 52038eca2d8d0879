"""How many statements, commits and bytes a lead may cost, and what a look that finds nothing new may."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.dealing import Dealer, bodies_of
from benchmarks.rows import rows
from tests.budgets.counting import statements, within
from tui.floor_dir import FloorDir
from tui.viewer import FloorViewer

REPS = 20
LEADS = 1500


@pytest.fixture
def dealer(tmp_path: Path) -> Iterator[Dealer]:
    """A desk on a new floor."""
    with closing(Dealer(tmp_path, REPS)) as one:
        yield one


def writer_of(dealer: Dealer) -> sqlite3.Connection:
    """The connection that a desk writes through."""
    return dealer.ledger._db


def test_a_lead_that_comes_alone_has_a_budget_of_statements(dealer: Dealer) -> None:
    """One lead, one commit: its rows, its reps' and the ledger's, and the questions before them."""
    bodies = bodies_of(rows(60))
    dealer.take(bodies[:50])
    with statements(writer_of(dealer)) as seen:
        dealer.take(bodies[55:56])
    assert seen.count("COMMIT") == 1
    within("statements for a lead that comes alone", len(seen), 42)


def test_many_leads_of_a_commit_share_what_is_not_theirs(dealer: Dealer) -> None:
    """Each adds its own rows, and hardly anything besides."""
    bodies = bodies_of(rows(250))
    dealer.take(bodies[:50])
    with statements(writer_of(dealer)) as seen:
        dealer.take(bodies[50:])
    assert seen.count("COMMIT") == 1
    within("statements for a lead of 200 in a commit", len(seen) / 200, 9)


def test_a_lead_has_a_budget_of_bytes(dealer: Dealer) -> None:
    """In the journal, and in the whole database with its indexes."""
    dealer.take(bodies_of(rows(LEADS)))
    db = writer_of(dealer)
    (leads,) = db.execute("SELECT count(*) FROM leads").fetchone()
    (journal,) = db.execute(
        "SELECT sum(length(at) + length(kind) + length(actor) + length(cause) + length(policy) + length(data)"
        " + length(hash)) FROM events WHERE lead_id IS NOT NULL"
    ).fetchone()
    (pages,), (size,) = db.execute("PRAGMA page_count").fetchone(), db.execute("PRAGMA page_size").fetchone()
    within("bytes of a lead in the journal", journal / leads, 1300)
    within("bytes of a lead in the database", pages * size / leads, 3150)


def test_a_look_that_finds_nothing_new_asks_for_the_version_alone(dealer: Dealer) -> None:
    """Boards look again and again whether there is news: one statement, and no row is read."""
    floor = FloorDir(root=Path(dealer.ledger.path).parent)
    viewer = FloorViewer(floor, "mia", lambda: datetime.now(UTC))
    assert viewer.board() is not None
    reports = viewer._reports
    assert reports is not None
    with statements(reports._db) as seen:  # type: ignore[attr-defined]
        assert viewer.board() is None
    assert seen == ["PRAGMA data_version"]
    viewer.close()
