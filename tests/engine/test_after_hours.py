"""After hours: routed, held until the opening, or sent to those on call."""

from datetime import UTC, datetime, timedelta

from day import Day, policy
from laws import JudgedDay

from engine.events import LeadParked, LeadReleased
from engine.lead import LeadState
from engine.policy import Policy, Pool

SATURDAY = datetime(2026, 9, 5, 10, 0, tzinfo=UTC)
OPENING = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)


def held(*reps: str, **changes: object) -> Policy:
    """A floor that holds leads at night and at the weekend."""
    return policy(*reps, hours="Mo-Fr 09:00-17:00", after_hours="hold").but(**changes)


def test_a_floor_that_says_nothing_routes() -> None:
    """Without a word about it a lead is dealt to whoever is there, at any hour."""
    day = Day(policy(hours="Mo-Fr 09:00-17:00"), now=SATURDAY)
    assert day.arrive()[0].rep_id == "ann"


def test_a_held_lead_waits_for_the_opening_with_a_time() -> None:
    """On Saturday a lead is parked until Monday's opening, the desk knows, and its clock counts open hours."""
    day = Day(held(), now=SATURDAY)
    (lead,) = day.arrive()
    assert (lead.state, lead.parked_until) == (LeadState.PARKED, OPENING)
    assert lead.due_at == OPENING + timedelta(minutes=5)
    assert day.next_due == OPENING
    day.now = OPENING
    day.later()
    assert day.owner("L-1") == "ann"


def test_the_morning_is_dealt_at_a_pace_in_queue_order() -> None:
    """At the opening one lead every ten seconds, the one that is due first at first, not all at once."""
    day = Day(held(), now=SATURDAY)
    day.receive(*(day.lead(f"k{n}").but(received_at=SATURDAY - timedelta(minutes=n)) for n in range(6)))
    day.now = OPENING
    released = [event.lead_id for event in day.later() if isinstance(event, LeadReleased)]
    for _ in range(5):
        released += [event.lead_id for event in day.later(seconds=10) if isinstance(event, LeadReleased)]
    assert released == ["L-1", "L-2", "L-3", "L-4", "L-5", "L-6"]
    assert day.received() == {"ann": 2, "bo": 2, "cy": 2}


def test_nobody_is_given_more_in_the_morning_than_they_can_begin() -> None:
    """Two leads not begun are enough until the quarter of an hour is over; beginning one makes room at once."""
    day = Day(held("ann", first_touch=timedelta(hours=2)), now=SATURDAY)
    day.arrive(4)
    day.now = OPENING
    for _ in range(5):
        day.later(seconds=10)
    assert day.floor.leads["L-3"].out == {"at_cap:opening 2/2": ("ann",)}
    day.contact("L-1")
    assert (day.owner("L-3"), day.owner("L-4")) == ("ann", None)
    day.later(minutes=15)
    assert day.owner("L-4") == "ann"


def test_what_still_waits_at_closing_is_held_too() -> None:
    """A lead that nobody could take before closing is not dealt at night."""
    day = Day(held("ann"), now=datetime(2026, 9, 4, 16, 58, tzinfo=UTC))
    day.away("ann")
    day.arrive()
    day.now = datetime(2026, 9, 4, 17, 1, tzinfo=UTC)
    (parked,) = [event for event in day.back("ann") if isinstance(event, LeadParked)]
    assert parked.until_at == OPENING


def test_a_parked_lead_can_be_given_by_hand() -> None:
    """The manager is not bound to the opening."""
    day = Day(held(), now=SATURDAY)
    day.arrive()
    day.give("L-1", "bo")
    assert day.owner("L-1") == "bo"


def test_new_hours_release_what_was_parked_for_the_old() -> None:
    """A lead parked by hours that are no more comes at its instant and is dealt or parked as the new ones say."""
    day = Day(held(), now=SATURDAY)
    day.arrive()
    day.obey(held(hours="Tu-Fr 09:00-17:00"))
    day.now = OPENING
    day.later()
    assert day.floor.leads["L-1"].parked_until == OPENING + timedelta(days=1)


def test_those_on_call_get_what_comes_after_hours() -> None:
    """At the weekend leads go to the pool on call, in the week to their own."""
    house = policy("ann", "bo", hours="Mo-Fr 09:00-17:00", after_hours="oncall:night")
    pools = (house.pools[0].but(reps=("ann",)), Pool(name="night", reps=("bo",), after_hours="route"))
    day = Day(house.but(pools=pools), now=SATURDAY)
    assert day.arrive()[0].rep_id == "bo"
    day.now = OPENING
    assert day.arrive()[0].rep_id == "ann"


def test_all_on_holiday_is_parked_with_a_time_and_never_dropped() -> None:
    """A floor that is closed for weeks parks what comes, until the day it opens (vector 14)."""
    house = held(hours="2026 Sep 28+ 09:00-17:00", after_hours="hold")
    day = Day(house, now=SATURDAY)
    leads = day.arrive(3)
    assert {lead.parked_until for lead in leads} == {datetime(2026, 9, 28, 9, tzinfo=UTC)}


def test_a_late_starter_does_not_lose_the_deal_of_the_morning() -> None:
    """Whoever starts ten minutes later shares in each lead of the opening, and is dealt what they are owed first."""
    plain = held("ann", "bo")
    house = plain.but(reps=(plain.reps[0], plain.reps[1].but(hours="Mo-Fr 09:10-17:00")), opening_burst=9)
    day = Day(house, now=SATURDAY)
    day.arrive(4)
    day.now = OPENING
    for _ in range(4):
        day.later(seconds=10)
    assert (day.received(), day.lag("bo")) == ({"ann": 4, "bo": 0}, 2)
    day.now = OPENING + timedelta(minutes=10)
    day.later()
    day.arrive(2)
    assert (day.owner("L-5"), day.owner("L-6")) == ("bo", "bo")


def test_a_customer_is_told_once_that_it_takes_until_the_morning() -> None:
    """The first time a lead is held the customer is told, and not again the next night."""
    day = Day(held("ann", after_hours_ack="email"), now=SATURDAY)
    day.away("ann")
    day.arrive()
    day.now = OPENING
    day.later()
    day.now = OPENING + timedelta(hours=9)
    day.later()
    told = [change.entry.event.ack for change in day.changes if isinstance(change.entry.event, LeadParked)]
    assert told == ["email", ""]


def guarded(**changes: object) -> Policy:
    """A floor that closes at five; ann goes with it, bo works until six, and cy says nothing of hours."""
    own = {"ann": "Mo-Fr 09:00-17:00", "bo": "Mo-Fr 12:00-18:00"}
    plain = held(**{"close_guard": timedelta(0), **changes})
    return plain.but(reps=tuple(rep.but(hours=own.get(rep.id, "")) for rep in plain.reps))


def test_what_comes_too_near_to_closing_goes_to_who_stays_so_long() -> None:
    """Five minutes before five only bo can still answer in time; on the very last instant everybody can."""
    day = JudgedDay(guarded(), now=OPENING.replace(hour=16, minute=55))
    assert [lead.rep_id for lead in day.arrive(2)] == ["ann", "bo"]
    day.now += timedelta(seconds=1)
    assert [lead.rep_id for lead in day.arrive(2)] == ["bo", "bo"]
    day.away("bo")
    (late,) = day.arrive()
    assert (late.state, late.parked_until) == (LeadState.PARKED, OPENING + timedelta(days=1))
    day.now = OPENING + timedelta(days=1)
    day.later()
    assert day.owner(late.id) in ("ann", "cy")


def test_what_came_before_is_dealt_to_the_end() -> None:
    """A lead that waits since noon is given at the last minute; the late one beside it is put aside."""
    day = JudgedDay(guarded(), now=OPENING.replace(hour=16, minute=50))
    for rep_id in ("ann", "bo", "cy"):
        day.away(rep_id)
    day.arrive()
    day.now = OPENING.replace(hour=16, minute=58)
    day.arrive()
    assert (day.state("L-1"), day.state("L-2")) == (LeadState.QUEUED, LeadState.PARKED)
    day.back("ann")
    assert (day.owner("L-1"), day.owner("L-2")) == ("ann", None)


def test_near_to_closing_those_on_call_are_asked() -> None:
    """Where the night goes to others, so do its last minutes before."""
    night = Pool(name="night", reps=("cy",), after_hours="route")
    house = guarded(after_hours="oncall:night", close_guard=timedelta(minutes=10))
    house = house.but(pools=(house.pools[0].but(reps=("ann",)), night))
    day = JudgedDay(house, now=OPENING.replace(hour=16, minute=49))
    assert day.arrive()[0].rep_id == "ann"
    day.later(minutes=2)
    assert [(lead.rep_id, lead.pool) for lead in day.arrive()] == [("cy", "night")]
