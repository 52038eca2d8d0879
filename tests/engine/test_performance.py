"""Dealing by performance: weights from what was won, bounded both ways, and set by an event alone."""

from collections import Counter
from datetime import timedelta

import pytest
from day import Day, dealing_by, seen
from laws import JudgedDay

from engine.commands import CloseLead
from engine.dealing.performance import weights_by
from engine.events import LeadClosed, WeightsSet
from engine.history.records import bucket_of, median
from engine.lead import Disposition
from engine.policy import Policy, Pool, Rep, Strategy

WON, LOST, SPAM = Disposition.WON, Disposition.LOST, Disposition.SPAM


def house(*reps: str, **pool: object) -> Policy:
    return dealing_by(
        Strategy.PERFORMANCE, *(Rep(id=rep_id, name=rep_id.title(), capacity=0) for rep_id in reps), **pool
    )


def earn(day: Day, endings: dict[str, Disposition], days: int) -> None:
    """Let some days pass on which three leads come in each and their owners end them as they do."""
    for _ in range(days):
        for lead in day.arrive(3):
            day.do(CloseLead(leads=seen(lead.id), disposition=endings[lead.rep_id]), lead.rep_id)
        day.later(days=1)


def weights(day: Day) -> dict[str, float]:
    return day.floor.records.get("inbound").weights


def test_whoever_wins_more_is_dealt_more() -> None:
    """After forty days the one who wins all of theirs has more leads than the one who wins none."""
    day = JudgedDay(house("ann", "bo", "cy", max_run=9, reweigh_every=timedelta(days=10)))
    earn(day, {"ann": WON, "bo": LOST, "cy": LOST}, 12)
    made = weights(day)
    assert made["ann"] > 1.2
    assert 0.7 < made["bo"] == made["cy"] < 1
    leads = Counter(lead.rep_id for lead in day.arrive(60))
    assert leads["ann"] > 1.3 * leads["bo"]
    assert abs(leads["bo"] - leads["cy"]) <= 1


def test_weights_change_by_the_schedule_and_by_an_event_alone() -> None:
    """What is won in between moves nobody until the next weighing, whose entry says of how many it is made."""
    day = Day(house("ann", "bo", "cy"))
    assert day.floor.records.get("inbound").weigh_at == day.now + timedelta(days=1)
    earn(day, {"ann": WON, "bo": LOST, "cy": LOST}, 1)
    first, second = (entry.event for entry in day.entries if isinstance(entry.event, WeightsSet))
    assert set(first.weights.values()) == {1.0}
    assert second.rates == {"ann": (1, 1), "bo": (1, 0), "cy": (1, 0)}
    assert second.next_at == day.now + timedelta(days=1)
    assert day.floor.records.get("inbound").weights == second.weights


def test_few_leads_hardly_count_and_many_do_up_to_the_bound() -> None:
    """One win of one lead is no record; a hundred of a hundred weigh one and a half, the bound, and never more."""
    pool = Pool(name="inbound", reps=("ann", "bo"))
    newcomer = weights_by({"ann": (1, 1), "bo": (100, 20)}, pool)
    assert 1 < newcomer["ann"] < 1.2
    assert weights_by({"ann": (100, 100), "bo": (100, 0)}, pool) == {"ann": 1.5, "bo": 0.6667}
    assert weights_by({"ann": (100, 0), "bo": (9, 0)}, pool) == {"ann": 1.0, "bo": 1.0}


@pytest.mark.parametrize("advantage", [1.5, 3.0, 10.0])
def test_nobody_has_less_than_half_of_a_fair_share(advantage: float) -> None:
    """However good the others are, whoever has won nothing keeps half of what all alike would get."""
    pool = Pool(name="inbound", reps=(), advantage_max=advantage)
    made = weights_by({"low": (500, 0), **{f"r{n}": (500, 400) for n in range(9)}}, pool)
    assert made["low"] / sum(made.values()) >= 0.5 / 10 - 1e-4


def test_leads_too_young_to_be_won_are_not_held_against_anybody() -> None:
    """Half of all leads took four days; those of the last four days count for nobody."""
    day = Day(house("ann", "bo", reweigh_every=timedelta(days=8)))
    (first,) = day.arrive()
    day.later(days=4)
    day.close(first.id, as_=WON)
    day.later(days=1)
    day.arrive(6)
    day.later(days=3)
    made = [entry.event for entry in day.entries if isinstance(entry.event, WeightsSet)][-1]
    assert made.rates == {"ann": (1, 1), "bo": (0, 0)}


def test_an_old_lead_that_nobody_closes_counts_as_not_won() -> None:
    """Leaving leads open saves no rate."""
    day = Day(house("ann", "bo", reweigh_every=timedelta(days=8)))
    first, kept = day.arrive(2)
    day.later(days=1)
    day.close(first.id, as_=WON)
    day.later(days=7)
    made = [entry.event for entry in day.entries if isinstance(entry.event, WeightsSet)][-1]
    assert made.rates[kept.rep_id] == (1, 0)


def test_undoing_a_close_takes_it_off_the_record() -> None:
    """The floor is as before, and closing anew counts once; spam counts for nobody."""
    day = JudgedDay(house("ann", "bo"))
    lead, spam = day.arrive(2)
    day.close(spam.id, as_=SPAM)
    before = day.floor.snapshot().records
    day.close(lead.id, as_=WON)
    assert day.floor.snapshot().records != before
    day.undo()
    (days,) = day.floor.snapshot().records["inbound"].days.values()
    assert days == ()
    assert sum(day.floor.snapshot().records["inbound"].spans) == 0
    day.close(lead.id, as_=LOST)
    assert sum(day.floor.snapshot().records["inbound"].spans) == 1
    assert [type(entry.event) for entry in day.entries].count(LeadClosed) == 3


def test_one_lead_in_ten_is_dealt_without_weights_and_says_so() -> None:
    """So a rate is not only made of the leads it has earned."""
    day = Day(house("ann", "bo", "cy"))
    day.arrive(300)
    plain = [dealt for dealt in day.dealt() if dealt.note]
    assert 15 <= len(plain) <= 50
    assert {dealt.note for dealt in plain} == {"one lead in ten is dealt without weights"}


def test_a_pool_that_deals_otherwise_is_weighed_no_longer() -> None:
    """New house rules end the weighing, and it is not asked for again."""
    day = JudgedDay(house("ann", "bo"))
    day.obey(dealing_by(Strategy.ROUND_ROBIN, *day.rules.reps))
    assert day.floor.records.get("inbound").weigh_at is None
    day.later(days=3)
    assert [type(entry.event) for entry in day.entries].count(WeightsSet) == 2


def test_predictive_has_learnt_nothing_and_says_so() -> None:
    """It deals by its inner strategy, and every reason names that."""
    reps = (Rep(id="ann", name="Ann"), Rep(id="bo", name="Bo"))
    day = JudgedDay(dealing_by(Strategy.PREDICTIVE, *reps, inner=Strategy.HOT_SEAT))
    assert [lead.rep_id for lead in day.arrive(3)] == ["ann"] * 3
    assert day.dealt()[-1].note == "nothing learnt yet, so by hot seat"


def test_the_median_span_is_told_within_a_quarter() -> None:
    """Buckets grow with the span, so a minute and a year are told alike well."""
    for minutes in (1, 7, 90, 5000, 300_000):
        spans = [0] * 96
        spans[bucket_of(timedelta(minutes=minutes))] = 3
        assert timedelta(minutes=minutes) <= median(tuple(spans)) <= 1.25 * timedelta(minutes=minutes)
    assert median(()) == timedelta(0)
