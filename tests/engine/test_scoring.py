"""Qualification: points with their reasons, grades, and the gate."""

import random
from datetime import timedelta

import pytest
from day import MONDAY, Day, policy
from laws import JudgedDay

from engine.commands import Tick
from engine.events import LeadClosed, LeadParked, LeadReceived, LeadRequeued
from engine.lead import Disposition, LeadState, SlaState
from engine.policy import Clause, Conditions, Gate, Grade, Passage, Points, Policy, Pool, Rule
from engine.turn import Refused

GRADES = (
    Grade(name="hot", at_least=70, first_touch=timedelta(minutes=2)),
    Grade(name="warm", at_least=40),
    Grade(name="cold", first_touch=timedelta(hours=4)),
)


def asks(field: str, test: str, value: object) -> Conditions:
    """One condition."""
    return Conditions(clauses=(Clause(field=field, test=test, value=value),))  # type: ignore[arg-type]


SCORING = (
    Points(name="big company", points=50, when=asks("employees", "at_least", 200)),
    Points(name="asked for a demo", points=30, when=asks("form", "is", "demo")),
    Points(name="free mail", points=-20, when=asks("email_domain", "is", "mail.example")),
)
DISCARD = Gate(name="not served", when=asks("country", "is", "XX"), verdict=Passage.DISCARD)
PARK = Gate(name="too cold", when=asks("score", "below", 0), verdict=Passage.NURTURE, park_for=timedelta(days=1))
NURTURE = Gate(name="cold ones", when=asks("grade", "is", "cold"), verdict=Passage.NURTURE, pool="nurture")


def scoring(*gates: Gate, **changes: object) -> Policy:
    """A floor that scores."""
    plain = policy("ann", "bo", scoring=SCORING, grades=GRADES, gates=gates)
    pools = (*plain.pools, Pool(name="nurture", reps=("bo",)))
    return plain.but(pools=pools, **changes)


def received(day: Day) -> LeadReceived:
    """How the latest lead came in."""
    return next(e.event for e in reversed(day.entries) if isinstance(e.event, LeadReceived))


def test_points_add_up_and_their_reasons_are_kept() -> None:
    """The journal says what a score is made of, and the lead carries score and grade."""
    day = Day(scoring())
    (lead,) = day.arrive(employees=500, form="demo")
    assert (lead.score, lead.grade) == (80, "hot")
    assert received(day).points == {"big company": 50, "asked for a demo": 30}


def test_what_stands_on_the_card_is_scored_and_not_kept() -> None:
    """A scoring rule may read the e-mail's domain; the journal keeps the points alone."""
    day = Day(scoring())
    lead = day.lead("x")
    day.receive(lead.but(card=lead.card.but(email="a@mail.example")))
    assert received(day).points == {"free mail": -20}
    assert "mail.example" not in str(received(day))


@pytest.mark.parametrize(("score", "grade"), [(70, "hot"), (69, "warm"), (40, "warm"), (39, "cold"), (-5, "cold")])
def test_a_threshold_belongs_to_the_grade_above_it(score: int, grade: str) -> None:
    """`hot = 70` is hot at seventy."""
    day = Day(scoring().but(scoring=(Points(name="all", points=score),)))
    (lead,) = day.arrive()
    assert lead.grade == grade


def test_a_floor_without_scoring_has_no_grades() -> None:
    """Nothing is graded that was not scored."""
    day = Day()
    (lead,) = day.arrive(employees=500)
    assert (lead.score, lead.grade, received(day).points) == (0, "", {})


def test_the_grade_sets_the_clock_and_with_it_the_queues_order() -> None:
    """A hot lead is due before a cold one that came earlier; a rule's own target stands above the grade's."""
    day = Day(scoring())
    day.away("ann")
    day.away("bo")
    (cold,) = day.arrive()
    (warm,) = day.arrive(employees=200)
    (hot,) = day.arrive(employees=200, form="demo")
    assert [lead.due_at - MONDAY for lead in (cold, warm, hot)] == [
        timedelta(hours=4),
        timedelta(minutes=5),
        timedelta(minutes=2),
    ]
    day.back("ann")
    assert [e.event.lead_id for e in day.entries if type(e.event).__name__ == "LeadAssigned"] == ["L-3", "L-2", "L-1"]
    own = Rule(name="everyone", pool="inbound", first_touch=timedelta(minutes=9))
    other = Day(scoring(rules=(own,)))
    (lead,) = other.arrive(employees=200, form="demo")
    assert lead.due_at - MONDAY == timedelta(minutes=9)


def test_rules_may_ask_for_grade_and_score() -> None:
    """What the scoring made is a fact like any other."""
    rules = (
        Rule(name="hot ones", when=asks("grade", "is", "hot"), pool="nurture"),
        Rule(name="some", when=asks("score", "at_least", 50), pool="nurture"),
        Rule(name="everyone", pool="inbound"),
    )
    day = Day(scoring(rules=rules))
    leads = [*day.arrive(employees=200, form="demo"), *day.arrive(employees=200), *day.arrive()]
    assert [lead.rule for lead in leads] == ["hot ones", "some", "everyone"]


def test_the_gate_discards_with_a_reason_and_never_in_silence() -> None:
    """What is not served is closed as unqualified, and the journal names the gate."""
    day = Day(scoring(DISCARD))
    assert day.arrive(country="XX") == []
    (closed,) = [e.event for e in day.entries if isinstance(e.event, LeadClosed)]
    assert (closed.disposition, closed.reason) == (Disposition.UNQUALIFIED, "gate 'not served'")
    assert received(day).gate == "not served"
    assert day.received() == {"ann": 0, "bo": 0}


def test_the_gate_nurtures_in_a_pool_of_its_own() -> None:
    """Cold leads go to those who warm them up, whatever the rules say."""
    day = Day(scoring(NURTURE))
    (lead,) = day.arrive()
    assert (lead.pool, lead.rule, lead.rep_id) == ("nurture", "cold ones", "bo")
    (warm,) = day.arrive(employees=200)
    assert warm.pool == "inbound"


def test_the_gate_puts_aside_and_time_brings_back() -> None:
    """A lead nurtured in no pool waits until its time; no clock is breached meanwhile, and then it is dealt."""
    day = Day(scoring(PARK))
    lead = day.lead("x")
    day.receive(lead.but(card=lead.card.but(email="a@mail.example")))
    assert day.state("L-1") is LeadState.PARKED
    assert day.next_due == MONDAY + timedelta(days=1)
    assert day.later(hours=23) == []
    done = day.later(hours=1)
    assert isinstance(done[0], LeadRequeued)
    assert day.owner("L-1") is not None
    assert day.floor.leads["L-1"].sla is SlaState.RUNNING
    assert day.do(Tick(), "floor") == []


def test_a_lead_put_aside_comes_back_by_hand_and_the_act_can_be_undone() -> None:
    """Return to the queue takes it out early; undo puts it aside again."""
    day = Day(scoring(PARK.but(when=Conditions())))
    day.arrive()
    day.requeue("L-1")
    assert day.state("L-1") is LeadState.ASSIGNED
    day.undo()
    assert day.state("L-1") is LeadState.PARKED
    day.give("L-1", "ann")
    assert day.owner("L-1") == "ann"
    with pytest.raises(Refused):
        day.requeue("L-2")


def test_the_first_gate_that_holds_decides_and_one_may_let_pass() -> None:
    """`pass` above `discard` makes an exception."""
    let = Gate(name="partners", when=asks("source", "is", "web"), verdict=Passage.PASS)
    day = Day(scoring(let, DISCARD))
    (lead,) = day.arrive(country="XX")
    assert lead.state is LeadState.ASSIGNED


@pytest.mark.parametrize("seed", range(8))
def test_days_of_all_kinds_of_leads_keep_the_laws(seed: int) -> None:
    """Hot, cold, discarded and put aside in any mix: none is lost, jumped or dealt twice."""
    chance = random.Random(seed)
    day = JudgedDay(scoring(DISCARD, PARK, NURTURE))
    for _ in range(25):
        day.arrive(
            chance.choice((1, 1, 3)),
            employees=chance.choice((1, 300)),
            form=chance.choice(("demo", "news")),
            country=chance.choice(("DE", "FR", "XX")),
        )
        lead = day.lead(f"card{day.orders}")
        day.receive(lead.but(card=lead.card.but(email="a@mail.example")))
        day.later(minutes=chance.choice((1, 40, 700)))
    assert any(isinstance(e.event, LeadParked) for e in day.entries)
    assert any(isinstance(e.event, LeadRequeued) for e in day.entries)
    assert any(isinstance(e.event, LeadClosed) for e in day.entries)
