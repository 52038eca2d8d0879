"""Every order is either taken back to the digit, or says why it is not and what to do instead."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from day import Day, policy, seen
from lasting import ACTS, LASTING
from test_undo import things

from engine import commands as co
from engine.decide import ORDERS
from engine.house.rungs import Rung
from engine.lead import Disposition, LeadState
from engine.policy import Policy
from engine.rep import Availability
from engine.turn import Refused

BOTH = seen("L-1", "L-2")

DONE: dict[type[co.Command], Callable[[Day], co.Command]] = {
    co.SetAvailability: lambda _: co.SetAvailability(rep_id="bo", availability=Availability.AWAY, reason="lunch"),
    co.Reassign: lambda _: co.Reassign(leads=BOTH, rep_id="cy", over_cap=True),
    co.Requeue: lambda _: co.Requeue(leads=BOTH, reason="wrong"),
    co.RecordContact: lambda _: co.RecordContact(leads=BOTH),
    co.CloseLead: lambda _: co.CloseLead(leads=BOTH, disposition=Disposition.SPAM),
    co.Park: lambda day: co.Park(leads=BOTH, until_at=day.now + timedelta(hours=1)),
    co.Credit: lambda _: co.Credit(rep_id="ann", pool="inbound", leads=1.5, reason="a favour"),
    co.PauseClock: lambda _: co.PauseClock(leads=BOTH, reason="on_hold"),
    co.ResumeClock: lambda _: co.ResumeClock(leads=seen("L-3")),
    co.ResetClock: lambda _: co.ResetClock(leads=BOTH, reason="asked anew"),
    co.SetLadder: lambda _: co.SetLadder(),
}
"""An order of each kind that can be taken back."""


def house(after: int) -> Policy:
    """Two for whom leads are dealt and one who is away, with wrap-up, credits and a ladder."""
    plain = policy("ann", "bo", "cy").but(wrap_up=timedelta(minutes=2), on_away="keep")
    ladder = (Rung(after=timedelta(minutes=after), do="notify:cy"),)
    return plain.but(pools=(plain.pools[0].but(ladder=ladder, credit_window=timedelta(days=1)),))


def a_day() -> Day:
    """A floor on which leads are owned, one clock stands still and one lead waits on an old ladder."""
    day = Day(house(5))
    day.away("cy")
    day.arrive(4)
    day.do(co.PauseClock(leads=seen("L-3"), reason="on_hold"), "zoe")
    for rep_id in ("ann", "bo"):
        day.away(rep_id)
    day.arrive()
    day.obey(house(9))
    return day


def test_every_order_is_taken_back_or_says_why_not() -> None:
    """There is no order about which nobody has thought."""
    assert set(ACTS) | set(LASTING) == set(ORDERS)
    assert not set(ACTS) & set(LASTING)
    assert set(DONE) == set(ACTS)


@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.__name__)
def test_undo_restores_to_the_digit(kind: type[co.Command]) -> None:
    """Owners, queue, clocks, charges, rests and availability are as they were before the act (vector 21)."""
    day = a_day()
    if kind is co.SetAvailability:
        day.do(co.SetAvailability(rep_id="bo", availability=Availability.AVAILABLE), "bo")
        assert day.state("L-5") is LeadState.ASSIGNED
    before = things(day)
    day.do(DONE[kind](day))
    assert things(day) != before
    day.undo()
    assert things(day) == before


def test_force_takes_back_what_was_done_since_first() -> None:
    """Three people touched a lead after the first act: without force it is refused, with it all is as before."""
    day = a_day()
    before = things(day)
    first = day.floor.seq + 1
    day.do(co.Reassign(leads=BOTH, rep_id="cy"), "mia")
    day.do(co.RecordContact(leads=seen("L-1")), "zoe")
    day.do(co.CloseLead(leads=seen("L-1"), disposition=Disposition.WON), "cy")
    with pytest.raises(Refused, match=rf"touched since.* `floorboard undo {first} --force`"):
        day.do(co.Undo(act=first), "mia")
    day.do(co.Undo(act=first, force=True), "mia")
    assert things(day) == before


def test_force_leaves_alone_what_is_not_in_the_way() -> None:
    """An act on another lead stays done."""
    day = a_day()
    first = day.floor.seq + 1
    day.do(co.Reassign(leads=seen("L-1"), rep_id="cy"), "mia")
    day.do(co.Reassign(leads=seen("L-2"), rep_id="cy"), "zoe")
    day.do(co.Undo(act=first, force=True), "mia")
    assert day.owner("L-2") == "cy"
    assert day.owner("L-1") != "cy"
