"""A rep's own board holds what is theirs, what is held out to them, their place and why: from a real floor."""

from datetime import timedelta

import pytest
from store_builders import POLICY, RealDay

from engine.board import EngineHealth
from engine.commands import Reassign, RecordContact, Seen, SetAvailability
from engine.orders.redo import order_again
from engine.policy import Accept, Strategy
from engine.rep import Availability
from engine.rep_board import RepBoard
from store.asked.reports import SqliteReports
from store.sqlite import SqliteLedger

ALIVE = EngineHealth(is_alive=True)


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "leads.db")


def board_of(path: str, rep_id: str, day: RealDay) -> RepBoard | None:
    reports = SqliteReports(path)
    try:
        return reports.own_board(rep_id, ALIVE, day.now)
    finally:
        reports.close()


def test_a_rep_sees_their_own_leads_only(path):
    """Those to answer come first, then those that were answered; nobody else's."""
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2, 3, 4)
    day.give(RecordContact(leads=(Seen(id="L-1"),)), actor="dana")
    board = board_of(path, "dana", day)
    assert [lead.id for lead in board.leads] == ["L-3", "L-1"]
    assert board.leads[0].email == "ada3@example.org"
    assert board.why_last.startswith("round robin, 2 candidates")
    assert (board.places[0].pool, board.places[0].of, board.pulls) == ("inbound", 2, False)
    assert board_of(path, "nobody", day) is None


def test_what_is_given_quietly_is_told_apart(path):
    """The rep's screen need not ring for it; undone and done again it is still quiet."""
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2)
    mine = board_of(path, "jon", day).leads[0].id
    assert board_of(path, "dana", day).quiet == ()
    order = Reassign(leads=(Seen(id=mine),), rep_id="dana", reason="speaks roof", is_quiet=True)
    done = day.give(order)
    assert board_of(path, "dana", day).quiet == (mine,)
    again = order_again([change.entry.event for change in done])
    assert again == order


def test_why_not_names_what_keeps_the_rep_out(path):
    """A lead that waits in their pool says why it is not theirs."""
    day = RealDay(SqliteLedger(path))
    for rep_id in ("dana", "jon"):
        day.give(SetAvailability(rep_id=rep_id, availability=Availability.AWAY, reason="lunch"), actor=rep_id)
    day.receive(1)
    board = board_of(path, "dana", day)
    assert board.why_not == "L-1 waits: away"
    assert (board.places[0].place, board.places[0].waiting) == (None, 1)


@pytest.mark.parametrize("is_race", [False, True])
def test_an_offer_is_seen_by_everybody_whom_it_is_made_to(path, is_race):
    """One rep, or all who race for it, see until when; nobody else does."""
    changes = {"strategy": Strategy.FIRST_TO_CLAIM, "at_once": 2} if is_race else {"accept": Accept.CONFIRM}
    day = RealDay(SqliteLedger(path), POLICY.but(pools=(POLICY.pools[0].but(**changes), *POLICY.pools[1:])))
    day.receive(1)
    seen = {rep: [lead.offer_until for lead in board_of(path, rep, day).leads] for rep in ("dana", "jon", "mia")}
    holders = [rep for rep, offers in seen.items() if offers]
    assert holders == (["dana", "jon"] if is_race else ["dana"])
    assert all(until > day.now - timedelta(seconds=1) for until in seen["dana"])


def test_who_moved_a_lead_and_why_is_told_to_both(path):
    """The rep who got it reads from whom, by whom and why; the one who lost it where it is now."""
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2)
    mine = board_of(path, "jon", day).leads[0].id
    day.give(Reassign(leads=(Seen(id=mine),), rep_id="dana", reason="speaks roof"), actor="meg")
    (got,), (lost,) = board_of(path, "dana", day).moved, board_of(path, "jon", day).moved
    assert got.words == "Ada 2 is yours, from Jon Okafor, by meg: speaks roof"
    assert lost.words == "Ada 2 is with Dana Reyes now, by meg: speaks roof"
    assert got.seq == lost.seq
    day.now += timedelta(hours=5)
    assert board_of(path, "dana", day).moved == ()


def test_what_a_rep_took_themselves_is_no_news_to_them(path):
    """Nor is what the floor deals."""
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2)
    mine = board_of(path, "jon", day).leads[0].id
    day.give(Reassign(leads=(Seen(id=mine),), rep_id="dana"), actor="dana")
    assert board_of(path, "dana", day).moved == ()
    assert len(board_of(path, "jon", day).moved) == 1
