"""Capacity: nobody is pushed past it, and by hand only who was told may pass it."""

import pytest
from day import Day, dealing_by, seen

from engine.commands import Reassign
from engine.events import LeadAssigned
from engine.lead import LeadState
from engine.policy import Rep, Strategy
from engine.turn import Refused


def two(capacity: int = 2) -> Day:
    """A day of two reps who may have so many open leads."""
    reps = (Rep(id="ann", name="Ann", capacity=capacity), Rep(id="bo", name="Bo", capacity=capacity))
    return Day(dealing_by(Strategy.ROUND_ROBIN, *reps))


def test_nobody_is_pushed_past_their_capacity() -> None:
    """What does not fit waits, and says that all are full."""
    day = two()
    leads = day.arrive(5)
    assert [lead.rep_id for lead in leads] == ["ann", "bo", "ann", "bo", None]
    assert leads[4].out == {"at_cap:open 2/2": ("ann", "bo")}


def test_a_closed_lead_makes_room_for_the_first_that_waits() -> None:
    """The end of one lead deals another in the same turn, the one that waited longest."""
    day = two()
    day.arrive(6)
    day.close("L-2")
    assert (day.owner("L-5"), day.owner("L-6")) == ("bo", None)


def test_being_full_freezes_the_lag() -> None:
    """Who is full burns no turn: what others get meanwhile is not owed to them."""
    day = two()
    day.arrive(4)
    day.give("L-2", "ann", over_cap=True)
    lag = day.lag("ann")
    day.arrive(1)
    assert day.lag("ann") == lag


def test_nought_is_no_limit() -> None:
    """A capacity of nought takes any number."""
    assert all(lead.rep_id for lead in two(0).arrive(50))


def test_over_the_cap_only_who_was_told() -> None:
    """By hand a full rep is refused first, with the figures, and done when asked again."""
    day = two()
    day.arrive(5)
    with pytest.raises(Refused, match=r"Ann would be over the cap with 3/2 open leads; enter twice, or --over-cap"):
        day.give("L-5", "ann")
    (given,) = [event for event in day.give("L-5", "ann", over_cap=True) if isinstance(event, LeadAssigned)]
    assert given.over_cap


def test_the_mark_is_on_the_leads_that_pass_the_cap_alone() -> None:
    """Of a batch that passes the cap, those that still fit are not marked."""
    day = two()
    day.arrive(4)
    day.close("L-1")
    day.away("ann")
    done = day.do(Reassign(leads=seen("L-2", "L-4"), rep_id="ann", over_cap=True))
    assert [event.over_cap for event in done if isinstance(event, LeadAssigned)] == [False, True]


def test_a_floor_that_is_full_deals_again_after_being_over() -> None:
    """Over the cap one close is not enough to be given the next."""
    day = two(1)
    day.arrive(3)
    day.give("L-2", "ann", over_cap=True)
    assert day.owner("L-3") == "bo"
    day.arrive()
    day.close("L-1")
    assert day.state("L-4") is LeadState.QUEUED
    day.close("L-2")
    assert day.owner("L-4") == "ann"
