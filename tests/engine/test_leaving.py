"""Leaving: what a rep has not begun goes to others in time, what they have begun stays theirs."""

from datetime import timedelta

import pytest
from day import MONDAY, Day, policy

from engine.commands import SetAvailability
from engine.events import GraceEnded, LeadAssigned, LeadRequeued
from engine.policy import Policy
from engine.rep import Availability


def calm(*reps: str, **changes: object) -> Policy:
    """A floor on which customers wait an hour, so that only the grace is short."""
    return policy(*reps or ("ann", "bo"), first_touch=timedelta(hours=1)).but(**changes)


def test_what_was_not_begun_goes_to_others_after_the_grace() -> None:
    """Five minutes after a rep left, their untouched leads are dealt again; the touched one stays."""
    day = Day(calm())
    day.arrive(4)
    day.contact("L-1")
    day.away("ann")
    day.later(minutes=4, seconds=59)
    assert day.owner("L-3") == "ann"
    done = day.later(seconds=1)
    assert [type(event) for event in done] == [LeadRequeued, GraceEnded, LeadAssigned]
    assert (day.owner("L-1"), day.owner("L-3")) == ("ann", "bo")


def test_who_is_back_in_time_keeps_all() -> None:
    """A short break costs nothing."""
    day = Day(calm())
    day.arrive(2)
    day.away("ann")
    day.later(minutes=4)
    day.back("ann")
    assert not [event for event in day.later(minutes=9) if isinstance(event, LeadRequeued)]
    assert day.owner("L-1") == "ann"


def test_a_warning_does_not_wait_for_the_grace() -> None:
    """Where the customer clock warns before the grace is over, the lead goes then."""
    day = Day(policy("ann", "bo"))
    day.arrive(2)
    day.later(minutes=3)
    day.away("ann")
    day.later(minutes=1)
    assert day.owner("L-1") == "bo"


def test_a_lead_that_is_late_already_goes_at_once() -> None:
    """Who leaves with a late lead leaves it behind."""
    day = Day(policy("ann", "bo"))
    day.arrive(2)
    day.later(minutes=6)
    day.away("ann")
    assert day.owner("L-1") == "bo"


def test_the_end_of_a_shift_is_a_leaving() -> None:
    """After the shift the grace runs too."""
    house = calm()
    day = Day(house.but(reps=(house.reps[0].but(hours="Mo-Fr 08:00-09:30"), house.reps[1])))
    day.arrive(2)
    day.later(minutes=30)
    day.later(minutes=5)
    assert day.owner("L-1") == "bo"


def test_keep_means_keep() -> None:
    """A floor may leave all leads where they are."""
    day = Day(calm(on_away="keep"))
    day.arrive(2)
    day.away("ann")
    day.later(hours=8)
    assert day.owner("L-1") == "ann"


def test_the_last_one_is_not_taken_away() -> None:
    """Who wanted one more lead and got it is away by that, and works on it."""
    day = Day(calm())
    day.do(SetAvailability(rep_id="ann", availability=Availability.LAST_ONE), "ann")
    day.arrive(1)
    day.later(minutes=20)
    assert day.owner("L-1") == "ann"


def test_what_is_given_to_the_absent_by_hand_is_meant_for_them() -> None:
    """The manager may give a lead to somebody who is away."""
    day = Day(calm())
    day.arrive(2)
    day.away("ann")
    day.later(minutes=1)
    day.give("L-2", "ann")
    day.later(minutes=30)
    assert (day.owner("L-1"), day.owner("L-2")) == ("bo", "ann")


def test_nothing_is_charged_for_a_lead_that_was_taken_away() -> None:
    """The lead counts for who has it now, and the one who left is as if they had never had it."""
    day = Day(calm())
    day.arrive(1)
    day.away("ann")
    day.later(minutes=5)
    assert day.received() == {"ann": 0, "bo": 1}
    assert day.lag("ann") == 0


def test_a_delegate_takes_what_they_can_and_the_rest_is_for_all() -> None:
    """Leads go to the one who stands in, up to about their own share, and then back to the queue."""
    day = Day(calm("ann", "bo", "cy", on_away="delegate:bo"))
    day.arrive(9)
    day.away("ann")
    day.later(minutes=5)
    hows = [c.entry.event.how for c in day.changes if isinstance(c.entry.event, LeadAssigned)][9:]
    assert hows == ["delegated", "dealt", "dealt"]
    assert {rep: day.received()[rep] for rep in ("bo", "cy")} in ({"bo": 5, "cy": 4}, {"bo": 4, "cy": 5})


def test_toggling_away_after_every_lead_gains_nothing() -> None:
    """Who leaves after each lead and returns has not had more than their share of a hundred (vector 8)."""
    day = Day(calm("ann", "bo", "cy"))
    for _ in range(100):
        (lead,) = day.arrive()
        if lead.rep_id == "ann":
            day.contact(lead.id)
            day.away("ann")
            day.later(seconds=1)
            day.back("ann")
    assert day.received()["ann"] == pytest.approx(100 / 3, abs=1)
    assert abs(day.lag("ann")) < 1


def test_a_snapshot_in_the_grace_changes_nothing() -> None:
    """A restart between leaving and release releases the same."""
    day = Day(calm())
    day.arrive(2)
    day.away("ann")
    day.floor = type(day.floor)(day.floor.snapshot())
    assert day.next_due == MONDAY + timedelta(minutes=5)
    day.later(minutes=5)
    assert day.owner("L-1") == "bo"
