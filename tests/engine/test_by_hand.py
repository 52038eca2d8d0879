"""By hand: what people do to leads, one or many, whole or not at all."""

import pytest
from day import Day, confirming, policy, seen

from engine.commands import CloseLead, Reassign, Seen
from engine.events import LeadAssigned, OfferRescinded
from engine.lead import Disposition, LeadState
from engine.turn import Conflict, Refused


def test_a_reassigned_lead_moves_its_charge() -> None:
    """The old owner is owed one more, the new one is ahead by one, the others are as they were."""
    day = Day()
    day.arrive(3)
    day.give("L-1", "bo")
    assert day.received() == {"ann": 0, "bo": 2, "cy": 1}
    assert [day.lag(one) for one in ("ann", "bo", "cy")] == pytest.approx([1, -1, 0], abs=1e-6)


def test_a_waiting_lead_given_by_hand_is_dealt_among_those_who_fit() -> None:
    """The receiver shares in it even while away; whoever else is out is not charged."""
    day = Day()
    for rep_id in ("ann", "bo", "cy"):
        day.away(rep_id)
    day.arrive()
    day.give("L-1", "bo")
    assert (day.lag("bo"), day.received()["bo"]) == (0, 1)


def test_a_lead_held_out_is_taken_back_and_given() -> None:
    """Giving away an offered lead ends the offer, which costs nobody anything."""
    day = Day(confirming("ann", "bo"))
    day.arrive()
    done = day.give("L-1", "bo")
    assert isinstance(done[0], OfferRescinded)
    assert day.owner("L-1") == "bo"
    assert day.floor.reps["ann"].offered_count == 0
    assert day.received() == {"ann": 0, "bo": 1}


def test_by_hand_nobodys_turn_in_the_wait_is_changed() -> None:
    """What others give is no offer: the idle time goes on."""
    day = Day()
    day.arrive(3)
    since = day.floor.reps["bo"].idle_since_at
    day.later(minutes=3)
    day.give("L-1", "bo")
    assert day.floor.reps["bo"].idle_since_at == since


def test_to_whom_it_belongs_already_is_refused() -> None:
    """Nothing is written of a lead that is there already; of a batch, the others go."""
    day = Day()
    day.arrive(3)
    with pytest.raises(Refused, match="Ann has this lead already"):
        day.give("L-1", "ann")
    done = day.do(Reassign(leads=seen("L-1", "L-2", "L-3"), rep_id="ann"))
    assert [event.lead_id for event in done] == ["L-2", "L-3"]


def test_a_lead_named_twice_is_given_once() -> None:
    """Marks may repeat; acts do not."""
    day = Day(confirming("ann", "bo"))
    day.arrive()
    done = day.do(Reassign(leads=seen("L-1", "L-1"), rep_id="bo"))
    assert sum(isinstance(event, LeadAssigned) for event in done) == 1


def test_a_stale_order_changes_nothing_and_names_the_leads() -> None:
    """Of many leads one has changed since: none is moved, and the sentence says which and how it is now."""
    day = Day()
    leads = day.arrive(3)
    day.give("L-2", "cy")
    before = day.floor.snapshot()
    order = Reassign(leads=tuple(Seen(id=lead.id, version=lead.version) for lead in leads), rep_id="bo")
    with pytest.raises(Conflict, match=r"L-2 is assigned with Cy by now\. Nothing was done") as conflict:
        day.do(order)
    assert conflict.value.changed == ("L-2",)
    assert day.floor.snapshot() == before


def test_of_many_that_changed_three_are_named() -> None:
    """A long list is counted, not recited."""
    day = Day()
    leads = day.arrive(5)
    for lead in leads:
        day.contact(lead.id)
    order = CloseLead(leads=tuple(Seen(id=lead.id, version=2) for lead in leads), disposition=Disposition.WON)
    with pytest.raises(Conflict, match="and 2 more changed too") as conflict:
        day.do(order)
    assert len(conflict.value.changed) == 5


def test_a_batch_with_one_unknown_lead_is_not_begun() -> None:
    """All or none."""
    day = Day()
    day.arrive(2)
    with pytest.raises(Refused, match="no open lead L-9"):
        day.close("L-1", "L-9")
    assert day.state("L-1") is LeadState.ASSIGNED


def test_a_stranger_is_refused_with_the_roster() -> None:
    """The sentence says who there is."""
    day = Day()
    day.arrive()
    with pytest.raises(Refused, match=r"no rep 'zed' in floor.toml\. The roster is: ann, bo, cy"):
        day.give("L-1", "zed")


def test_a_returned_lead_stands_at_its_old_place() -> None:
    """Back in the queue it is dealt before younger ones, and its charge is taken back."""
    day = Day(policy("ann"))
    day.arrive()
    day.away("ann")
    day.later(seconds=5)
    day.arrive()
    day.requeue("L-1")
    assert (day.state("L-1"), day.lag("ann"), day.received()["ann"]) == (LeadState.QUEUED, 0, 0)
    done = day.back("ann")
    assert [event.lead_id for event in done if isinstance(event, LeadAssigned)] == ["L-1", "L-2"]


def test_what_waits_cannot_be_returned_nor_contacted() -> None:
    """Only who has a lead can give it back or answer it."""
    day = Day(policy("ann"))
    day.away("ann")
    day.arrive()
    with pytest.raises(Refused, match="in the queue already"):
        day.requeue("L-1")
    with pytest.raises(Refused, match="somebody must own it"):
        day.contact("L-1")


def test_a_waiting_lead_can_be_closed() -> None:
    """Spam need not be dealt before it is thrown out."""
    day = Day(policy("ann"))
    day.away("ann")
    day.arrive(2)
    day.close("L-1", as_=Disposition.SPAM)
    assert day.state("L-1") is None
    day.back("ann")
    assert day.owner("L-2") == "ann"


def test_a_lead_held_out_can_be_closed() -> None:
    """The offer ends first, and the rep is free for another."""
    day = Day(confirming("ann"))
    day.arrive(2)
    day.close("L-1")
    assert day.offered_to("L-2") == "ann"


def test_closing_keeps_what_was_received() -> None:
    """A lead that was lost was received all the same: no credit back."""
    day = Day()
    day.arrive()
    day.close("L-1")
    assert day.received()["ann"] == 1
