"""Rejects that are asked for again: once each, and marked with what they became."""

import pytest

from store.memory import MemoryLedger
from store.rows import FileRow, RejectRow, Tried
from store.sqlite import SqliteLedger
from tests.store.store_builders import MORNING


@pytest.fixture(params=["sqlite", "memory"])
def ledger(request, tmp_path):
    """A ledger of each kind with two rejects of a file, one of a delivery and a test lead."""
    one = SqliteLedger(str(tmp_path / "leads.db")) if request.param == "sqlite" else MemoryLedger()
    rows = [
        *(RejectRow(source="csv", place=f"row {n}", reason="no contact", raw="x", origin="file:f1") for n in (2, 3)),
        RejectRow(source="web", place="hook:web", reason="no contact", raw="x", origin="hook:web", delivery=7),
        RejectRow(source="csv", place="row 4", reason="a test", raw="x", origin="file:f1", is_test=True),
    ]
    with one.writing() as writing:
        writing.keep_rejects(rows, MORNING)
    yield one
    one.close()


def test_what_is_asked_for_waits_file_by_file(ledger):
    """Only rejects that are no test and no lead yet can be asked for; they are handed out by their file."""
    with ledger.writing() as writing:
        assert not writing.is_asked()
        assert writing.ask_again([1, 2, 3, 4, 99], MORNING) == 3
        assert writing.is_asked()
        assert [row.place for row in writing.asked_rejects(9)] == ["row 2", "row 3"]
        assert len(writing.asked_rejects(1)) == 1
        writing.tried({1: Tried(became="L-1"), 2: Tried(reason="still none", answer="")}, MORNING)
        assert writing.still_asked([1, 2, 3]) == {3}
        assert [row.delivery for row in writing.asked_rejects(9)] == [7]
        assert writing.ask_again([1], MORNING) == 0


def test_a_file_that_failed_can_be_asked_for(ledger):
    """A file is asked for again only when it is done and failed; taking it anew settles its rejects."""
    row = FileRow(sha256="f1", name="a.csv", taken_at=MORNING, is_done=True)
    with ledger.writing() as writing:
        writing.keep_file(row)
        assert not writing.ask_file("f1", MORNING)
        writing.keep_file(row.but(why="It is no table."))
        assert writing.ask_file("f1", MORNING)
        assert writing.asked_file() == row.but(why="It is no table.", asked_at=MORNING)
        assert writing.taken_anew("f1", MORNING) == 3
        assert writing.ask_again([1, 2], MORNING) == 0


def test_an_altered_body_under_a_known_id_is_noticed(ledger):
    """The digest of a body outlives the body."""
    with ledger.writing() as writing:
        number = writing.spool("web", "text/plain", b"one", MORNING, "d1")
        writing.spool_done(number)
        assert writing.delivery(number).body == b""
        assert writing.is_altered("web", "d1", b"two")
        assert not writing.is_altered("web", "d1", b"one")
        assert not writing.is_altered("web", "d2", b"two")
        assert not writing.is_altered("web", "", b"two")


def test_a_file_keeps_when_it_came_again(ledger):
    """And under which name that was."""
    row = FileRow(sha256="f1", name="leads.csv", taken_at=MORNING, again_at=MORNING, again_as="copy.csv")
    with ledger.writing() as writing:
        writing.keep_file(row)
        assert writing.file("f1") == row
