"""What being away, being new and being in several pools do to a rep's claim."""

import random
from datetime import timedelta

import pytest
from day import Day, policy
from laws import JudgedDay

from engine.events import LedgerAdjusted
from engine.fairness import floor_lag
from engine.policy import Absence, AbsenceKind, Clause, Conditions, Policy, Pool, Ramp, Rep, Rule, Scope, Strategy
from engine.rep import Availability
from engine.value import LEAD_UNIT

FOUR = ("ann", "bo", "cy", "di")


def having(*reps: str, **pool: object) -> Policy:
    """A floor of equal reps in one pool with these settings."""
    plain = policy(*reps)
    return plain.but(pools=(plain.pools[0].but(**pool),))


def returned(absence: Absence, missed: int = 100, **pool: object) -> tuple[Day, list[str]]:
    """A day on which one of four comes back after so many leads, one a minute; who gets the next 24."""
    day = Day(having(*FOUR, absence=absence, **pool))
    day.away("ann")
    for _ in range(missed):
        day.arrive()
        day.later(minutes=1)
    day.back("ann")
    return day, [lead.rep_id for lead in day.arrive(24) if lead.rep_id]


def longest_run(got: list[str], rep_id: str) -> int:
    """How often in a row somebody was given a lead."""
    return max(map(len, "".join("x" if one == rep_id else " " for one in got).split()), default=0)


def test_a_frozen_ledger_brings_the_normal_share_back() -> None:
    """Vector 6: after 100 missed leads the next ten hold two or three, never two in a row."""
    day, got = returned(Absence())
    assert got[:10].count("ann") in (2, 3)
    assert longest_run(got, "ann") == 1
    assert day.lag("ann") == 0


def test_accrued_claims_stop_at_their_cap_and_are_paid_out_two_at_a_time() -> None:
    """Two leads are owed after a long absence, whatever it cost, and then the share is normal again."""
    day = Day(having(*FOUR, absence=Absence(kind=AbsenceKind.ACCRUE, cap=2)))
    day.away("ann")
    day.arrive(100)
    assert 2 <= day.lag("ann") < 2.25
    day.back("ann")
    got = [lead.rep_id or "" for lead in day.arrive(24)]
    assert longest_run(got, "ann") == 2
    assert got.count("ann") == 8
    assert abs(day.lag("ann")) < 1


def test_grace_counts_a_short_absence_and_freezes_then() -> None:
    """Within the grace the absent share as if they were there; after it no more."""
    day = Day(having(*FOUR, absence=Absence(kind=AbsenceKind.GRACE, grace=timedelta(minutes=60))))
    day.away("ann")
    day.arrive(8)
    assert day.lag("ann") == 2
    day.later(minutes=60)
    day.arrive(8)
    assert day.lag("ann") == 2


def test_catching_up_knows_no_cap() -> None:
    """Everything missed is owed."""
    day, got = returned(Absence(kind=AbsenceKind.CATCH_UP), max_run=99)
    assert got == ["ann"] * 24
    assert day.lag("ann") == pytest.approx(25 - 24 + 6)


def test_back_of_the_line_is_behind_everybody() -> None:
    """Who comes back waits until the others have had their turn, though they were owed."""
    day = JudgedDay(having(*FOUR, absence=Absence(kind=AbsenceKind.BACK_OF_LINE)))
    day.arrive(3)
    day.away("di")
    done = day.back("di")
    (shift,) = [event for event in done if isinstance(event, LedgerAdjusted)]
    assert shift.rep_id == "di"
    assert sum(shift.shifts.values()) == 0
    assert day.lag("di") < min(day.lag(one) for one in FOUR[:3])
    assert day.arrive(4)[3].rep_id == "di"


def test_being_ahead_is_not_forgiven_by_going_to_the_back_of_the_line() -> None:
    """Who is last anyway stays exactly there."""
    day = Day(having(*FOUR, absence=Absence(kind=AbsenceKind.BACK_OF_LINE)))
    day.arrive()
    before = day.lag("ann")
    day.away("ann")
    assert not [event for event in day.back("ann") if isinstance(event, LedgerAdjusted)]
    assert day.lag("ann") == before < 0


def test_a_timed_return_goes_to_the_back_of_the_line_too() -> None:
    """Whether a person or the clock ends an absence makes no difference, and undo takes a person's back whole."""
    day = JudgedDay(having(*FOUR, absence=Absence(kind=AbsenceKind.BACK_OF_LINE)))
    day.arrive(3)
    day.away("di", until=day.now + timedelta(minutes=5))
    assert [event for event in day.later(minutes=5) if isinstance(event, LedgerAdjusted)]
    day.away("di")
    accounts = day.floor.snapshot().accounts
    day.arrive(3)
    day.back("di")
    day.undo()
    moved = day.floor.snapshot().accounts["inbound"]
    assert accounts["inbound"]["di"] == moved["di"]


@pytest.mark.parametrize(
    "absence",
    [
        Absence(),
        Absence(kind=AbsenceKind.ACCRUE, cap=2),
        Absence(kind=AbsenceKind.GRACE, grace=timedelta(minutes=10)),
        Absence(kind=AbsenceKind.BACK_OF_LINE),
    ],
    ids=lambda absence: absence.kind,
)
def test_toggling_after_each_win_gains_nothing(absence: Absence) -> None:
    """Vector 8: under no policy does leaving and returning after every lead bring more than the others get."""
    day = JudgedDay(having("ann", "bo", "cy", absence=absence))
    for _ in range(30):
        (lead,) = day.arrive()
        if lead.rep_id == "ann":
            day.away("ann")
            day.later(minutes=1)
            day.back("ann")
    assert day.received()["ann"] <= 10


def test_who_does_not_respond_is_owed_nothing() -> None:
    """Only going away of one's own will goes on sharing."""
    day = Day(having(*FOUR, absence=Absence(kind=AbsenceKind.CATCH_UP)))
    rep = day.floor.reps["ann"]
    day.floor.put_rep(rep.but(availability=Availability.NOT_RESPONDING))
    day.arrive(9)
    assert day.lag("ann") == 0


def test_the_absent_share_only_in_what_they_could_have_had() -> None:
    """A lead that asks for a skill one lacks is none that one missed."""
    reps = (Rep(id="ann", name="Ann"), *(Rep(id=one, name=one, skills=("de",), capacity=0) for one in FOUR[1:]))
    rules = (Rule(name="german", pool="inbound", requires=("de",)),)
    day = Day(having(*FOUR, absence=Absence(kind=AbsenceKind.CATCH_UP)).but(reps=reps, rules=rules))
    day.away("ann")
    day.away("bo")
    day.arrive(9)
    assert (day.lag("ann"), day.lag("bo")) == (0, pytest.approx(3))


def test_a_newcomer_begins_with_a_part_of_their_weight() -> None:
    """A ramp from a quarter over eight days: a quarter on the first day, the whole of it on the ninth."""
    two = having("ann", "bo", ramp=Ramp(start=0.25, days=8))
    day = Day(two)
    day.now += timedelta(days=30)
    three = having("ann", "bo", "cy", ramp=Ramp(start=0.25, days=8))
    day.obey(three)
    day.arrive(90)
    assert day.received()["cy"] == 10
    day.now += timedelta(days=8)
    day.arrive(30)
    assert day.received()["cy"] == 20


def test_leaving_and_rejoining_does_not_begin_the_ramp_anew() -> None:
    """A rep who was on the roster before is no newcomer."""
    house = having("ann", "bo", ramp=Ramp(start=0.25, days=8))
    day = Day(house)
    day.now += timedelta(days=30)
    day.obey(having("ann", ramp=Ramp(start=0.25, days=8)))
    day.obey(house)
    day.arrive(10)
    assert day.received() == {"ann": 5, "bo": 5}


def test_adding_removing_or_reweighting_moves_nobodys_lag() -> None:
    """Vector 17: new house rules leave every lag as it was."""
    day = Day(having(*FOUR, strategy=Strategy.WEIGHTED))
    for lead in day.arrive(7):
        day.close(lead.id)
    lags = [day.lag(one) for one in FOUR]
    day.obey(having(*FOUR, "ed", strategy=Strategy.WEIGHTED))
    assert [day.lag(one) for one in FOUR] == lags
    day.obey(having(*FOUR[:3], strategy=Strategy.WEIGHTED))
    assert [day.lag(one) for one in FOUR] == lags
    heavy = having(*FOUR, strategy=Strategy.WEIGHTED)
    day.obey(heavy.but(reps=tuple(rep.but(weight=3.0 if rep.id == "ann" else 1.0) for rep in heavy.reps)))
    assert [day.lag(one) for one in FOUR] == lags
    assert day.lag("ed") == 0


def pools_of(scope: Scope, members: dict[str, tuple[str, ...]]) -> Policy:
    """A floor with a pool for each country."""
    everybody = dict.fromkeys(one for reps in members.values() for one in reps)
    rules = [
        Rule(name=name, pool=name, when=Conditions(clauses=(Clause(field="country", test="is", value=name),)))
        for name in members
    ]
    return policy(*everybody).but(
        pools=tuple(Pool(name=name, reps=reps, scope=scope) for name, reps in members.items()),
        rules=(*rules, Rule(name="rest", pool=next(iter(members)))),
    )


def test_ten_reps_in_three_pools_are_level_over_the_floor() -> None:
    """Vector 18: with the floor's ledger all are within one lead of each other, whichever pool leads come to."""
    ten = tuple(f"r{n}" for n in range(10))
    day = Day(pools_of(Scope.FLOOR, {"DE": ten, "FR": ten, "US": ten}))
    chance = random.Random(3)
    for n in range(200):
        day.arrive(country=chance.choice(("DE", "FR", "US")))
        if n % 7 == 0:
            total = [sum(day.received(pool)[one] for pool in ("DE", "FR", "US")) for one in ten]
            assert max(total) - min(total) <= 1


def test_a_rep_in_three_pools_is_within_a_lead_of_their_peers() -> None:
    """Vector 18: who is in every pool gets what they are entitled to over all of them, give or take a lead."""
    day = Day(pools_of(Scope.FLOOR, {"DE": ("ann", "bo", "cy"), "FR": ("ann", "di"), "US": ("ann", "ed", "flo")}))
    chance = random.Random(5)
    for _ in range(300):
        day.arrive(country=chance.choice(("DE", "FR", "US")))
        lags = [floor_lag(day.floor, rep.id) / LEAD_UNIT for rep in day.rules.reps]
        assert max(map(abs, lags)) <= 1.5
    assert abs(floor_lag(day.floor, "ann")) <= LEAD_UNIT


def test_flapping_and_skills_leave_nobody_two_leads_behind() -> None:
    """Vector 7, shortened: one rep flaps, two alone have a skill, and the largest lag stays under two leads."""
    skilled = ("cy", "di")
    reps = tuple(Rep(id=one, name=one, capacity=0, skills=("de",) if one in skilled else ()) for one in FOUR)
    german = Conditions(clauses=(Clause(field="country", test="is", value="DE"),))
    rules = (
        Rule(name="german", pool="inbound", when=german, requires=("de",)),
        Rule(name="rest", pool="inbound"),
    )
    day = Day(having(*FOUR).but(reps=reps, rules=rules))
    chance = random.Random(11)
    for _ in range(1200):
        if chance.random() < 0.3:
            is_there = day.floor.reps["ann"].availability is Availability.AVAILABLE
            (day.away if is_there else day.back)("ann")
        (lead,) = day.arrive(country=chance.choice(("DE", "FR", "US")))
        assert max(abs(day.lag(one)) for one in FOUR) < 2
        day.close(lead.id)
