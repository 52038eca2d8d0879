"""What goes by itself after a time, and what stays."""

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from trust_floors import PEOPLE, House, table

from engine.commands import Undo
from store.rows import Answer
from store.sqlite import SqliteLedger
from tui.clock import wall_clock
from tui.floor_dir import find
from tui.serving.dealing import Dealing
from tui.serving.rounds import prune
from tui.settings import check, load

KEEP = '[retention]\ncards = "400d"\n'
ADA, GRACE, JURGEN = PEOPLE


def rounds(house, days):
    """Make the rounds that many days from now."""
    floor = find(str(house.root))
    with time_machine.travel(wall_clock() + timedelta(days=days), tick=True):
        dealing = Dealing(floor, load(floor.rules))
        dealing.open()
        with closing(dealing):
            prune(dealing)


def names(house):
    """The names on cards."""
    return [name for (name,) in house.ask("SELECT name FROM cards ORDER BY lead_id")]


def lying(house):
    """What lies in done/ and failed/."""
    return [path.name for path in (house.root / "inbox").glob("[df]*/*")]


@pytest.fixture
def house(tmp_path):
    """A floor that keeps persons for 400 days."""
    house = House(tmp_path / "floor", KEEP)
    house.take(table(*PEOPLE), "people.csv")
    house.take(table(("Nobody", "", "", "")), "broken.csv")
    return house


def test_nobody_is_forgotten_before_the_time(house):
    """Nor on a floor that says nothing about it."""
    rounds(house, 399)
    assert names(house) == [ADA[0], GRACE[0], JURGEN[0]]
    (house.root / "floor.toml").write_text((house.root / "floor.toml").read_text().replace(KEEP, ""))
    rounds(house, 4000)
    assert names(house) == [ADA[0], GRACE[0], JURGEN[0]]
    assert len(lying(house)) == 3


def test_persons_at_rest_are_forgotten_after_the_time(house):
    """With their taken files and rejected records; the journal says so and stays whole."""
    rounds(house, 401)
    assert names(house) == ["", "", ""]
    assert lying(house) == []
    assert house.ask("SELECT count(*) FROM rejects WHERE raw <> ''") == [(0,)]
    assert house.ask("SELECT actor, cause FROM events WHERE kind = 'lead_forgotten'") == [("floor", "retention")] * 3
    assert house.run("verify") == 0
    rounds(house, 402)
    assert house.ask("SELECT count(*) FROM events WHERE kind = 'lead_forgotten'") == [(3,)]


def test_a_file_that_cannot_be_removed_stops_no_other(house, monkeypatch):
    """The board says that one is left, and not what it is called."""
    said, rightly = [], Path.unlink

    def unlink(path, missing_ok=False):
        if path.name == "people.csv":
            raise PermissionError(1, "Operation not permitted", str(path))
        rightly(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    monkeypatch.setattr(Dealing, "say", lambda _, part, sentence: said.append((part, sentence)))
    rounds(house, 401)
    assert lying(house) == ["people.csv"]
    words = "Not all that is old could go: a file that was taken cannot be removed (Operation not permitted)."
    assert ("retention", words) in said


def test_a_lead_that_something_happened_to_is_kept(house):
    """The time counts from the latest that was done."""
    with time_machine.travel(wall_clock() + timedelta(days=100), tick=True):
        assert house.run("contacted", "2") == 0
    rounds(house, 401)
    assert names(house) == ["", GRACE[0], ""]


def test_a_person_forgotten_by_time_may_ask_anew(house):
    """The same record is known, a new question is a new lead."""
    rounds(house, 401)
    house.take(table(ADA, (*GRACE[:3], "a new question")), "again.csv")
    assert names(house) == ["", "", "", GRACE[0]]


def test_answered_orders_and_dealt_deliveries_go_always(tmp_path):
    """Those that wait do not."""
    house = House(tmp_path / "floor")
    house.take(table(ADA))
    with closing(SqliteLedger(str(house.database))) as ledger, ledger.writing() as writing:
        for number in (1, 2):
            order = writing.leave_order("boss", Undo(act=number), wall_clock())
        writing.answer_order(order, Answer(ok=True), wall_clock())
        for delivery in ("d1", "d2"):
            hook = writing.spool("site", "application/json", b"{}", wall_clock(), delivery)
        writing.spool_done(hook)
        assert writing.prune(wall_clock()) == 0
        assert writing.prune(wall_clock() + timedelta(days=2)) == 1
        assert writing.prune(wall_clock() + timedelta(days=8)) == 1
    assert house.ask("SELECT count(*) FROM orders WHERE answered_at IS NULL") == [(1,)]
    assert house.ask("SELECT delivery FROM spool") == [("d1",)]


@pytest.mark.parametrize(
    ("text", "fault"), [('cards = "0d"', "no span"), ("cards = 400", "text"), ('kept = "1d"', "kept")]
)
def test_faults_in_the_time_are_named(tmp_path, text, fault):
    """With line and column, as all faults of floor.toml."""
    house = House(tmp_path, f"[retention]\n{text}\n")
    (line,) = check(house.root / "floor.toml")
    assert line.startswith("floor.toml:6:")
    assert fault in line


def test_the_date_of_a_file_does_not_make_it_old(house):
    """A file from long ago that was dropped today stays as long as any."""
    os.utime(house.root / "inbox" / "done" / "people.csv", (0, 0))
    rounds(house, 10)
    assert (house.root / "inbox" / "done" / "people.csv").exists()
