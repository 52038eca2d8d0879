"""The overflow ladder: step by step a lead that waits too long reaches more people, and in the end somebody."""

from datetime import timedelta

from day import Day, confirming, policy

from engine.events import AlarmSounded, LadderStepped, OfferMade
from engine.lead import LeadState
from engine.policy import Policy, Pool
from engine.rungs import Rung


def climbing(*steps: tuple[int, str], house: Policy | None = None) -> Policy:
    """A floor of two pools, the first with a ladder of seconds and steps."""
    house = house or policy("ann", "bo")
    ladder = tuple(Rung(after=timedelta(seconds=after), do=do) for after, do in steps)
    first = house.pools[0].but(reps=("ann",), ladder=ladder)
    return house.but(pools=(first, Pool(name="rest", reps=("bo",))))


def steps(day: Day) -> list[tuple[str, str]]:
    events = [change.entry.event for change in day.changes]
    return [(event.do, event.skipped) for event in events if isinstance(event, LadderStepped)]


def test_a_skill_is_a_wish_after_a_while() -> None:
    """Who lacks the skill gets the lead once it has waited for a minute."""
    house = climbing((60, "relax:skill"), (120, "notify:bo"))
    day = Day(house.but(rules=(house.rules[0].but(requires=("de",)),)))
    day.arrive()
    day.later(seconds=59)
    assert day.owner("L-1") is None
    day.later(seconds=1)
    assert day.owner("L-1") == "ann"


def test_another_pool_takes_what_waits_too_long() -> None:
    """With nobody in its own pool a lead goes to the next one."""
    day = Day(climbing((60, "group:rest"), (120, "notify:bo")))
    day.away("ann")
    day.arrive()
    day.later(seconds=60)
    assert day.owner("L-1") == "bo"


def test_a_step_that_leads_to_nobody_is_skipped_and_noted() -> None:
    """An empty pool is passed over, once, and the last step still comes (vector 20)."""
    day = Day(climbing((60, "group:rest"), (120, "notify:bo")))
    day.away("ann")
    day.away("bo")
    day.arrive()
    day.later(seconds=60)
    done = day.later(seconds=60)
    assert steps(day) == [("group:rest", "nobody is there"), ("notify:bo", "")]
    assert AlarmSounded(lead_id="L-1", rep_id="bo", why="waits_too_long") in done
    assert day.state("L-1") is LeadState.QUEUED


def test_somebody_named_gets_it_in_the_end_whether_there_or_not() -> None:
    """The last step does not depend on who is there."""
    day = Day(climbing((60, "assign:bo")))
    day.away("ann")
    day.away("bo")
    day.arrive()
    day.later(seconds=60)
    assert day.owner("L-1") == "bo"


def test_a_waiting_lead_keeps_the_ladder_it_came_under() -> None:
    """New house rules change the ladder of new leads only."""
    day = Day(climbing((60, "assign:bo")))
    day.away("ann")
    day.arrive()
    day.obey(climbing((900, "assign:bo")))
    day.arrive()
    day.later(seconds=60)
    assert (day.owner("L-1"), day.owner("L-2")) == ("bo", None)


def test_a_sole_rep_who_says_no_is_asked_again_while_the_ladder_goes_on() -> None:
    """After the rest the rep is asked once more, and the ladder has been climbed meanwhile (vector 12)."""
    day = Day(climbing((30, "notify:bo"), house=confirming("ann", "bo")))
    day.arrive()
    day.decline("L-1")
    day.later(seconds=30)
    assert steps(day) == [("notify:bo", "")]
    assert any(isinstance(event, OfferMade) for event in day.later(seconds=30))
    assert day.offered_to("L-1") == "ann"
