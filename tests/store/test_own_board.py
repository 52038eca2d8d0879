"""A rep's own board holds what is theirs, what is held out to them, their place and why: from a real floor."""

from contextlib import closing
from datetime import timedelta

import pytest
from store_builders import MORNING, POLICY, RealDay

from engine.board import EngineHealth
from engine.commands import (
    AcceptOffer,
    CloseLead,
    Park,
    Reassign,
    RecordContact,
    Requeue,
    Seen,
    SetAvailability,
    Tick,
    Undo,
)
from engine.house.people import Person, Role
from engine.lead import Disposition, LeadState
from engine.orders.redo import order_again
from engine.policy import Accept, Strategy
from engine.rep import Availability
from engine.rep_board import RepBoard
from store.asked.reports import SqliteReports
from store.sqlite import SqliteLedger

ALIVE = EngineHealth(is_alive=True)
L1, L2 = Seen(id="L-1"), Seen(id="L-2")


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


def test_an_offer_of_an_answered_lead_is_seen(path):
    """A lead that was contacted, put back and is held out again is shown: who cannot see it would miss it."""
    pools = (POLICY.pools[0].but(reps=("dana",), accept=Accept.CONFIRM), POLICY.pools[1])
    day = RealDay(SqliteLedger(path), POLICY.but(pools=pools))
    day.receive(1)
    day.give(AcceptOffer(rep_id="dana", lead=L1), actor="dana")
    day.give(RecordContact(leads=(L1,)), actor="dana")
    day.give(Requeue(leads=(L1,)), actor="dana")
    held = board_of(path, "dana", day).leads
    assert [(one.id, one.row.state) for one in held] == [("L-1", LeadState.OFFERED)]
    assert held[0].offer_until is not None
    with closing(SqliteReports(path)) as reports:
        assert reports.offers_to("dana") == ["L-1"]


def test_what_undo_gave_back_is_called_that(path):
    """A lead that is a rep's again has no entry's number for its reason."""
    day = RealDay(SqliteLedger(path))
    day.receive(1)
    day.give(Reassign(leads=(L1,), rep_id="jon"), actor="boss")
    day.give(Undo(), actor="boss")
    assert board_of(path, "dana", day).why_last == "an act was undone, by boss"


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


NOON = MORNING + timedelta(hours=4)
WAYS = {
    "given to another": (
        Reassign(leads=(L2,), rep_id="dana", reason="speaks roof"),
        "is with Dana Reyes now, by meg: speaks roof",
    ),
    "dealt anew": (
        Requeue(leads=(L2,), reason="too slow"),
        "went back to the queue and is yours again, by meg: too slow",
    ),
    "put aside": (
        Park(leads=(L2,), until_at=NOON, reason="on holiday"),
        f"is put aside until {NOON.astimezone():%H:%M}, by meg: on holiday",
    ),
    "closed": (CloseLead(leads=(L2,), disposition=Disposition.SPAM), "is closed, spam, by meg"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_rep_is_told_who_took_a_lead_from_them_why_and_where_it_went(path, way):
    """Whichever way a lead leaves a rep by another's act, it is told in a line."""
    order, words = WAYS[way]
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2)
    day.give(order, actor="meg")
    assert [one.words for one in board_of(path, "jon", day).moved] == [f"Ada 2 {words}"]


@pytest.mark.parametrize("way", WAYS)
def test_what_leaves_a_rep_by_their_own_act_is_no_news(path, way):
    """They have just done it."""
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2)
    day.give(WAYS[way][0], actor="jon")
    assert board_of(path, "jon", day).moved == ()


@pytest.mark.parametrize(
    ("absent", "words"),
    [(("jon",), " and is with Dana Reyes now, by meg"), (("jon", "dana"), ", by meg")],
)
def test_where_a_lead_went_that_was_put_back_into_the_queue_is_told(path, absent, words):
    """The queue may have had somebody for it at once; where it had nobody, the line ends there."""
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2)
    for rep_id in absent:
        day.give(SetAvailability(rep_id=rep_id, availability=Availability.AWAY), actor=rep_id)
    day.give(Requeue(leads=(L2,)), actor="meg")
    assert [one.words for one in board_of(path, "jon", day).moved] == [f"Ada 2 went back to the queue{words}"]


def test_an_act_that_is_undone_is_told_to_whom_it_takes_the_lead_from_and_to_whom_it_gives_it(path):
    """Also when what was undone was done after another act on the same lead."""
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2)
    day.give(Reassign(leads=(L2,), rep_id="dana"), actor="meg")
    day.give(Reassign(leads=(L2,), rep_id="mia"), actor="meg")
    day.give(Undo(), actor="meg")
    newest = {rep_id: board_of(path, rep_id, day).moved[0].words for rep_id in ("jon", "dana", "mia")}
    assert newest == {
        "jon": "Ada 2 is with Dana Reyes now, by meg",
        "dana": "Ada 2 is yours again, by meg: an act was undone",
        "mia": "Ada 2 is with Dana Reyes again, by meg: an act was undone",
    }
    day.give(Undo(), actor="meg")
    assert board_of(path, "jon", day).moved[0].words == "Ada 2 is yours again, by meg: an act was undone"
    assert board_of(path, "dana", day).moved[0].words == "Ada 2 is with Jon Okafor again, by meg: an act was undone"


def confirming(path, **changes) -> RealDay:
    """A day on whose floor leads are held out first; one is."""
    pool = POLICY.pools[0].but(**{"accept": Accept.CONFIRM, **changes})
    day = RealDay(SqliteLedger(path), POLICY.but(pools=(pool, *POLICY.pools[1:])))
    day.receive(1)
    return day


def test_an_offer_that_lapses_is_told(path):
    """Who did not answer reads that, and who is asked now; a while later it is no news."""
    day = confirming(path)
    day.now += timedelta(minutes=3)
    day.give(Tick(), actor="floor")
    words = "Ada 1 went back to the queue and is held out to Jon Okafor now: you did not answer in time"
    assert [one.words for one in board_of(path, "dana", day).moved] == [words]
    day.now += timedelta(minutes=11)
    assert board_of(path, "dana", day).moved == ()


OFFERS = {
    "given to another": (
        Reassign(leads=(L1,), rep_id="mia", reason="her account"),
        "is with Mia Brandt now, by meg: her account",
    ),
    "closed": (CloseLead(leads=(L1,), disposition=Disposition.SPAM), "is closed, spam, by meg"),
    "put aside": (Park(leads=(L1,), until_at=NOON), f"is put aside until {NOON.astimezone():%H:%M}, by meg"),
    "sent away": (
        SetAvailability(rep_id="dana", availability=Availability.AWAY),
        "is no longer held out to you and is held out to Jon Okafor now: you are not there",
    ),
    "given to them": (Reassign(leads=(L1,), rep_id="dana"), "is yours, by meg"),
}


@pytest.mark.parametrize("way", OFFERS)
def test_an_offer_that_is_taken_back_is_told_with_where_the_lead_went(path, way):
    """By whoever did it and why; what comes of a rep's own act is no news to them."""
    order, words = OFFERS[way]
    day = confirming(path)
    day.give(order, actor="meg")
    assert [one.words for one in board_of(path, "dana", day).moved] == [f"Ada 1 {words}"]


@pytest.mark.parametrize("login", ["dana", "dreyes"])
def test_what_a_rep_does_themselves_takes_an_offer_back_without_news(path, login):
    """They have just gone away; nor is it news under the login by which the house rules know them."""
    people = (Person(login=login, role=Role.REP, rep="dana"),)
    pool = POLICY.pools[0].but(accept=Accept.CONFIRM)
    day = RealDay(SqliteLedger(path), POLICY.but(people=people, pools=(pool, *POLICY.pools[1:])))
    day.receive(1)
    day.give(SetAvailability(rep_id="dana", availability=Availability.AWAY), actor=login)
    assert board_of(path, "dana", day).moved == ()


def test_who_is_slower_in_a_race_reads_who_was_quicker(path):
    """The lead was held out to both."""
    day = confirming(path, strategy=Strategy.FIRST_TO_CLAIM, at_once=2)
    day.give(AcceptOffer(lead=L1, rep_id="jon"), actor="jon")
    assert [one.words for one in board_of(path, "dana", day).moved] == [
        "Ada 1 is with Jon Okafor now, who was quicker"
    ]
    assert board_of(path, "jon", day).moved == ()


def test_each_entry_is_looked_at_once(path):
    """A board that is read again asks the journal only for what is new, and remembers the rest."""
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2)
    day.give(Reassign(leads=(L2,), rep_id="dana"), actor="meg")
    reports = SqliteReports(path)
    first = reports.own_board("jon", ALIVE, day.now).moved
    day.give(Reassign(leads=(L1,), rep_id="jon"), actor="meg")
    second = reports.own_board("jon", ALIVE, day.now).moved
    assert (second[1:], second[0].words) == (first, "Ada 1 is yours, from Dana Reyes, by meg")
    reports.close()


def test_what_a_rep_took_themselves_is_no_news_to_them(path):
    """Nor is what the floor deals."""
    day = RealDay(SqliteLedger(path))
    day.receive(1, 2)
    mine = board_of(path, "jon", day).leads[0].id
    day.give(Reassign(leads=(Seen(id=mine),), rep_id="dana"), actor="dana")
    assert board_of(path, "dana", day).moved == ()
    assert len(board_of(path, "jon", day).moved) == 1
