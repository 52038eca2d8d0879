"""Clocks: the customer's never restarts, warns once, breaches once, and stops at the answer."""

from datetime import UTC, datetime, timedelta

from day import MONDAY, Day, confirming, policy

from engine.events import AlarmSounded, CalendarChanged, LeadReceived, SlaBreached, SlaWarned
from engine.lead import Disposition, SlaState


def sla(day: Day, lead_id: str = "L-1") -> SlaState:
    return day.floor.leads[lead_id].sla


def test_the_clock_warns_once_and_breaches_once() -> None:
    """At four minutes of five it warns, after the fifth it breaches, and then it is silent."""
    day = Day()
    day.arrive()
    assert day.later(minutes=3, seconds=59) == []
    assert [type(event) for event in day.later(seconds=1)] == [SlaWarned]
    assert day.later() == []
    assert day.later(minutes=1) == []
    assert [type(event) for event in day.later(microseconds=1)] == [SlaBreached]
    assert day.later(hours=5) == []


def test_an_answer_on_the_very_instant_is_in_time() -> None:
    """Equality is met."""
    day = Day()
    day.arrive()
    day.later(minutes=5)
    day.contact("L-1")
    assert sla(day) is SlaState.MET


def test_a_tick_that_comes_late_breaches_without_a_warning() -> None:
    """After a long sleep the breach is stamped with the instant when it became so."""
    day = Day()
    day.arrive()
    (breach,) = day.later(hours=3)
    assert isinstance(breach, SlaBreached)
    assert breach.due_at == MONDAY + timedelta(minutes=5)


def test_a_late_answer_is_late_though_no_tick_saw_it() -> None:
    """An answer after the time is met late, with the breach written before it."""
    day = Day()
    day.arrive()
    day.now += timedelta(minutes=6)
    assert [type(event).__name__ for event in day.contact("L-1")] == ["SlaBreached", "LeadContacted"]
    assert sla(day) is SlaState.MET_LATE


def test_an_answer_before_the_time_stops_the_clock() -> None:
    """Once the customer was reached nothing warns and nothing breaches."""
    day = Day()
    day.arrive()
    day.later(minutes=4)
    day.contact("L-1")
    assert day.later(hours=1) == []
    assert sla(day) is SlaState.MET


def test_the_first_answer_is_kept() -> None:
    """A second contact changes neither the first touch nor the clock."""
    day = Day()
    day.arrive()
    day.contact("L-1")
    day.later(hours=1)
    (again,) = day.contact("L-1")
    assert not again.is_first
    assert day.floor.leads["L-1"].first_touch_at == MONDAY


def test_a_lead_that_comes_late_is_breached_at_once() -> None:
    """Who asked an hour ago has waited an hour, whatever the file's road."""
    day = Day()
    day.receive(day.lead("x").but(received_at=MONDAY - timedelta(hours=1)))
    assert sla(day) is SlaState.BREACHED
    assert day.later(hours=1) == []


def test_instants_that_cannot_be_are_not_believed() -> None:
    """A lead from the future or from before the century is one of now."""
    day = Day()
    day.receive(
        day.lead("future").but(received_at=MONDAY + timedelta(days=1)),
        day.lead("past").but(received_at=datetime(1970, 1, 1, tzinfo=UTC)),
    )
    assert [day.floor.leads[one].received_at for one in ("L-1", "L-2")] == [MONDAY, MONDAY]


def test_reassigning_does_not_restart_the_customers_clock() -> None:
    """A new owner has a new start, the customer has not."""
    day = Day()
    day.arrive()
    day.later(minutes=2)
    day.give("L-1", "bo")
    lead = day.floor.leads["L-1"]
    assert (lead.due_at, lead.assigned_at) == (MONDAY + timedelta(minutes=5), MONDAY + timedelta(minutes=2))


def test_the_clock_counts_the_floors_hours() -> None:
    """Late on Friday the five minutes end on Monday."""
    day = Day(policy(hours="Mo-Fr 09:00-17:00"), now=datetime(2026, 9, 4, 16, 58, tzinfo=UTC))
    (lead,) = day.arrive()
    assert lead.due_at == datetime(2026, 9, 7, 9, 3, tzinfo=UTC)


def test_closing_leaves_a_breach_a_breach() -> None:
    """An unanswered lead that is closed in time counts for nothing, one that is late stays late, spam is void."""
    day = Day()
    day.arrive(3)
    day.close("L-1")
    day.now += timedelta(minutes=6)
    day.close("L-2")
    day.close("L-3", as_=Disposition.SPAM)
    ends = {change.after.id: change.after.sla for change in day.changes if change.after and change.after.closed_at}
    assert ends == {"L-1": SlaState.VOID, "L-2": SlaState.BREACHED, "L-3": SlaState.VOID}


def test_an_offer_does_not_hide_the_warning() -> None:
    """While a lead is held out its clock goes on."""
    day = Day(confirming().but(first_touch=timedelta(seconds=60)))
    day.arrive()
    seen = [type(event) for _ in range(70) for event in day.later(seconds=1)]
    assert (seen.count(SlaWarned), seen.count(SlaBreached)) == (1, 1)


def test_other_hours_keep_what_was_left() -> None:
    """Minutes that were used stay used, whatever hours count from then on, and each move is an entry."""
    day = Day(policy("ann", hours="Mo-Fr 09:00-17:00"), now=datetime(2026, 9, 7, 16, 57, tzinfo=UTC))
    day.away("ann")
    day.arrive()
    day.later(minutes=1)
    done = day.obey_and_tell(policy("ann", hours="Mo-Fr 09:00-20:00"))
    assert [event.due_at for event in done if isinstance(event, CalendarChanged)] == [
        MONDAY.replace(hour=17, minute=2)
    ]
    day.later(minutes=1)
    done = day.obey_and_tell(policy("ann", hours="Mo-Fr 09:00-16:00"))
    (moved,) = [event for event in done if isinstance(event, CalendarChanged)]
    assert moved.due_at == day.floor.leads["L-1"].due_at == datetime(2026, 9, 8, 9, 3, tzinfo=UTC)
    done = day.obey_and_tell(policy("ann", hours="Mo-Fr 09:00-16:00", name="Other"))
    assert not [event for event in done if isinstance(event, CalendarChanged)]


def test_a_late_arrival_is_breached_once_and_alarms_only_while_nobody_has_it() -> None:
    """It is breached as it comes in, by one entry; whoever takes the lead at once spares the floor the alarm."""
    day = Day()
    day.receive(day.lead("k").but(received_at=MONDAY - timedelta(hours=1)))
    assert [type(event) for event in day.later(minutes=1)] == []
    told = [change.entry.event for change in day.changes]
    (came,) = [event for event in told if isinstance(event, LeadReceived)]
    assert (came.is_late, came.due_at) == (True, MONDAY - timedelta(minutes=55))
    assert day.floor.leads["L-1"].sla is SlaState.BREACHED
    assert not [event for event in told if isinstance(event, AlarmSounded | SlaBreached)]
    for rep_id in ("ann", "bo", "cy"):
        day.away(rep_id)
    done = day.receive(day.lead("k2").but(received_at=MONDAY - timedelta(hours=1)))
    assert len([event for event in done if isinstance(event, AlarmSounded)]) == 1


def test_late_arrivals_that_nobody_takes_are_one_alarm() -> None:
    """A file of old leads at night rings once, and says how many they are."""
    day = Day()
    for rep_id in ("ann", "bo", "cy"):
        day.away(rep_id)
    old = MONDAY - timedelta(hours=1)
    done = day.receive(*(day.lead(key).but(received_at=old) for key in ("k1", "k2", "k3")))
    (alarm,) = [event for event in done if isinstance(event, AlarmSounded)]
    assert (alarm.lead_id, alarm.others) == ("L-1", 2)
