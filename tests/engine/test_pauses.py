"""Holding a clock: for a listed reason, with what was left when it runs again, and anew by hand alone."""

from datetime import UTC, datetime, timedelta

import pytest
from day import MONDAY, Day, policy, seen

from engine.commands import PauseClock, ResetClock, ResumeClock
from engine.events import AlarmSounded, ClockReset, ClockResumed, SlaBreached, SlaWarned
from engine.lead import SlaState
from engine.turn import Refused


def hold(day: Day, lead_id: str = "L-1", reason: str = "on_hold", until: datetime | None = None) -> None:
    day.do(PauseClock(leads=seen(lead_id), reason=reason, until_at=until))


def test_a_held_clock_neither_warns_nor_breaches() -> None:
    """While the customer asked to be called later no time is used up, and the rest is kept to the second."""
    day = Day()
    day.arrive()
    day.later(minutes=2)
    hold(day)
    assert day.later(hours=3) == []
    day.do(ResumeClock(leads=seen("L-1")))
    lead = day.floor.leads["L-1"]
    assert (lead.sla, lead.due_at) == (SlaState.RUNNING, day.now + timedelta(minutes=3))
    assert [type(event) for event in day.later(minutes=2)] == [SlaWarned]
    assert [type(event) for event in day.later(minutes=2)] == [SlaBreached]


def test_a_callback_runs_again_by_itself() -> None:
    """At the instant that was named the clock goes on, and the desk knows when to look."""
    day = Day()
    day.arrive()
    hold(day, reason="scheduled_callback", until=MONDAY + timedelta(hours=1))
    assert day.later(minutes=59) == []
    assert day.next_due == MONDAY + timedelta(hours=1)
    (event,) = day.later(minutes=1)
    assert isinstance(event, ClockResumed)
    assert event.due_at == MONDAY + timedelta(hours=1, minutes=5)


def test_a_pause_counts_open_hours_alone() -> None:
    """Held on Friday before closing and let go on Monday before opening, what is left begins at the opening."""
    friday = datetime(2026, 9, 4, 16, 58, tzinfo=UTC)
    day = Day(policy(hours="Mo-Fr 09:00-17:00"), now=friday)
    day.arrive()
    hold(day)
    day.now = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
    day.do(ResumeClock(leads=seen("L-1")))
    assert day.floor.leads["L-1"].due_at == datetime(2026, 9, 7, 9, 5, tzinfo=UTC)


def test_who_was_warned_is_not_warned_again() -> None:
    """A pause after the warning goes on after the warning."""
    day = Day()
    day.arrive()
    day.later(minutes=4)
    hold(day)
    day.later(minutes=30)
    day.do(ResumeClock(leads=seen("L-1")))
    assert day.floor.leads["L-1"].sla is SlaState.AT_RISK
    assert [type(event) for event in day.later(minutes=2)] == [SlaBreached]


@pytest.mark.parametrize("reason", ["rep_away", "", "lunch"])
def test_only_listed_reasons_hold_a_clock(reason: str) -> None:
    """Neither an absent rep nor anything else that is not listed stops the customer's clock."""
    day = Day()
    day.arrive()
    with pytest.raises(Refused, match="for one of these alone"):
        hold(day, reason=reason)


def test_an_answer_while_the_clock_is_held_is_in_time() -> None:
    """Reaching the customer ends the pause, and nothing runs any more."""
    day = Day()
    day.arrive()
    hold(day)
    day.later(hours=1)
    day.contact("L-1")
    lead = day.floor.leads["L-1"]
    assert (lead.sla, lead.paused_at) == (SlaState.MET, None)
    with pytest.raises(Refused, match="run already"):
        day.do(ResumeClock(leads=seen("L-1")))


def test_a_pause_can_be_undone() -> None:
    """Taken back, the clock never stood still: what is past by then is late."""
    day = Day()
    day.arrive()
    hold(day)
    day.later(minutes=7)
    day.undo()
    assert day.floor.leads["L-1"].sla is SlaState.BREACHED


def test_a_clock_starts_anew_by_hand_and_says_why() -> None:
    """A late clock that is reset has its whole span again; without a reason it is refused."""
    day = Day()
    day.arrive()
    day.later(minutes=7)
    with pytest.raises(Refused, match="Say why"):
        day.do(ResetClock(leads=seen("L-1"), reason=" "))
    (event,) = day.do(ResetClock(leads=seen("L-1"), reason="the form sent the wrong date"))
    assert isinstance(event, ClockReset)
    assert event.due_at == day.now + timedelta(minutes=5)
    assert day.floor.leads["L-1"].sla is SlaState.RUNNING
    assert [type(event) for event in day.later(minutes=6)] == [SlaBreached]


def test_neither_absence_nor_a_new_owner_stops_the_clock() -> None:
    """The customer waits as long as the customer waits."""
    day = Day()
    day.arrive()
    day.later(minutes=2)
    day.away("ann")
    day.later(minutes=2)
    day.requeue("L-1") if day.owner("L-1") else None
    assert day.floor.leads["L-1"].due_at == MONDAY + timedelta(minutes=5)


@pytest.mark.parametrize(
    "act", [PauseClock(leads=seen("L-1"), reason="on_hold"), ResetClock(leads=seen("L-1"), reason="new")]
)
def test_what_is_late_already_cannot_be_saved(act: PauseClock | ResetClock) -> None:
    """Whoever stops or restarts a clock that ran out a moment ago does so after the breach, and all hear of it."""
    day = Day(policy("ann"))
    day.away("ann")
    day.arrive()
    day.now += timedelta(minutes=6)
    breach, alarm, *_ = day.do(act)
    assert isinstance(breach, SlaBreached)
    assert breach.due_at == MONDAY + timedelta(minutes=5)
    assert isinstance(alarm, AlarmSounded)


def test_an_answer_during_a_pause_that_began_too_late_is_late() -> None:
    """The pause stops what still runs, and nothing did."""
    day = Day()
    day.arrive()
    day.now += timedelta(minutes=6)
    hold(day)
    day.contact("L-1")
    assert day.floor.leads["L-1"].sla is SlaState.MET_LATE
