"""The test vectors of the routing semantics, by their numbers: what each says, held against the whole engine."""

import random
from datetime import timedelta

import msgspec
import pytest
from day import MONDAY, Day, at, confirming, dealing_by, policy, seen

from engine.commands import Command, Origin, Reassign, ReceiveLeads
from engine.events import AlarmSounded, Happening, LadderStepped, OfferMade, OfferRescinded, SlaBreached
from engine.house.hours import Calendar
from engine.house.rungs import Rung
from engine.lead import LeadState, SlaState
from engine.policy import Accept, Clause, Conditions, Policy, Pool, Rep, Rule, Scope, Strategy, digest
from store.memory import MemoryLedger
from tui.serving.desk import Desk, keep_rules

FIVE = timedelta(minutes=5)
FOUR = ("ann", "bo", "cy", "di")


def runs_of(got: list[str | None], rep_id: str) -> int:
    """How often at the most a rep was given leads one after another."""
    return max(map(len, "".join("x" if one == rep_id else " " for one in got).split()), default=0)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-05-08 16:58", "2026-05-11 09:03"),
        ("2026-05-09 10:00", "2026-05-11 09:05"),
        ("2026-05-09 18:00", "2026-05-11 09:05"),
        ("2026-05-10 23:30", "2026-05-11 09:05"),
    ],
)
def test_vector_01_five_minutes_over_a_weekend(start: str, due: str) -> None:
    """Monday to Friday from nine to five: a lead's clock runs out on Monday morning."""
    day = Day(policy(hours="Mo-Fr 09:00-17:00"), now=at(start))
    (lead,) = day.arrive()
    assert lead.due_at == at(due)


def test_vector_02_lunch_stops_the_clock() -> None:
    """Two minutes before lunch leave three for after it."""
    day = Day(policy(hours="Mo-Fr 09:00-13:00,14:00-17:00"), now=at("2026-05-08 12:58"))
    (lead,) = day.arrive()
    assert lead.due_at == at("2026-05-08 14:03")


@pytest.mark.parametrize(("evening", "hours"), [("2026-03-07", 7), ("2026-10-31", 9)])
def test_vector_03_nights_of_a_clock_change(evening: str, hours: int) -> None:
    """From ten to six in New York are seven hours in one night of the year and nine in another."""
    zone = "America/New_York"
    start = at(f"{evening} 22:00", zone)
    night = Calendar("22:00-06:00", zone)
    assert night.elapsed(start, start + timedelta(hours=12)) == timedelta(hours=hours)


def test_vector_04_a_holiday_inside_a_target() -> None:
    """The first of May is closed in Germany, and the weekend after it too."""
    rules = policy(hours="Mo-Fr 09:00-18:00; PH off", timezone="Europe/Berlin", country="DE")
    day = Day(rules, now=at("2026-04-30 17:58", "Europe/Berlin"))
    (lead,) = day.arrive()
    assert lead.due_at == at("2026-05-04 09:03", "Europe/Berlin")


def test_vector_05_elapsed_as_long_as_the_target_is_met() -> None:
    """Answered on the last instant is in time; a tick at that instant says no breach, one after it does."""
    day = Day()
    met, late = day.arrive(2)
    told = day.later(minutes=5)
    assert not any(isinstance(event, SlaBreached) for event in told)
    day.contact(met.id)
    assert day.floor.leads[met.id].sla is SlaState.MET
    (breach,) = (event for event in day.later(seconds=1) if isinstance(event, SlaBreached))
    assert (breach.lead_id, breach.due_at) == (late.id, MONDAY + FIVE)


def test_vector_06_back_after_a_hundred_missed_leads() -> None:
    """The next ten hold two or three for the one who returns, never two in a row."""
    day = Day(policy(*FOUR))
    day.away("ann")
    day.arrive(100)
    day.back("ann")
    got = [lead.rep_id for lead in day.arrive(10)]
    assert got.count("ann") in (2, 3)
    assert runs_of(got, "ann") == 1


def test_vector_07_flapping_and_skills_leave_nobody_two_leads_behind() -> None:
    """Two thousand leads here, twenty thousand on the page on fairness, which a test makes anew."""
    reps = tuple(Rep(id=one, name=one, capacity=0, skills=("de",) * (one in ("cy", "di"))) for one in FOUR)
    german = Conditions(clauses=(Clause(field="country", test="is", value="DE"),))
    rules = (Rule(name="German", when=german, pool="inbound", requires=("de",)), Rule(name="all", pool="inbound"))
    day, chance, worst = Day(policy(*FOUR).but(reps=reps, rules=rules)), random.Random(7), 0.0
    for _ in range(2000):
        if chance.random() < 0.3:
            (day.away if day.floor.reps["ann"].is_there else day.back)("ann")
        (lead,) = day.arrive(country=chance.choice(("DE", "FR", "US")))
        day.close(lead.id)
        worst = max(worst, *(abs(day.lag(one)) for one in FOUR))
    assert 0 < worst < 2


def test_vector_08_toggling_after_each_win_gains_nothing() -> None:
    """Who leaves and returns after every lead has had no more of two hundred than the others."""
    day = Day(policy(*FOUR))
    for _ in range(200):
        (lead,) = day.arrive()
        if lead.rep_id == "ann":
            day.away("ann")
            day.back("ann")
    assert day.received() == dict.fromkeys(FOUR, 50)


def test_vector_09_one_lead_a_tick_goes_round_evenly() -> None:
    """Thirty leads one by one are fifteen each of two equal reps."""
    day = Day(policy("ann", "bo"))
    for _ in range(30):
        day.arrive()
        day.later(minutes=1)
    assert day.received() == {"ann": 15, "bo": 15}


def test_vector_10_a_batch_is_dealt_and_not_dumped() -> None:
    """Ten leads of one file go to everybody, and to nobody twice in a row."""
    day = Day(policy("ann", "bo", "cy"))
    got = [lead.rep_id for lead in day.arrive(10)]
    assert sorted(map(got.count, ("ann", "bo", "cy"))) == [3, 3, 4]
    assert max(runs_of(got, one) for one in ("ann", "bo", "cy")) == 1


def test_vector_11_who_waits_fourth_is_before_the_new_fifth() -> None:
    """Room for one more goes to the lead that has waited longest, also when another comes at that instant."""
    day = Day(policy(reps=tuple(Rep(id=one, name=one, capacity=1) for one in ("ann", "bo", "cy"))))
    first, *_, fourth = day.arrive(4)
    assert day.owner(fourth.id) is None
    day.now += timedelta(seconds=5)
    (fifth,) = day.arrive()
    day.close(first.id)
    assert (day.owner(fourth.id), day.owner(fifth.id)) == (first.rep_id, None)


def test_vector_12_the_sole_decliner_is_asked_again_while_the_ladder_runs() -> None:
    """After the rest the one who could take it is held the lead out once more, and the steps have come meanwhile."""
    alone = confirming("ann")
    steps = (Rung(after=timedelta(seconds=30), do="notify:ann"),)
    day = Day(alone.but(pools=(alone.pools[0].but(ladder=steps),)))
    (lead,) = day.arrive()
    day.decline(lead.id)
    assert any(isinstance(event, LadderStepped) for event in day.later(seconds=30))
    assert day.state(lead.id) is LeadState.QUEUED
    day.later(seconds=30)
    assert day.offered_to(lead.id) == "ann"


def test_vector_13_away_during_an_offer_goes_on_in_the_same_turn() -> None:
    """The offer is taken back and made to the next, in the entries of the very order."""
    day = Day(confirming("ann", "bo"))
    (lead,) = day.arrive()
    holder = day.offered_to(lead.id)
    told = day.away(holder)
    (back,) = (event for event in told if isinstance(event, OfferRescinded))
    (made,) = (event for event in told if isinstance(event, OfferMade))
    assert back.rep_id == holder != made.rep_id


def test_vector_14_all_on_vacation_is_parked_with_a_time_and_never_dropped() -> None:
    """A closed floor parks until it opens; on one that is open and empty a lead waits, and late sounds the alarm."""
    closed = Day(policy(hours="Mo-Fr 09:00-17:00; 2026 Sep 07-2026 Sep 20 off", after_hours="hold"))
    (lead,) = closed.arrive()
    assert (lead.state, lead.parked_until) == (LeadState.PARKED, at("2026-09-21 09:00"))
    empty = Day(policy("ann"))
    empty.away("ann")
    (waiting,) = empty.arrive()
    assert any(isinstance(event, AlarmSounded) for event in empty.later(minutes=6))
    assert waiting.out == {"presence:away/lunch": ("ann",)}
    empty.back("ann")
    assert empty.owner(waiting.id) == "ann"


def test_vector_15_by_hand_wins_over_an_automatic_decision() -> None:
    """While the engine would hold a lead out anew somebody gives it away: that stands, and no more is said."""
    ledger, rules, now = MemoryLedger(), confirming("ann", "bo", "cy"), [MONDAY]
    engine, board = (Desk(ledger, lambda: now[0]) for _ in range(2))
    engine.turn(lambda sitting: keep_rules(sitting, rules, digest(rules), "sha", "floor.toml"))
    origin = Origin(kind="hook", source="web", name="web")
    assert engine.give(ReceiveLeads(origin=origin, leads=(Day(rules).lead("k1"),)), "floor", "hook").ok
    now[0] = engine.next_due or MONDAY
    assert board.give(Reassign(leads=seen("L-1"), rep_id="cy"), "mia", "order:1").ok
    length = len(ledger.tables.journal)
    engine.turn(lambda sitting: sitting.tick())
    assert [engine.floor.leads["L-1"].rep_id, len(ledger.tables.journal)] == ["cy", length]
    stale = engine.give(Reassign(leads=(seen("L-1")[0].but(version=1),), rep_id="bo"), "jo", "order:2")
    assert (stale.ok, stale.changed, len(ledger.tables.journal)) == (False, ("L-1",), length)


def test_vector_16_a_pair_in_one_batch_has_one_owner() -> None:
    """Two records of one person never go to two reps; the same record twice is one lead."""
    day = Day()
    day.receive(day.lead("k1", "p1"), day.lead("k2", "p1"), day.lead("k1", "p1"))
    assert day.floor.leads_ever == 2
    assert day.owner("L-1") == day.owner("L-2")
    assert sum(day.received().values()) == 1


def test_vector_17_nobodys_lag_moves_when_the_roster_does() -> None:
    """Somebody joins, leaves or weighs more: the lags are to the digit what they were."""
    day = Day(policy(*FOUR).but(pools=(Pool(name="inbound", strategy=Strategy.WEIGHTED, reps=FOUR),)))
    day.close(*(lead.id for lead in day.arrive(7)))
    before = day.floor.snapshot().accounts
    heavier = tuple(rep.but(weight=5.0) for rep in day.rules.reps)
    joined = (*heavier, Rep(id="ed", name="Ed"))
    for reps in (heavier, joined, joined[1:]):
        ids = tuple(rep.id for rep in reps)
        day.obey(day.rules.but(reps=reps, pools=(day.rules.pools[0].but(reps=ids),)))
        assert day.floor.snapshot().accounts == before


def test_vector_18_a_rep_of_three_pools_is_level_with_their_peers() -> None:
    """Ten reps in three pools that look at the floor's ledger: all within one lead of each other."""
    ten = tuple(Rep(id=f"r{n}", name=f"R{n}", capacity=0) for n in range(10))
    ids = tuple(rep.id for rep in ten)
    pools = tuple(Pool(name=name, scope=Scope.FLOOR, reps=ids) for name in ("DE", "FR", "US"))
    when = {name: Conditions(clauses=(Clause(field="country", test="is", value=name),)) for name in ("DE", "FR")}
    rules = (*(Rule(name=name, when=asked, pool=name) for name, asked in when.items()), Rule(name="all", pool="US"))
    day, chance = Day(Policy(reps=ten, pools=pools, rules=rules)), random.Random(18)
    for _ in range(300):
        day.arrive(country=chance.choice(("DE", "FR", "US")))
    totals = [sum(day.received(name)[rep.id] for name in ("DE", "FR", "US")) for rep in ten]
    assert max(totals) - min(totals) <= 1


def test_vector_19_fourteen_in_thirty_days_still_receives() -> None:
    """A cap is a whole number on a real window: fourteen come in thirty days, never a rounded nought a day."""
    day = Day(dealing_by(Strategy.ROUND_ROBIN, Rep(id="ann", name="Ann", capacity=0, per_30_days=14)))
    got = [day.arrive()[0].rep_id for _ in range(20)]
    assert (got[:14], got[14:]) == (["ann"] * 14, [None] * 6)
    assert day.floor.leads["L-15"].out == {"at_cap:30 days 14/14": ("ann",)}
    for _ in range(29):
        day.later(days=1)
    assert day.owner("L-15") is None
    day.later(days=1)
    assert [day.owner(f"L-{number}") for number in range(15, 21)] == ["ann"] * 6


def test_vector_20_everybody_with_a_weight_filtered_out_climbs_the_ladder() -> None:
    """No share can be worked out, nothing breaks, and the lead goes where the ladder says."""
    reps = (Rep(id="ann", name="Ann", weight=3), Rep(id="bo", name="Bo"), Rep(id="cy", name="Cy"))
    steps = (Rung(after=timedelta(seconds=30), do="group:rest"), Rung(after=FIVE, do="assign:cy"))
    weighted = Pool(name="inbound", strategy=Strategy.WEIGHTED, reps=("ann", "bo"), ladder=steps)
    day = Day(policy(reps=reps, pools=(weighted, Pool(name="rest", reps=("cy",), accept=Accept.AUTO))))
    day.away("ann")
    day.away("bo")
    (lead,) = day.arrive()
    day.later(seconds=30)
    assert day.owner(lead.id) == "cy"


def test_vector_21_a_bulk_reassign_taken_back_is_the_floor_that_was() -> None:
    """Ledger, owners and queue are byte by byte what they were."""
    day = Day(policy(reps=tuple(Rep(id=one, name=one, capacity=3) for one in FOUR)))
    leads = [lead.id for lead in day.arrive(16)]

    def picture() -> bytes:
        now = day.floor.snapshot()
        grown = {"version": 0, "touched_seq": 0}
        return msgspec.json.encode((now.accounts, [lead.but(**grown) for lead in now.leads], now.runs))

    before = picture()
    day.do(Reassign(leads=seen(*leads), rep_id="ann", over_cap=True))
    assert picture() != before
    day.undo()
    assert picture() == before


class Recorded(Day):
    """A day that remembers who ordered what, and when."""

    def do(self, command: Command, actor: str = "mia") -> list[Happening]:
        vars(self).setdefault("given", []).append((self.now, command, actor))
        return super().do(command, actor)


def test_vector_22_the_day_again_under_its_own_rules_is_the_same_day() -> None:
    """Every order given again at its instant leads to the same entries, to the last field."""
    first = Recorded(confirming(*FOUR))
    first.arrive(5, country="DE")
    first.decline("L-1")
    first.later(seconds=80)
    first.accept(next(lead.id for _, lead in first.floor.leads.items() if lead.offer))
    first.away("bo", until=first.now + FIVE)
    first.later(minutes=9)
    again = Day(first.rules)
    for now, command, actor in first.given[1:]:
        again.now = now
        again.do(command, actor)
    assert again.entries == first.entries
    assert len({type(entry.event) for entry in first.entries}) > 8
