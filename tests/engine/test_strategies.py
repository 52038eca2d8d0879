"""Strategies that look at skills, load, time and chance before the ledger."""

from collections import Counter
from datetime import timedelta

import pytest
from day import MONDAY, Day, dealing_by
from laws import JudgedDay

from engine.decide import decide
from engine.floor import Floor
from engine.house.skills import has, level_of, read
from engine.policy import Policy, Rep, Rule, Strategy
from engine.turn import Turn


def rep(rep_id: str, *skills: str, **facts: object) -> Rep:
    return Rep(id=rep_id, name=rep_id.title(), **{"capacity": 0, "skills": skills, **facts})


def asking(rules: Policy, *requires: str) -> Policy:
    """The same floor with a rule that requires skills."""
    return rules.but(rules=(Rule(name="asking", pool="inbound", requires=requires),))


def owners(day: Day, count: int) -> str:
    """Who gets the next leads, one a minute, by their first letters."""
    got = []
    for _ in range(count):
        got += [lead.rep_id[0] for lead in day.arrive()]
        day.later(minutes=1)
    return "".join(got)


def test_most_spare_goes_to_the_largest_free_part() -> None:
    """Of ten and four places, the ten fill up first, part by part."""
    day = Day(dealing_by(Strategy.MOST_SPARE, rep("ann", capacity=8), rep("bo", capacity=4)))
    assert Counter(owners(day, 6)) == {"a": 4, "b": 2}


def test_hot_seat_is_always_the_first_who_can() -> None:
    """The first of the roster has every lead, in a row as long as it takes, until they leave."""
    day = Day(dealing_by(Strategy.HOT_SEAT, rep("ann"), rep("bo"), rep("cy")))
    assert owners(day, 5) == "aaaaa"
    day.away("ann")
    assert owners(day, 2) == "bb"


def test_first_available_takes_skills_as_a_wish() -> None:
    """Who has the skill comes first; when they are away, the longest idle of the others takes it at once."""
    house = dealing_by(Strategy.FIRST_AVAILABLE, rep("ann"), rep("bo", "de"), rep("cy")).but(on_away="keep")
    day = Day(asking(house, "de"))
    assert owners(day, 2) == "bb"
    day.away("bo")
    assert owners(day, 3) == "aca"


def test_best_skill_looks_at_the_least_of_the_skills_then_at_their_sum() -> None:
    """A chain is as strong as its weakest link; of equal ones the larger sum wins."""
    reps = (rep("ann", "de:9", "tax:1"), rep("bo", "de:2", "tax:2"), rep("cy", "de:2", "tax:3"))
    day = Day(asking(dealing_by(Strategy.BEST_SKILL, *reps), "de", "tax"))
    assert owners(day, 4) == "cccc"
    day.away("cy")
    assert owners(day, 1) == "b"


def test_best_skill_leaves_equals_to_its_inner_strategy() -> None:
    """Among the equally skilled the configured strategy decides."""
    reps = (rep("ann", "de:3"), rep("bo", "de:3"), rep("cy", "de"))
    day = Day(asking(dealing_by(Strategy.BEST_SKILL, *reps, inner=Strategy.HOT_SEAT), "de"))
    assert owners(day, 3) == "aaa"
    day.obey(asking(dealing_by(Strategy.BEST_SKILL, *reps), "de"))
    assert Counter(owners(day, 3)) == {"b": 3}


def test_a_rule_may_ask_for_a_level() -> None:
    """Who is not good enough is kept out, and the reason says at what."""
    day = Day(asking(dealing_by(Strategy.ROUND_ROBIN, rep("ann", "de:2"), rep("bo", "de:3")), "de:3"))
    assert owners(day, 2) == "bb"
    assert day.dealt()[-1].out == {"skill:de:3": ("ann",)}


@pytest.mark.parametrize("strategy", [Strategy.LEAST_BUSY, Strategy.MOST_SPARE])
def test_load_is_counted_in_units(strategy: Strategy) -> None:
    """One lead of three units is more than two of one: what a rule's leads fill is what keeps a rep busy."""
    house = dealing_by(strategy, rep("ann", capacity=9), rep("bo", capacity=9))
    heavy = Rule(name="heavy", pool="inbound", units=3)
    day = Day(house.but(rules=(heavy,)))
    day.arrive()
    day.obey(house)
    assert [lead.rep_id for lead in day.arrive(4)] == ["bo", "bo", "bo", "ann"]


def test_fewest_today_counts_by_the_part_of_the_shift_that_is_behind() -> None:
    """Who began at noon is not handed all that the others had since nine: one of four hours is as two of eight."""
    reps = (rep("ann", hours="Mo-Fr 09:00-17:00"), rep("bo", hours="Mo-Fr 12:00-16:00"))
    day = Day(dealing_by(Strategy.FEWEST_TODAY, *reps), now=MONDAY + timedelta(hours=2))
    assert [lead.rep_id for lead in day.arrive(4)] == ["ann"] * 4
    day.later(hours=3)
    assert [lead.rep_id for lead in day.arrive(5)] == ["bo", "bo", "bo", "bo", "ann"]
    assert day.received() == {"ann": 5, "bo": 4}


def test_fewest_today_forgets_at_midnight_of_the_floor() -> None:
    """Whoever came late today catches up today; tomorrow begins level."""
    house = dealing_by(Strategy.FEWEST_TODAY, rep("ann"), rep("bo")).but(timezone="Europe/Berlin")
    day = Day(house)
    day.away("bo")
    assert owners(day, 3) == "aaa"
    day.back("bo")
    assert owners(day, 4) == "bbba"
    day.away("bo")
    assert owners(day, 2) == "aa"
    day.now = day.now.replace(hour=22, minute=30)  # past midnight in Berlin
    day.back("bo")
    assert Counter(owners(day, 4)) == {"a": 2, "b": 2}


def test_what_is_known_of_a_rep_does_not_grow_with_what_they_were_dealt() -> None:
    """A thousand leads within an hour leave no more behind than one does."""
    day = Day(dealing_by(Strategy.FEWEST_TODAY, rep("ann")))
    day.arrive(1)
    one = len(day.floor.reps["ann"].dealt)
    day.arrive(1000)
    assert len(day.floor.reps["ann"].dealt) == one


def test_least_occupied_goes_to_whoever_was_busy_least() -> None:
    """A lead that waits for its first answer makes busy; once the customer is reached, no more."""
    day = Day(dealing_by(Strategy.LEAST_OCCUPIED, rep("ann"), rep("bo")))
    (first,) = day.arrive()
    assert first.rep_id == "ann"
    day.later(minutes=10)
    day.contact(first.id)
    (second,) = day.arrive()
    assert second.rep_id == "bo"
    day.later(minutes=2)
    day.contact(second.id)
    assert day.arrive()[0].rep_id == "bo"


def test_least_occupied_looks_back_one_hour() -> None:
    """What was before the last sixty minutes is forgotten."""
    day = Day(dealing_by(Strategy.LEAST_OCCUPIED, rep("ann"), rep("bo")))
    (first,) = day.arrive()
    day.later(minutes=50)
    day.contact(first.id)
    day.later(minutes=61)
    (second,) = day.arrive()
    day.later(minutes=1)
    assert second.rep_id == "bo"  # both idle, and the ledger owes one to bo
    assert day.arrive()[0].rep_id == "ann"


def test_least_occupied_judges_by_the_time_one_was_there() -> None:
    """Ten busy minutes of twenty are more than twelve of sixty."""
    day = Day(dealing_by(Strategy.LEAST_OCCUPIED, rep("ann"), rep("bo")))
    day.away("ann")
    day.later(minutes=28)
    (first,) = day.arrive()
    assert first.rep_id == "bo"
    day.later(minutes=12)
    day.contact(first.id)
    day.back("ann")
    (second,) = day.arrive()
    assert second.rep_id == "ann"
    day.later(minutes=10)
    day.contact(second.id)
    day.later(minutes=10)
    assert day.arrive()[0].rep_id == "bo"


def test_random_follows_the_weights_and_keeps_its_seed() -> None:
    """A weight of three draws three times as often, and the entry says from which seed."""
    day = Day(dealing_by(Strategy.RANDOM, rep("ann", weight=3), rep("bo"), rep("cy")))
    got = Counter(owners(day, 400))
    assert 200 < got["a"] < 280
    assert day.dealt()[0].seed == 0


def test_the_same_turn_draws_the_same_rep_and_another_seed_others() -> None:
    """Chance is a value of the turn."""
    rules = dealing_by(Strategy.RANDOM, rep("ann"), rep("bo"), rep("cy"))
    day = Day(rules)
    day.away("ann")
    day.away("bo")
    day.away("cy")
    day.arrive(30)
    base = day.floor.snapshot()

    def drawn(seed: int) -> list[str]:
        from engine.commands import SetAvailability
        from engine.rep import Availability

        floor = Floor(base)
        order = SetAvailability(rep_id="ann", availability=Availability.AVAILABLE)
        everybody = [floor.reps[one].but(availability=Availability.AVAILABLE) for one in ("bo", "cy")]
        for one in everybody:
            floor.put_rep(one)
        entries = decide(floor, order, rules, Turn(now=day.now, actor="mia", seed=seed))
        return [entry.event.rep_id for entry in entries if hasattr(entry.event, "how")]

    assert drawn(7) == drawn(7)
    assert len(drawn(7)) == 30
    assert drawn(7) != drawn(8)


@pytest.mark.parametrize("strategy", Strategy)
def test_every_strategy_keeps_the_laws(strategy: Strategy) -> None:
    """Whatever it looks at first, nothing is lost, jumped or doubled."""
    day = JudgedDay(dealing_by(strategy, rep("ann", "de", capacity=3), rep("bo", capacity=4), rep("cy", capacity=5)))
    for minute in range(12):
        day.arrive(1 + minute % 2)
        day.later(seconds=40)
        if minute == 3:
            day.away("ann", until=day.now + timedelta(minutes=2))
        if minute % 3 == 2:
            day.close(min(day.floor.leads.items())[0])
    assert day.floor.leads_ever == 18


def test_skills_are_read_with_their_level() -> None:
    """Without a level it is one; a colon within a name is part of it."""
    assert (read("de"), read("de:3"), read("a:b")) == (("de", 1), ("de", 3), ("a:b", 1))
    assert (level_of(("de:3", "en"), "de:2"), has(("de:3",), "de:4"), has(("en",), "en")) == (3, False, True)
    with pytest.raises(ValueError, match="from 1 to 10"):
        read("de:11")
