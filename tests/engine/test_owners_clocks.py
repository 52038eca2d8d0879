"""The owner's clock and the one of the next touch: each owner has their own, and each runs out once."""

from datetime import UTC, datetime, timedelta

from day import MONDAY, Day, policy

from engine.events import AlarmSounded, ClockRanOut, SlaBreached
from engine.lead import SlaState
from engine.policy import Hours, Policy


def timed(*reps: str, **changes: object) -> Policy:
    """A floor on which an owner has ten minutes."""
    return policy(*reps or ("ann", "bo"), first_touch=timedelta(hours=1), on_away="keep").but(
        **{"rep_touch": timedelta(minutes=10), "rep_hours": Hours.WALL, **changes}
    )


def test_the_owners_clock_runs_out_once() -> None:
    """After ten minutes with the owner it is said once, with the instant when it became so; equality is in time."""
    day = Day(timed())
    day.arrive()
    assert day.later(minutes=10) == []
    (event,) = day.later(minutes=3)
    assert event == ClockRanOut(lead_id="L-1", rep_id="ann", clock="owner", due_at=MONDAY + timedelta(minutes=10))
    assert day.later(minutes=9) == []


def test_each_owner_has_a_clock_of_their_own() -> None:
    """A new owner starts anew, how long the one before had it is kept, and the customer's clock goes on."""
    day = Day(timed())
    day.arrive()
    due_at = day.floor.leads["L-1"].due_at
    day.later(minutes=8)
    day.give("L-1", "bo")
    assert day.later(minutes=9) == []
    day.contact("L-1")
    day.give("L-1", "ann")
    lead = day.floor.leads["L-1"]
    assert [(one.rep_id, one.owned_at, one.touched_at) for one in lead.tenures] == [
        ("ann", MONDAY, None),
        ("bo", MONDAY + timedelta(minutes=8), MONDAY + timedelta(minutes=17)),
    ]
    assert lead.due_at == due_at


def test_the_owners_clock_counts_their_hours() -> None:
    """Half an hour from a quarter to five ends at a quarter past nine the next morning."""
    house = timed("ann", rep_touch=timedelta(minutes=30), rep_hours=Hours.REP)
    house = house.but(reps=(house.reps[0].but(hours="Mo-Fr 09:00-17:00"),))
    day = Day(house, now=datetime(2026, 9, 7, 16, 45, tzinfo=UTC))
    (lead,) = day.arrive()
    assert lead.owner_due_at == datetime(2026, 9, 8, 9, 15, tzinfo=UTC)


def test_floor_and_rep_counts_what_both_have_open() -> None:
    """The floor opens at nine and the rep at eleven: what counts begins at eleven, and ends with the floor."""
    house = timed("ann", hours="Mo-Fr 09:00-12:00", rep_hours=Hours.FLOOR_AND_REP, rep_touch=timedelta(minutes=90))
    house = house.but(reps=(house.reps[0].but(hours="Mo-Fr 11:00-17:00"),))
    day = Day(house, now=datetime(2026, 9, 7, 11, 0, tzinfo=UTC))
    (lead,) = day.arrive()
    assert lead.owner_due_at == datetime(2026, 9, 8, 11, 30, tzinfo=UTC)


def test_the_next_touch_is_due_after_each_touch() -> None:
    """Every contact moves the instant on; when it is past it is said once."""
    day = Day(timed(rep_touch=None, next_touch=timedelta(hours=2)))
    day.arrive()
    day.contact("L-1")
    day.later(hours=1)
    day.contact("L-1")
    assert day.later(hours=2) == []
    (event,) = day.later(seconds=1)
    assert (event.clock, event.due_at) == ("next_touch", MONDAY + timedelta(hours=3))


def test_a_restart_says_nothing_twice() -> None:
    """A floor made anew from its snapshot is silent about what was said, and still says what was not."""
    day = Day(timed())
    day.arrive(2)
    day.contact("L-2")
    day.later(minutes=5)
    day.floor = type(day.floor)(day.floor.snapshot())
    assert [type(event) for event in day.later(minutes=6)] == [ClockRanOut]
    day.floor = type(day.floor)(day.floor.snapshot())
    assert day.later(minutes=6) == []


def test_a_late_lead_without_owner_reaches_the_named_person() -> None:
    """Whoever is named for it gets a lead that is late and nobody's."""
    house = policy("ann", "bo").but(unowned_escalation="bo")
    day = Day(house.but(pools=(house.pools[0].but(reps=("ann",)),)))
    day.away("ann")
    day.arrive()
    day.later(minutes=6)
    assert day.owner("L-1") == "bo"


def test_where_the_named_person_cannot_the_floor_is_alarmed() -> None:
    """An absent person is as nobody: the alarm sounds, once, and the lead goes on waiting."""
    day = Day(policy("ann", "bo").but(unowned_escalation="bo"))
    day.away("ann")
    day.away("bo")
    day.arrive()
    done = day.later(minutes=6)
    assert [type(event) for event in done] == [SlaBreached, AlarmSounded]
    assert day.later(hours=1) == []
    assert day.floor.leads["L-1"].sla is SlaState.BREACHED


def test_other_hours_of_a_rep_move_what_is_left_of_their_clocks() -> None:
    """Of half an hour a quarter is used by five; with a longer day the rest is today, for nobody else's leads."""
    plain = timed("ann", "bo", rep_touch=timedelta(minutes=30), rep_hours=Hours.REP)
    house = plain.but(reps=tuple(rep.but(hours="Mo-Fr 09:00-17:00") for rep in plain.reps))
    day = Day(house, now=MONDAY.replace(hour=16, minute=45))
    day.arrive(2)
    before = {lead_id: lead.owner_due_at for lead_id, lead in day.floor.leads.items()}
    assert set(before.values()) == {MONDAY.replace(hour=9, minute=15) + timedelta(days=1)}
    day.later(minutes=5)
    day.obey(house.but(reps=(house.reps[0].but(hours="Mo-Fr 09:00-18:00"), house.reps[1])))
    after = {lead.rep_id: lead.owner_due_at for _, lead in day.floor.leads.items()}
    assert after == {"ann": MONDAY.replace(hour=17, minute=15), "bo": before["L-2"]}


def test_other_hours_move_the_next_touch_too() -> None:
    """What is due in two working hours is due by the clock of the new hours, and what is past stays past."""
    plain = policy("ann").but(next_touch=timedelta(hours=2), rep_hours=Hours.FLOOR, hours="Mo-Fr 09:00-10:00")
    day = Day(plain, now=MONDAY.replace(hour=9, minute=30))
    day.arrive()
    day.contact("L-1")
    assert day.floor.leads["L-1"].next_due_at == MONDAY.replace(hour=9, minute=30) + timedelta(days=2)
    day.obey(plain.but(hours="24/7"))
    assert day.floor.leads["L-1"].next_due_at == MONDAY.replace(hour=11, minute=30)
