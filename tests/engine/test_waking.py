"""When a lead is looked at next: by what time can do to it as it is, and by nothing that passed without effect."""

from datetime import timedelta

import pytest
from day import MONDAY, Day

from engine.history.lanes import wake_at
from engine.lead import Lead, LeadState, SlaState

EARLIER, LATER = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1)


def lead(state: LeadState, **more: object) -> Lead:
    """A lead whose clock has nothing more to say."""
    (plain,) = Day().arrive()
    return plain.but(state=state, sla=SlaState.BREACHED, **more)


@pytest.mark.parametrize(
    ("state", "passed", "due"),
    [
        (LeadState.PARKED, "duty_until", "parked_until"),
        (LeadState.PARKED, "retry_at", "parked_until"),
        (LeadState.PARKED, "burst_until", "parked_until"),
        (LeadState.ASSIGNED, "duty_until", "owner_due_at"),
        (LeadState.ASSIGNED, "burst_until", "next_due_at"),
    ],
)
def test_what_has_passed_without_effect_hides_nothing(state: LeadState, passed: str, due: str) -> None:
    """A turn on call that ended while a lead was put aside does not keep it from coming back."""
    woken_at = wake_at(lead(state, **{passed: EARLIER, due: LATER}))
    assert woken_at is not None
    assert woken_at - LATER < timedelta(seconds=1)
    assert woken_at >= LATER


def test_a_waiting_lead_is_woken_by_the_next_turn() -> None:
    """While it waits, the end of a turn on call does something about it."""
    assert wake_at(lead(LeadState.QUEUED, duty_until=LATER)) == LATER
