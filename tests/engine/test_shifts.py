"""Reps' own hours: who is off shift gets nothing, and the end of a shift is a leaving."""

from datetime import UTC, datetime, timedelta

from day import MONDAY, Day, confirming, policy

from engine.commands import SetAvailability
from engine.events import OfferRescinded, ShiftChanged
from engine.policy import Policy
from engine.rep import Availability


def working(hours: str, *reps: str, house: Policy | None = None, timezone: str = "") -> Policy:
    """A floor on which the first rep has hours of their own."""
    house = house or policy(*reps)
    first, *others = house.reps
    return house.but(reps=(first.but(hours=hours, timezone=timezone), *others))


def test_who_is_off_shift_gets_nothing_and_it_is_said_so() -> None:
    """Before the shift begins a rep is out by their hours, whatever they say of themselves."""
    day = Day(working("Mo-Fr 10:00-18:00", "ann"))
    (lead,) = day.arrive()
    assert lead.out == {"off_shift": ("ann",)}
    day.away("ann")
    (other,) = day.arrive()
    assert other.id == "L-2"
    assert day.floor.leads["L-1"].out == {"off_shift": ("ann",)}


def test_what_waits_is_dealt_when_the_shift_begins() -> None:
    """The desk wakes at the beginning of the shift, not before, and deals."""
    day = Day(working("Mo-Fr 09:02-18:00", "ann"))
    day.arrive()
    assert day.next_due == MONDAY + timedelta(minutes=2)
    day.later(minutes=2)
    assert day.owner("L-1") == "ann"


def test_the_end_of_a_shift_takes_back_what_is_held_out() -> None:
    """At the end of the shift an offer goes to the next in the same instant."""
    day = Day(working("Mo-Fr 08:00-09:01", house=confirming("ann", "bo", offer_min=timedelta(minutes=3))))
    day.arrive()
    assert day.offered_to("L-1") == "ann"
    done = day.later(minutes=1)
    assert isinstance(done[0], ShiftChanged)
    assert isinstance(done[1], OfferRescinded)
    assert day.offered_to("L-1") == "bo"


def test_overtime_works_on_until_the_next_shift_begins() -> None:
    """Who works on is given leads after hours; the next shift is a plain one again."""
    day = Day(working("Mo-Fr 08:00-10:00", "ann"))
    day.later(hours=2)
    assert day.arrive()[0].rep_id is None
    day.do(SetAvailability(rep_id="ann", availability=Availability.AVAILABLE, overtime=True), "ann")
    assert day.owner("L-1") == "ann"
    day.contact("L-1")
    day.later(hours=22)
    assert not day.floor.reps["ann"].overtime


def test_hours_are_those_of_the_reps_own_zone() -> None:
    """Nine o'clock in New York is one in the afternoon in UTC in September."""
    day = Day(working("Mo-Fr 09:00-17:00", "ann", timezone="America/New_York"))
    assert not day.floor.reps["ann"].on_shift
    assert day.next_due == datetime(2026, 9, 7, 13, tzinfo=UTC)


def test_new_hours_count_at_once() -> None:
    """A change of the house rules begins and ends shifts in the same turn."""
    day = Day(policy("ann", "bo"))
    day.obey(working("Mo-Fr 10:00-18:00", "ann", "bo"))
    assert {lead.rep_id for lead in day.arrive(4)} == {"bo"}
    day.obey(policy("ann", "bo"))
    assert day.arrive()[0].rep_id == "ann"


def test_a_night_without_a_tick_is_caught_up() -> None:
    """After a long sleep the shift is what it is now, not what it was next."""
    day = Day(working("Mo-Fr 10:00-18:00", "ann"))
    done = day.later(hours=25, minutes=30)
    assert [type(event) for event in done] == [ShiftChanged]
    assert done[0].next_at == datetime(2026, 9, 8, 18, tzinfo=UTC)
