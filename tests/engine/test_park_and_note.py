"""Leads are put aside by hand and come back; a note is an entry without its text."""

from datetime import timedelta

import pytest
from day import MONDAY, Day, confirming, seen

from engine.commands import Park, WriteNote
from engine.events import LeadNoted
from engine.lead import LeadState
from engine.turn import Refused

LATER = MONDAY + timedelta(hours=1)


def test_a_lead_is_put_aside_until_its_time() -> None:
    """Whoever has it gives it back, and at its instant it is dealt again."""
    day = Day()
    day.arrive()
    day.do(Park(leads=seen("L-1"), until_at=LATER, reason="on holiday"))
    assert (day.state("L-1"), day.owner("L-1")) == (LeadState.PARKED, None)
    day.later(hours=1)
    assert day.state("L-1") is LeadState.ASSIGNED


def test_what_is_held_out_can_be_put_aside() -> None:
    """The offer is taken back."""
    day = Day(confirming("ann", "bo"))
    day.arrive()
    day.do(Park(leads=seen("L-1"), until_at=LATER))
    assert day.state("L-1") is LeadState.PARKED
    assert day.floor.reps["ann"].offered_count == 0


def test_many_are_put_aside_in_one_act() -> None:
    """One undo brings all of them back to whoever had them, and the ledger with them."""
    day = Day()
    day.arrive(3)
    before = day.floor.snapshot().accounts
    day.do(Park(leads=seen("L-1", "L-2", "L-3"), until_at=LATER))
    day.undo()
    assert [day.owner(f"L-{n}") for n in (1, 2, 3)] == ["ann", "bo", "cy"]
    assert day.floor.snapshot().accounts == before


def test_the_past_is_no_time_to_come_back() -> None:
    """Such an order is refused."""
    day = Day()
    day.arrive()
    with pytest.raises(Refused, match="past already"):
        day.do(Park(leads=seen("L-1"), until_at=MONDAY))


def test_a_note_changes_nothing_but_the_journal() -> None:
    """The lead keeps its version, so that nobody's order is refused for it."""
    day = Day()
    (lead,) = day.arrive()
    (event,) = day.do(WriteNote(leads=seen("L-1"), text="asked for Ada"))
    assert event == LeadNoted(lead_id="L-1", rep_id="ann")
    assert day.floor.leads["L-1"] == lead
    with pytest.raises(Refused, match="says nothing"):
        day.do(WriteNote(leads=seen("L-1"), text="  "))
