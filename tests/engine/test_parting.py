"""What is said of the leads of somebody who goes away."""

from datetime import timedelta

import pytest
from day import Day, confirming, policy

from engine.commands import SetAvailability
from engine.policy import Policy
from engine.rep import Availability
from engine.telling.parting import parting

SLOW = {"first_touch": timedelta(hours=1)}


def told(day: Day, rep_id: str = "ann", order: SetAvailability | None = None) -> str:
    """Send a rep away, and return what is said of it."""
    away = order or SetAvailability(rep_id=rep_id, availability=Availability.AWAY)
    changes = day.carry_out(away, day.turn("mia"))
    assert day.roster is not None
    return parting(rep_id, changes, day.floor, day.roster)


def late(*reps: str) -> Day:
    """A day on which six leads are late already, so that they do not wait for who leaves."""
    day = Day(policy(*reps))
    day.arrive(6)
    day.later(minutes=6)
    return day


def test_who_has_nothing_leaves_nothing() -> None:
    """There is nothing to say then, nor of whoever comes back or takes one more."""
    day = Day(policy("ann", "bo"))
    assert told(day) == ""
    day.arrive(2)
    assert told(day, order=SetAvailability(rep_id="ann", availability=Availability.AVAILABLE)) == ""
    assert told(day, "bo", SetAvailability(rep_id="bo", availability=Availability.LAST_ONE)) == ""


def test_an_offer_goes_on_at_once() -> None:
    """To whom it is held out then is named; where nobody else is there, it is back in the queue."""
    day = Day(confirming("ann", "bo"))
    day.arrive(1)
    first = day.offered_to("L-1")
    other = "bo" if first == "ann" else "ann"
    assert told(day, first) == f"1 lead offered to {other.title()}"
    assert told(day, other) == "1 lead back in the queue"


def test_late_leads_go_to_others_at_once() -> None:
    """By name where all go to one, as others where they go to several; alone on the floor they wait."""
    assert told(late("ann", "bo")) == "3 leads given to Bo"
    assert told(late("ann", "bo", "cy")) == "2 leads given to others"
    assert told(late("ann")) == "6 leads back in the queue"


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (policy("ann", "bo", **SLOW), "1 lead not begun goes to others in 5 minutes, 1 stays"),
        (policy("ann", "bo", **SLOW).but(on_away="keep"), "2 leads stay"),
    ],
)
def test_what_is_not_begun_has_its_time(rules: Policy, words: str) -> None:
    """What waits for the end of the grace and what stays with whoever left are counted apart."""
    day = Day(rules)
    day.arrive(4)
    day.contact(next(f"L-{n}" for n in range(1, 5) if day.owner(f"L-{n}") == "ann"))
    assert told(day) == words
    assert told(day, order=SetAvailability(rep_id="ann", availability=Availability.AWAY, reason="lunch")) == ""


def test_who_is_back_before_the_grace_is_over_keeps_all() -> None:
    """A short break that is announced takes nothing away."""
    day = Day(policy("ann", "bo", **SLOW))
    day.arrive(2)
    until = day.now + timedelta(minutes=3)
    order = SetAvailability(rep_id="ann", availability=Availability.AWAY, until_at=until)
    assert told(day, order=order) == "1 lead stays"
