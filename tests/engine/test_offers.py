"""Offers: a lead is held out, taken, refused, missed, and held out again."""

from datetime import timedelta

import pytest
from day import MONDAY, Day, confirming, dealing_by, policy

from engine.commands import AcceptOffer, AskAgain, Seen
from engine.events import AvailabilityChanged, ChanceGiven, LeadHeld, OfferMade, OfferMissed
from engine.lead import LeadState
from engine.policy import Accept, Rep, Strategy
from engine.rep import Availability
from engine.turn import Refused


def test_an_offer_is_no_assignment() -> None:
    """A lead held out has no owner, and nothing is posted before the yes."""
    day = Day(confirming())
    (lead,) = day.arrive()
    assert (lead.state, lead.rep_id) == (LeadState.OFFERED, None)
    assert day.received() == {"ann": 0, "bo": 0, "cy": 0}
    day.accept("L-1")
    assert day.owner("L-1") == "ann"
    assert day.received()["ann"] == 1


def test_the_span_of_an_offer_shares_the_customers_time() -> None:
    """With five minutes and three tries the first offer lasts 75 seconds."""
    day = Day(confirming())
    (lead,) = day.arrive()
    assert lead.offer is not None
    assert lead.offer.expires_at - MONDAY == timedelta(seconds=75)


def test_an_offer_is_never_shorter_than_its_least_nor_longer_than_its_most() -> None:
    """A late lead is held out for twenty seconds, a patient one for ninety."""
    late = Day(confirming())
    late.receive(late.lead("x").but(received_at=MONDAY - timedelta(hours=1)))
    patient = Day(confirming().but(first_touch=timedelta(hours=1)))
    (lead,) = patient.arrive()
    assert late.floor.leads["L-1"].offer.expires_at - MONDAY == timedelta(seconds=20)
    assert lead.offer.expires_at - MONDAY == timedelta(seconds=90)


def test_one_offer_at_a_time() -> None:
    """Two reps hold two offers; the third lead waits for an answer."""
    day = Day(confirming("ann", "bo"))
    leads = day.arrive(3)
    assert [lead.state for lead in leads] == [LeadState.OFFERED, LeadState.OFFERED, LeadState.QUEUED]
    assert leads[2].out == {"offer_pending": ("ann", "bo")}
    day.accept("L-2")
    assert day.offered_to("L-3") == "bo"


def test_a_no_goes_to_the_next_and_costs_nothing() -> None:
    """Who declines has neither the lead nor a share of it."""
    day = Day(confirming())
    day.arrive()
    day.decline("L-1")
    assert day.offered_to("L-1") == "bo"
    day.accept("L-1")
    assert (day.lag("ann"), day.lag("bo"), day.lag("cy")) == (0, -0.5, 0.5)


def test_a_missed_offer_goes_to_the_next() -> None:
    """At the very instant it ends the offer is missed, and a late yes is refused."""
    day = Day(confirming())
    day.arrive()
    day.now += timedelta(seconds=75)
    with pytest.raises(Refused, match="not held out to Ann any more"):
        day.do(AcceptOffer(lead=Seen(id="L-1"), rep_id="ann"), "ann")
    day.later()
    assert day.offered_to("L-1") == "bo"


def test_missing_twice_is_not_responding() -> None:
    """Two misses within the window take a rep off, with the reason, until a person says otherwise."""
    day = Day(confirming("ann", "bo"))
    day.away("bo")
    for _ in range(2):
        day.arrive()
        day.later(minutes=2)
    ann = day.floor.reps["ann"]
    assert (ann.availability, ann.reason) == (Availability.NOT_RESPONDING, "missed 2 offers")
    assert day.later(hours=5) is not None
    assert day.floor.reps["ann"].availability is Availability.NOT_RESPONDING
    day.back("ann")
    assert day.floor.reps["ann"].misses == ()


def test_misses_far_apart_are_forgiven() -> None:
    """A miss before the window counts no more."""
    day = Day(confirming("ann", retry_after=timedelta(minutes=20)))
    day.arrive()
    day.later(minutes=2)
    day.later(minutes=20)
    day.later(minutes=2)
    assert sum(isinstance(entry.event, OfferMissed) for entry in day.entries) == 2
    assert day.floor.reps["ann"].availability is Availability.AVAILABLE


def test_taking_a_lead_wipes_the_misses() -> None:
    """Who answers in between starts anew."""
    day = Day(confirming("ann"))
    day.arrive()
    day.later(seconds=100)
    day.later(seconds=60)
    day.accept("L-1")
    assert day.floor.reps["ann"].misses == ()


def test_when_all_said_no_another_round_begins_at_once() -> None:
    """A lead that everybody refused is held out again to everybody."""
    day = Day(confirming("ann", "bo"))
    day.arrive()
    day.decline("L-1")
    day.decline("L-1")
    lead = day.floor.leads["L-1"]
    assert (lead.state, lead.round, lead.declined) == (LeadState.OFFERED, 2, ())


def test_after_the_last_round_a_lead_rests() -> None:
    """Refused through all rounds it waits, keeps saying why, and is held out once the rest is over."""
    day = Day(confirming("ann", "bo"))
    day.arrive()
    for _ in range(4):
        day.decline("L-1")
    lead = day.floor.leads["L-1"]
    assert (lead.state, lead.retry_at) == (LeadState.QUEUED, MONDAY + timedelta(seconds=60))
    assert lead.out == {"declined_this_round": ("ann", "bo")}
    day.later(seconds=60)
    assert day.state("L-1") is LeadState.OFFERED


def test_the_sole_decliner_is_asked_again_after_a_rest() -> None:
    """One who alone could take it and said no is no dead end and no loop."""
    day = Day(confirming("ann"))
    day.arrive()
    day.decline("L-1")
    assert day.state("L-1") is LeadState.QUEUED
    assert day.later(seconds=59) == []
    day.later(seconds=1)
    assert day.offered_to("L-1") == "ann"


def test_every_lead_that_all_refused_gets_its_own_round() -> None:
    """Two leads refused by the same reps are both asked about again, none is stuck behind the other."""
    day = Day(confirming("ann", "bo", rounds_max=1))
    day.arrive(2)
    day.decline("L-1")
    day.decline("L-2")
    day.decline("L-1")
    day.decline("L-2")
    assert day.floor.leads["L-1"].retry_at == day.floor.leads["L-2"].retry_at == MONDAY + timedelta(seconds=60)


def test_a_rest_that_finds_nobody_ends_all_the_same() -> None:
    """A lead whose rest is over while nobody is there joins the others, and its clock still warns and breaches."""
    day = Day(confirming("ann"))
    day.arrive()
    day.decline("L-1")
    day.away("ann")
    assert {type(event) for event in day.later(seconds=60)} == {LeadHeld}
    assert (day.floor.leads["L-1"].retry_at, day.floor.leads["L-1"].declined) == (None, ())
    assert [type(event).__name__ for event in day.later(minutes=3)] == ["SlaWarned"]
    assert [type(event).__name__ for event in day.later(minutes=2)] == ["SlaBreached", "AlarmSounded"]


def test_a_lead_keeps_its_place_through_offers() -> None:
    """Refused by one, it goes to the next who is free before younger leads do."""
    day = Day(confirming("ann", "bo"))
    day.arrive(3)
    day.decline("L-1")
    done = day.accept("L-2")
    assert [event.lead_id for event in done if isinstance(event, OfferMade)] == ["L-1"]


def test_a_lead_that_rests_is_for_whoever_is_free_first() -> None:
    """While the one who refused is left alone, another who becomes free is held the lead out at once."""
    day = Day(confirming("ann", "bo"))
    day.away("bo")
    day.arrive()
    day.decline("L-1")
    day.back("bo")
    assert day.offered_to("L-1") == "bo"


def test_full_reps_are_offered_nothing() -> None:
    """An offer counts on room for it."""
    house = dealing_by(Strategy.ROUND_ROBIN, Rep(id="ann", name="Ann", capacity=1), accept=Accept.CONFIRM)
    day = Day(house)
    day.arrive(2)
    day.accept("L-1")
    assert day.floor.leads["L-2"].out == {"at_cap:open 1/1": ("ann",)}


def test_a_yes_of_another_is_refused() -> None:
    """Only the rep to whom the lead is held out can take it, and only once."""
    day = Day(confirming("ann", "bo"))
    day.arrive()
    with pytest.raises(Refused, match="not held out to Bo"):
        day.do(AcceptOffer(lead=Seen(id="L-1"), rep_id="bo"), "bo")
    day.accept("L-1")
    with pytest.raises(Refused, match="not held out to Ann"):
        day.do(AcceptOffer(lead=Seen(id="L-1"), rep_id="ann"), "ann")


def test_without_a_yes_to_say_nothing_is_held_out() -> None:
    """Where leads are given at once there is no offer and nobody changes their availability."""
    day = Day(policy("ann"))
    day.arrive()
    assert not [e for e in day.entries if isinstance(e.event, OfferMade | AvailabilityChanged)]


def test_a_rest_that_ends_behind_others_says_why_it_waits_now() -> None:
    """A lead whose decliners may be asked again does not go on saying that they declined."""
    day = Day(confirming("ann"))
    day.arrive()
    day.decline("L-1")
    day.receive(day.lead("older").but(received_at=MONDAY - timedelta(minutes=3)))
    day.later(seconds=60)
    assert day.floor.leads["L-1"].out == {"offer_pending": ("ann",)} or day.state("L-1") is LeadState.OFFERED
    day.away("ann")
    day.later(seconds=60)
    assert day.floor.leads["L-1"].out == {"presence:away/lunch": ("ann",)}


def test_whoever_leaves_while_a_lead_is_held_out_to_several_is_out_of_it() -> None:
    """Nobody away keeps an offer, be they the first of those who race for it or not."""
    reps = [Rep(id=one, name=one) for one in ("ann", "bo", "cy")]
    day = Day(dealing_by(Strategy.FIRST_TO_CLAIM, *reps))
    (lead,) = day.arrive()
    assert lead.offer is not None
    assert lead.offer.holders == ("ann", "bo", "cy")
    day.away("bo")
    assert day.floor.leads[lead.id].offer.holders == ("ann", "cy")
    assert day.floor.reps["bo"].offered_count == 0


def test_whoever_was_too_late_can_ask_for_another_chance() -> None:
    """Put back, they are among those who are asked next; who was never asked needs no chance."""
    day = Day(confirming("ann", "bo"))
    day.away("bo")
    day.arrive()
    with pytest.raises(Refused, match="neither declined nor missed"):
        day.do(AskAgain(lead=Seen(id="L-1"), rep_id="ann"))
    day.decline("L-1")
    assert day.state("L-1") is LeadState.QUEUED
    done = day.do(AskAgain(lead=Seen(id="L-1"), rep_id="ann"), "ann")
    assert ChanceGiven(lead_id="L-1", rep_id="ann") in done
    assert day.offered_to("L-1") == "ann"
    day.accept("L-1")
    with pytest.raises(Refused, match="no other chance"):
        day.do(AskAgain(lead=Seen(id="L-1"), rep_id="ann"))


def test_whoever_is_at_work_is_not_said_to_be_missing() -> None:
    """A rep who reached a customer within the last minute misses offers without being set to not responding."""
    day = Day(confirming("ann", misses_max=1, autopause_delay=timedelta(minutes=2)))
    day.arrive()
    day.accept("L-1")
    day.arrive()
    day.later(seconds=30)
    day.contact("L-1")
    day.later(minutes=1)
    assert day.floor.reps["ann"].availability is Availability.AVAILABLE
    day.later(minutes=5)
    day.later(minutes=5)
    assert day.floor.reps["ann"].availability is Availability.NOT_RESPONDING
