"""What boards say of full pools, waits, loads and old ladders: from turns of a desk on a real database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.board import Board, EngineHealth, LeadDetail
from engine.commands import (
    AcceptOffer,
    CloseLead,
    Command,
    DeclineOffer,
    NewLead,
    Origin,
    Reassign,
    ReceiveLeads,
    Seen,
    SetLadder,
    Undo,
)
from engine.house.persons import NamedAccount, Owners
from engine.house.rungs import Rung
from engine.lead import Card, Disposition
from engine.policy import Accept, Clause, Conditions, Grade, Points, Policy, Pool, QueueOrder, Rep, Rule, digest
from store.asked.in_line import in_line
from store.asked.reports import SqliteReports
from store.sqlite import SqliteLedger
from tui.plight import plight_lines, plight_words
from tui.serving.desk import Desk, keep_rules
from tui.settings import warnings

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
LATER = (Rung(after=timedelta(minutes=30), do="claim"),)
HOUSE = Policy(
    reps=(Rep(id="ann", name="Ann", capacity=1), Rep(id="bo", name="Bo", capacity=1)),
    pools=(Pool(name="inbound", reps=("ann", "bo")),),
    rules=(Rule(name="all", pool="inbound"),),
)


class Hall:
    """A floor with a desk, a hand on the clock and somebody who looks at its board."""

    def __init__(self, path: str) -> None:
        self.now = NOON
        self.ledger = SqliteLedger(path)
        self.desk = Desk(self.ledger, lambda: self.now)
        self.reports = SqliteReports(path)
        self.leads = 0

    def obey(self, policy: Policy) -> None:
        """Put house rules in force."""
        self.desk.turn(lambda sitting: keep_rules(sitting, policy, digest(policy), digest(policy), "floor.toml"))

    def give(self, order: Command, actor: str = "boss", minutes: float = 1) -> Board:
        """Let time pass, have an order done, and look."""
        self.now += timedelta(minutes=minutes)
        self.desk.turn(lambda sitting: sitting.give(order, actor, "order"))
        return self.board()

    def arrive(self, count: int = 1, company: str = "") -> Board:
        """Leads come in together."""
        numbers = range(self.leads + 1, self.leads + count + 1)
        self.leads += count
        made = tuple(
            NewLead(
                source="web",
                source_key=f"k{n}",
                place="hook",
                traits={"company": company},
                card=Card(name=f"Ada {n}"),
            )
            for n in numbers
        )
        return self.give(ReceiveLeads(origin=Origin(kind="hook", source="web", name="web"), leads=made), "floor")

    def board(self) -> Board:
        """Look at the floor."""
        return self.reports.board(EngineHealth(is_alive=True), self.now)

    def detail(self, lead_id: str) -> LeadDetail:
        """Look at a lead."""
        detail = self.reports.detail(lead_id)
        assert detail is not None
        return detail


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A floor of two reps with room for a lead each."""
    made = Hall(str(tmp_path / "leads.db"))
    made.obey(HOUSE)
    yield made
    made.reports.close()
    made.ledger.close()


def close(lead_id: str) -> CloseLead:
    """An order to close a lead."""
    return CloseLead(leads=(Seen(id=lead_id),), disposition=Disposition.WON)


def test_a_full_pool_says_since_when_and_how_many_wait(hall: Hall) -> None:
    """The instant stays while it is full, the count moves, and room takes both away."""
    assert hall.arrive(2).plight.full == {}
    first = hall.arrive(2)
    assert list(plight_lines(first, UTC)) == ["inbound at cap since 10:02, 2 waiting"]
    assert list(plight_lines(hall.arrive(), UTC)) == ["inbound at cap since 10:02, 3 waiting"]
    hall.give(close("L-1"))
    assert hall.board().plight.full["inbound"].waiting == 2
    for lead_id in ("L-2", "L-3", "L-4"):
        last = hall.give(close(lead_id))
    assert (list(plight_lines(last)), last.plight.full) == ([], {})


def test_a_wait_is_foretold_by_place_pace_and_room(hall: Hall) -> None:
    """After handling of ten minutes and with two places, the second in line waits for ten."""
    hall.arrive(4)
    assert hall.board().waits == {}
    hall.give(close("L-1"), minutes=10)
    assert hall.board().waits == {"L-4": 300.0}
    hall.arrive()
    assert hall.board().waits == {"L-4": 300.0, "L-5": 600.0}
    assert [hall.detail(one).wait_seconds for one in ("L-3", "L-4", "L-5")] == [None, 300.0, 600.0]


@pytest.mark.parametrize(
    ("order", "line"),
    [
        (QueueOrder.EARLIEST_DUE, ["L-4", "L-5", "L-6"]),
        (QueueOrder.FIFO, ["L-4", "L-5", "L-6"]),
        (QueueOrder.AGED_SCORE, ["L-4", "L-6", "L-5"]),
        (QueueOrder.NEWEST_FIRST_IN_BAND, ["L-6", "L-5", "L-4"]),
    ],
)
def test_a_wait_is_foretold_in_whichever_order_leads_wait(hall: Hall, order: QueueOrder, line: list[str]) -> None:
    """The place in line is the one by which the lead is dealt, a hot lead before cold ones that are little older."""
    hot = Points(name="big", points=90, when=Conditions(clauses=(Clause(field="company", test="is", value="Acme"),)))
    grades = (Grade(name="hot", at_least=70), Grade(name="cold"))
    hall.obey(HOUSE.but(queue_order=order, scoring=(hot,), grades=grades))
    hall.arrive(4)
    hall.give(close("L-1"), minutes=10)
    hall.arrive()
    foretold = hall.arrive(company="Acme").waits
    assert sorted(foretold, key=lambda one: foretold[one]) == line
    assert sorted(foretold.values()) == [300.0, 600.0, 900.0]
    assert {one: hall.detail(one).wait_seconds for one in line} == foretold


def test_over_the_cap_is_marked_until_it_clears(hall: Hall) -> None:
    """The mark is on the rep's row, by units, for as long as more is open than fits."""
    hall.obey(HOUSE.but(rules=(Rule(name="heavy", pool="inbound", units=2),), reps=_reps(2)))
    hall.arrive(2)
    ann, bo = hall.board().reps
    assert [(rep.load, rep.is_full, rep.is_over) for rep in (ann, bo)] == [(2, True, False)] * 2
    hall.give(Reassign(leads=(Seen(id="L-2"),), rep_id="ann", over_cap=True))
    ann, bo = hall.board().reps
    assert [(rep.load, rep.is_over) for rep in (ann, bo)] == [(4, True), (0, False)]
    hall.give(close("L-1"))
    assert [rep.is_over for rep in hall.board().reps] == [False, False]


def _reps(capacity: int) -> tuple[Rep, ...]:
    return tuple(rep.but(capacity=capacity) for rep in HOUSE.reps)


def test_leads_on_an_old_ladder_are_counted_until_they_climb_the_new(hall: Hall) -> None:
    """An edited ladder leaves what waits on the old one; new leads are not among them, and the order ends it."""
    hall.arrive(5)
    assert hall.board().old_ladders == 0
    hall.now += timedelta(minutes=1)
    hall.obey(HOUSE.but(pools=(HOUSE.pools[0].but(ladder=LATER),)))
    assert hall.arrive().old_ladders == 3
    words = "3 wait on the overflow ladder of before: floorboard ladder applies the new one"
    assert list(plight_lines(hall.board()))[1:] == [words]
    full = "inbound at cap since 10:01, 4 waiting"
    assert plight_words(hall.board(), UTC) == f"  ! 3 on an old ladder  ! {full}"
    assert hall.give(close("L-1")).old_ladders == 2
    assert hall.give(SetLadder()).old_ladders == 0


def test_undo_of_the_new_ladder_counts_those_of_the_old_at_once(hall: Hall) -> None:
    """Taken back in any order, what waits is on the ladder of before again, and the board says so."""
    hall.arrive(5)
    for minutes in (30, 20):
        hall.now += timedelta(minutes=1)
        ladder = (LATER[0].but(after=timedelta(minutes=minutes)),)
        hall.obey(HOUSE.but(pools=(HOUSE.pools[0].but(ladder=ladder),)))
        assert hall.board().old_ladders == 3
        assert hall.give(SetLadder()).old_ladders == 0
        act = hall.desk.floor.acts[-1].seq
        assert hall.give(Undo(act=act)).old_ladders == 3
    assert hall.give(SetLadder()).old_ladders == 0


def test_a_ladder_that_is_put_back_is_none_of_before(hall: Hall) -> None:
    """Who waits under the very steps that the rules have again has nothing to be told."""
    old = HOUSE.but(pools=(HOUSE.pools[0].but(ladder=LATER),))
    hall.obey(old)
    hall.arrive(5)
    hall.now += timedelta(minutes=1)
    hall.obey(HOUSE)
    assert hall.board().old_ladders == 3
    hall.now += timedelta(minutes=1)
    hall.obey(old)
    assert hall.board().old_ladders == 0


def test_an_edit_of_a_ladder_is_weighed_before_it_is_in_force(hall: Hall, tmp_path: Path) -> None:
    """`check` says how many wait whom the edit would not reach, and afterwards how many it has not reached."""
    path = tmp_path / "floor.toml"
    path.write_text(
        '[[reps]]\nid = "ann"\n[[pools]]\nname = "inbound"\nreps = ["ann"]\n'
        'ladder = [{ after = "30m", do = "claim" }]\n[[rules]]\npool = "inbound"\n',
        encoding="utf-8",
    )
    hall.arrive(4)
    until = "until floorboard ladder puts this one to them, which undo takes back"
    (edited,) = warnings(path, {}, in_line(hall.ledger.path))
    assert edited == f"floor.toml:3:3: warning: pools[1]: 2 that wait keep the ladder in force {until}"
    hall.now += timedelta(minutes=1)
    hall.obey(HOUSE.but(pools=(HOUSE.pools[0].but(ladder=LATER),)))
    hall.give(close("L-1"))
    (in_force,) = warnings(path, {}, in_line(hall.ledger.path))
    assert in_force.endswith(f"1 that waits climbs the ladder of before {until}")
    hall.give(SetLadder())
    assert warnings(path, {}, in_line(hall.ledger.path)) == []


def test_what_owners_get_is_counted_apart(hall: Hall) -> None:
    """A lead of a named account is outside the rotation, and the rep's row says so."""
    owned = Owners(accounts=(NamedAccount(rep="bo", company=("Acme",)),))
    hall.obey(HOUSE.but(owners=owned, reps=_reps(5)))
    hall.arrive(2)
    ann, bo = hall.arrive(company="Acme").reps
    assert [(rep.received, rep.outside_count) for rep in (ann, bo)] == [(1.0, 0), (1.0, 1)]


def test_the_time_to_accept_is_a_clock_of_each_offer(hall: Hall) -> None:
    """How long each offer stood and how it ended, and how long the yes took."""
    hall.obey(HOUSE.but(pools=(HOUSE.pools[0].but(accept=Accept.CONFIRM),)))
    hall.arrive()
    first, second = "ann", "bo"
    hall.give(DeclineOffer(lead=Seen(id="L-1"), rep_id=first), first, minutes=0.5)
    assert hall.detail("L-1").accept_seconds is None
    hall.give(AcceptOffer(lead=Seen(id="L-1"), rep_id=second), second, minutes=0.25)
    detail = hall.detail("L-1")
    assert [(one.rep_id, one.outcome, one.seconds) for one in detail.offers] == [
        (first, "declined", 30.0),
        (second, "accepted", 15.0),
    ]
    assert detail.accept_seconds == 15.0
