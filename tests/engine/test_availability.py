"""Availability: who is there, who comes back, who leaves after one more."""

from datetime import timedelta

import pytest
from day import MONDAY, Day, confirming, policy

from engine.commands import SetAvailability
from engine.events import AlarmSounded, AvailabilityChanged, OfferRescinded
from engine.house.rungs import Rung
from engine.lead import LeadState
from engine.policy import Clause, Conditions, Pool, Rule
from engine.rep import Availability
from engine.turn import Refused


def say(day: Day, rep_id: str, said: Availability, **more: object) -> list[object]:
    return day.do(SetAvailability(rep_id=rep_id, availability=said, **more), rep_id)


@pytest.mark.parametrize("said", [Availability.AWAY, Availability.OFFLINE, Availability.NOT_RESPONDING])
def test_only_who_is_there_is_given_leads(said: Availability) -> None:
    """Whoever is in any state but the two of the allow-list gets nothing."""
    day = Day(policy("ann", "bo"))
    say(day, "ann", said)
    assert {lead.rep_id for lead in day.arrive(4)} == {"bo"}


def test_absence_freezes_the_ledger() -> None:
    """While somebody is away nothing is added to their line nor taken from it."""
    day = Day()
    day.arrive(4)
    before = day.lag("ann")
    day.away("ann")
    day.arrive(10)
    assert day.lag("ann") == before


def test_what_waits_is_dealt_when_somebody_returns() -> None:
    """A return deals the queue in the same order."""
    day = Day(policy("ann"))
    day.away("ann")
    day.arrive(3)
    day.back("ann")
    assert [day.owner(f"L-{n}") for n in (1, 2, 3)] == ["ann"] * 3


def test_who_said_until_when_returns_by_themselves() -> None:
    """At the instant named the rep is there again, and the desk knows when to look."""
    day = Day(policy("ann"))
    day.away("ann", until=MONDAY + timedelta(minutes=15))
    day.arrive()
    assert day.next_due == MONDAY + timedelta(minutes=4)
    day.later(minutes=14)
    assert day.owner("L-1") is None
    day.later(minutes=1)
    assert day.owner("L-1") == "ann"


def test_a_changed_mind_about_the_return_holds() -> None:
    """The first instant named passes by when another was named since."""
    day = Day()
    day.away("ann", until=MONDAY + timedelta(minutes=5))
    day.away("ann", until=MONDAY + timedelta(minutes=30), reason="doctor")
    assert day.later(minutes=6) == []
    assert day.later(minutes=24)[0].availability is Availability.AVAILABLE


def test_the_past_is_no_time_to_return() -> None:
    """A return before now is refused, and so is one of somebody who is there."""
    day = Day()
    with pytest.raises(Refused, match="past already"):
        day.away("ann", until=MONDAY)
    with pytest.raises(Refused, match="Only who is away"):
        say(day, "ann", Availability.LAST_ONE, until_at=MONDAY + timedelta(hours=1))


def test_what_is_so_already_is_refused() -> None:
    """Nothing is written of a rep who is what they say; whoever is there is there whatever reason they give."""
    day = Day()
    day.away("ann")
    with pytest.raises(Refused, match="Ann is away already"):
        day.away("ann")
    with pytest.raises(Refused, match="Bo is available already"):
        say(day, "bo", Availability.AVAILABLE, reason="hello")


def test_last_one_takes_one_more_and_leaves() -> None:
    """After one lead the rep is away, and the next goes to others."""
    day = Day(policy("ann", "bo"))
    say(day, "ann", Availability.LAST_ONE, reason="lunch")
    leads = day.arrive(4)
    assert [lead.rep_id for lead in leads] == ["ann", "bo", "bo", "bo"]
    ann = day.floor.reps["ann"]
    assert (ann.availability, ann.reason) == (Availability.AWAY, "lunch")


def test_last_one_given_by_hand_is_the_last_too() -> None:
    """A lead given by hand is the one more; what was held out besides goes back, and undo brings all back."""
    day = Day(confirming("ann", "bo"))
    day.arrive(3)
    say(day, "ann", Availability.LAST_ONE)
    done = day.give("L-3", "ann")
    assert day.floor.reps["ann"].availability is Availability.AWAY
    assert any(isinstance(event, OfferRescinded) and event.lead_id == "L-1" for event in done)
    day.undo()
    assert day.floor.reps["ann"].availability is Availability.LAST_ONE
    assert day.owner("L-3") is None


def test_last_one_who_stands_in_takes_one_more() -> None:
    """Of the leads of somebody who leaves, the one who stands in for them gets the one that they wanted."""
    day = Day(policy("ann", "bo").but(on_away="delegate:bo", away_grace=timedelta(minutes=1)))
    day.away("bo")
    day.arrive(4)
    say(day, "bo", Availability.LAST_ONE)
    day.away("ann")
    day.later(minutes=2)
    assert [lead.rep_id for _, lead in day.floor.leads.items()].count("bo") == 1


def test_last_one_who_gets_late_leads_takes_one_more() -> None:
    """The person named for late leads that nobody owns is away after one of them; for the next the alarm sounds."""
    day = Day(policy("ann", "bo").but(unowned_escalation="bo", pools=(Pool(name="inbound", reps=("ann",)),)))
    day.away("ann")
    say(day, "bo", Availability.LAST_ONE)
    day.arrive(2)
    done = day.later(minutes=6)
    assert (day.owner("L-1"), day.owner("L-2")) == ("bo", None)
    assert any(isinstance(event, AlarmSounded) and event.lead_id == "L-2" for event in done)


def test_last_one_whom_a_ladder_names_is_away_then() -> None:
    """A step that gives a lead to somebody by name takes back what was held out to them besides."""
    house = confirming("ann", "bo")
    ladder = (Rung(after=timedelta(minutes=1), do="assign:bo"),)
    night = Pool(name="night", reps=("ann",), ladder=ladder)
    rules = (Rule(name="late", pool="night", when=Conditions(clauses=(Clause(field="form", test="is", value="n"),))),)
    day = Day(house.but(pools=(*house.pools, night), rules=(*rules, *house.rules)))
    day.away("ann")
    say(day, "bo", Availability.LAST_ONE)
    day.arrive()
    day.arrive(form="n")
    assert day.offered_to("L-1") == "bo"
    day.now += timedelta(minutes=1)
    day.later(seconds=0)
    assert (day.owner("L-2"), day.state("L-1")) == ("bo", LeadState.QUEUED)
    assert day.floor.reps["bo"].availability is Availability.AWAY


def test_last_one_of_an_offer_leaves_when_it_is_taken() -> None:
    """Where reps must say yes, the yes is what ends the day."""
    day = Day(confirming("ann", "bo"))
    say(day, "ann", Availability.LAST_ONE)
    day.arrive()
    assert day.floor.reps["ann"].availability is Availability.LAST_ONE
    day.accept("L-1")
    assert day.floor.reps["ann"].availability is Availability.AWAY


def test_leaving_gives_back_what_is_held_out_in_the_same_turn() -> None:
    """An offer to somebody who leaves goes to the next at once, and nobody is charged for it."""
    day = Day(confirming("ann", "bo"))
    day.arrive()
    assert day.offered_to("L-1") == "ann"
    done = day.away("ann")
    assert isinstance(done[0], AvailabilityChanged)
    assert isinstance(done[1], OfferRescinded)
    assert day.offered_to("L-1") == "bo"
    assert day.lag("ann") == 0


def test_all_away_is_a_queue_and_no_loss() -> None:
    """With nobody there every lead waits and says so."""
    day = Day()
    for rep_id in ("ann", "bo", "cy"):
        day.away(rep_id, reason="holiday")
    leads = day.arrive(3)
    assert {lead.state for lead in leads} == {LeadState.QUEUED}
    assert leads[0].out == {"presence:away/holiday": ("ann", "bo", "cy")}


def test_two_flapping_reps_leave_the_others_fairly_served() -> None:
    """While two come and go through a thousand leads nobody away gets one, and those always there stay level."""
    day = Day(policy("ann", "bo", "cy", "di"))
    for n in range(1000):
        for rep_id, every in (("ann", 7), ("bo", 11)):
            is_there = day.floor.reps[rep_id].availability is Availability.AVAILABLE
            if n % every == 0:
                (day.away if is_there else day.back)(rep_id)
        (lead,) = day.arrive()
        assert day.floor.reps[lead.rep_id or ""].availability is Availability.AVAILABLE
        assert max(abs(day.lag(rep_id)) for rep_id in ("cy", "di")) < 2


def test_a_presence_that_nobody_knows_gets_no_lead() -> None:
    """What another version wrote is read as unknown, and unknown is not there."""
    day = Day(policy("ann"))
    odd = Availability("in the garden")
    day.floor.put_rep(day.floor.reps["ann"].but(availability=odd))
    (lead,) = day.arrive()
    assert (odd, lead.out) == (Availability.UNKNOWN, {"presence:unknown": ("ann",)})


def test_overtime_is_being_there_outside_the_hours() -> None:
    """Who works on is dealt to until their next shift begins, and is off after that one as always."""
    plain = policy("ann")
    rules = plain.but(reps=(plain.reps[0].but(hours="Mo-Fr 09:00-17:00"),))
    day = Day(rules, now=MONDAY + timedelta(hours=9))
    assert day.arrive()[0].out == {"off_shift": ("ann",)}
    say(day, "ann", Availability.AVAILABLE, overtime=True)
    assert day.owner("L-1") == "ann"
    day.later(hours=15)
    assert day.floor.reps["ann"].overtime is False
    day.later(hours=8)
    assert day.arrive()[0].out == {"off_shift": ("ann",)}
