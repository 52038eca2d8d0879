"""Undo: every operator's act can be taken back, as long as no person has touched it since."""

from datetime import timedelta

import pytest
from day import MONDAY, Day, confirming, policy, seen

from engine.commands import Reassign, SetAvailability, Undo
from engine.events import ActUndone, OfferRescinded, SlaBreached, SlaWarned
from engine.lead import LeadState, SlaState
from engine.rep import Availability
from engine.turn import Refused


def things(day: Day) -> object:
    """The floor without what only ever grows: owners, queue, ledger, loads and availability."""
    floor = day.floor.snapshot()
    leads = tuple(lead.but(version=1) for lead in floor.leads)
    return leads, tuple(rep.but(version=1) for rep in floor.reps), floor.accounts, floor.acts


def test_a_bulk_reassign_is_taken_back_to_the_digit() -> None:
    """Ledger, owners and queue are as they were before it."""
    day = Day(policy("ann", "bo", "cy"))
    day.away("cy")
    day.arrive(20)
    before = things(day)
    day.do(Reassign(leads=seen(*(f"L-{n}" for n in range(1, 21, 2))), rep_id="cy"))
    assert things(day) != before
    day.undo()
    assert things(day) == before


@pytest.mark.parametrize("act", ["contact", "close", "requeue", "give"])
def test_every_act_on_a_lead_is_taken_back(act: str) -> None:
    """Contacted, closed, returned or given away: the lead is its owner's again, and the ledger is as it was."""
    day = Day()
    day.arrive(4)
    before = things(day)
    if act == "give":
        day.give("L-1", "cy")
    else:
        getattr(day, act)("L-1", "L-2")
    day.undo()
    after = things(day)
    assert [lead.rep_id for lead in after[0]] == [lead.rep_id for lead in before[0]]
    assert (after[0], after[2], after[3]) == (before[0], before[2], before[3])


def test_leaving_is_taken_back() -> None:
    """Undo brings the rep back with the reason and the since they had."""
    day = Day()
    before = things(day)
    day.later(minutes=1)
    day.away("ann")
    day.undo()
    assert things(day) == before


def test_a_return_is_taken_back_and_with_it_what_is_held_out() -> None:
    """Who is away again holds no offer."""
    day = Day(confirming("ann", "bo"))
    day.away("ann")
    day.away("bo")
    day.arrive()
    day.back("ann")
    assert day.offered_to("L-1") == "ann"
    done = day.undo()
    assert any(isinstance(event, OfferRescinded) for event in done)
    assert day.state("L-1") is LeadState.QUEUED
    assert day.floor.leads["L-1"].out == {"presence:away/lunch": ("ann", "bo")}


def test_a_return_that_is_overdue_by_now_happens_at_once() -> None:
    """Undo restores `away until two` at three: the rep is back in the same turn."""
    day = Day()
    day.away("ann", until=MONDAY + timedelta(minutes=10))
    day.later(minutes=5)
    day.back("ann")
    day.later(minutes=10)
    day.undo()
    assert day.floor.reps["ann"].availability is Availability.AVAILABLE


def test_a_chain_is_taken_back_one_by_one() -> None:
    """Undo after undo goes back to the beginning, and then says that there is nothing more."""
    day = Day()
    day.arrive(3)
    before = things(day)
    day.give("L-1", "bo")
    day.contact("L-1")
    day.give("L-1", "cy")
    day.away("bo")
    day.close("L-2", "L-3")
    for _ in range(5):
        day.undo()
    assert things(day) == before
    with pytest.raises(Refused, match="nothing to undo"):
        day.undo()


def test_an_older_act_alone_can_be_taken_back() -> None:
    """What others did to other leads stays."""
    day = Day()
    day.arrive(2)
    day.give("L-1", "cy")
    act = day.floor.acts[-1].seq
    day.contact("L-2")
    day.undo(act)
    assert (day.owner("L-1"), day.state("L-2")) == ("ann", LeadState.CONTACTED)


def test_what_a_person_touched_since_is_not_overwritten() -> None:
    """The act is refused whole, naming the lead and how it is now."""
    day = Day()
    day.arrive(2)
    day.do(Reassign(leads=seen("L-1", "L-2"), rep_id="cy"))
    act = day.floor.acts[-1].seq
    day.contact("L-2")
    before = day.floor.snapshot()
    with pytest.raises(Refused, match="L-2 was touched since and is contacted with Cy"):
        day.undo(act)
    assert day.floor.snapshot() == before


def test_what_was_closed_since_is_not_brought_back_by_an_older_act() -> None:
    """Undoing the gift of a lead that was closed after it is refused; the ledger stays the sum of its postings."""
    day = Day()
    day.arrive()
    day.give("L-1", "cy")
    act = day.floor.acts[-1].seq
    day.close("L-1")
    with pytest.raises(Refused, match="L-1 was touched since and is closed"):
        day.undo(act)
    day.undo()
    day.undo()
    assert (day.owner("L-1"), day.received()) == ("ann", {"ann": 1, "bo": 0, "cy": 0})


def test_what_a_rep_said_since_is_not_overwritten() -> None:
    """An older availability does not come back over a newer one."""
    day = Day()
    day.away("ann")
    act = day.floor.acts[-1].seq
    day.away("ann", reason="doctor")
    with pytest.raises(Refused, match="Ann was changed again since"):
        day.undo(act)


def test_what_only_the_floor_moved_can_be_taken_back() -> None:
    """A returned lead that was dealt to another meanwhile goes back to whose it was."""
    day = Day()
    day.arrive(2)
    day.away("ann")
    before = day.floor.snapshot().accounts
    day.requeue("L-1")
    assert day.owner("L-1") == "cy"
    day.undo()
    assert day.owner("L-1") == "ann"
    assert day.floor.snapshot().accounts == before


def test_the_same_act_is_not_taken_back_twice() -> None:
    """A second undo of one act is refused with why."""
    day = Day()
    day.away("ann")
    act = day.floor.acts[-1].seq
    assert isinstance(day.undo(act)[-1], ActUndone)
    with pytest.raises(Refused, match=f"entry {act} was undone already"):
        day.undo(act)


def test_the_customers_clock_goes_on_through_undo() -> None:
    """Marks that time made since stay, and none is made twice."""
    day = Day()
    day.arrive()
    day.give("L-1", "bo")
    day.later(minutes=6)
    day.undo()
    assert day.floor.leads["L-1"].sla is SlaState.BREACHED
    assert day.later(minutes=1) == []
    assert sum(isinstance(entry.event, SlaBreached | SlaWarned) for entry in day.entries) == 1


def test_undoing_an_answer_after_its_time_breaches_at_once() -> None:
    """The customer was not reached after all, and the time is over."""
    day = Day()
    day.arrive()
    day.contact("L-1")
    day.later(hours=1)
    assert any(isinstance(event, SlaBreached) for event in day.undo())


def test_a_closed_lead_comes_back_as_it_was() -> None:
    """It counts among its owner's leads again, and the version has moved on."""
    day = Day()
    (lead,) = day.arrive()
    day.close("L-1")
    day.undo()
    assert day.floor.leads["L-1"].version > lead.version
    assert day.floor.reps["ann"].open_count == 1


def test_a_yes_is_no_act() -> None:
    """A rep's answer to an offer is not the manager's to take back by undo."""
    day = Day(confirming())
    day.arrive()
    day.accept("L-1")
    with pytest.raises(Refused, match="nothing to undo"):
        day.undo()


def test_an_owner_who_left_the_roster_gets_nothing_back() -> None:
    """Undo does not give leads to somebody who is no more."""
    day = Day()
    day.arrive()
    day.give("L-1", "bo")
    day.obey(policy("bo", "cy"))
    with pytest.raises(Refused, match="who has left the roster"):
        day.undo()


def test_availability_of_somebody_who_left_stays() -> None:
    """Nobody is brought back from outside the roster."""
    day = Day()
    day.do(SetAvailability(rep_id="ann", availability=Availability.LAST_ONE))
    day.obey(policy("bo", "cy"))
    with pytest.raises(Refused, match="has left the roster"):
        day.undo()


def test_a_thousand_leads_are_taken_back_whole() -> None:
    """However many were marked, each goes back to whom it belonged."""
    day = Day()
    day.arrive(1000)
    before = things(day)
    day.do(Reassign(leads=seen(*(f"L-{n}" for n in range(1, 1001))), rep_id="bo"))
    day.undo()
    assert things(day) == before


def test_undo_takes_back_only_what_its_giver_did() -> None:
    """Another person's later act stays; whoever did nothing is told so."""
    day = Day()
    (lead,) = day.arrive(1)
    other = next(rep.id for rep in day.rules.reps if rep.id != lead.rep_id)
    day.give(lead.id, other)
    day.away("cy" if other != "cy" else "ann")
    day.do(Undo(), "mia")
    assert day.owner(lead.id) == lead.rep_id
    with pytest.raises(Refused, match="nothing of yours"):
        day.do(Undo(), "dee")
