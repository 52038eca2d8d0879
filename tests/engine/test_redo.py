"""What was undone can be done again, in the order in which it was undone, as the journal tells it."""

from datetime import timedelta

import pytest
from day import MONDAY, Day, seen

from engine.commands import (
    CloseLead,
    Command,
    Park,
    PauseClock,
    Reassign,
    RecordContact,
    Requeue,
    SetAvailability,
    Undo,
)
from engine.lead import Disposition
from engine.orders.redo import Undone, undone
from engine.rep import Availability

UNDONE_ORDERS: list[Command] = [
    Reassign(leads=seen("L-1", "L-2"), rep_id="cy", reason="knows them"),
    Requeue(leads=seen("L-1"), reason="ill"),
    RecordContact(leads=seen("L-1")),
    CloseLead(leads=seen("L-1", "L-3"), disposition=Disposition.LOST),
    Park(leads=seen("L-1", "L-2"), until_at=MONDAY + timedelta(hours=1), reason="later"),
    PauseClock(leads=seen("L-1"), reason="on_hold"),
    SetAvailability(rep_id="bo", availability=Availability.AWAY, reason="lunch"),
]


def next_of(day: Day, actor: str = "mia") -> Undone | None:
    """What somebody can do again."""
    return undone(entry for entry in day.entries if entry.actor == actor)


def floor_with_leads() -> Day:
    """Three leads, one a rep."""
    day = Day()
    day.arrive(3)
    return day


@pytest.mark.parametrize("order", UNDONE_ORDERS, ids=lambda order: type(order).__name__)
def test_an_undone_order_is_read_off_the_journal(order: Command) -> None:
    """It is the same order, word for word."""
    day = floor_with_leads()
    day.do(order)
    assert next_of(day) is None
    day.undo()
    found = next_of(day)
    assert found is not None
    assert found.order == order


def test_undo_twice_and_redo_twice() -> None:
    """The last undone comes first."""
    day = floor_with_leads()
    first, second = UNDONE_ORDERS[0], RecordContact(leads=seen("L-3"))
    day.do(first)
    day.do(second)
    day.do(Undo(), "mia")
    day.do(Undo(), "mia")
    for order in (first, second):
        found = next_of(day)
        assert found is not None
        assert found.order == order
        day.do(found.order)
    assert next_of(day) is None


def test_another_act_ends_redoing() -> None:
    """Whoever goes on otherwise does not come back to it; others' acts do not matter."""
    day = floor_with_leads()
    day.do(UNDONE_ORDERS[2])
    day.undo()
    day.do(RecordContact(leads=seen("L-2")), "jo")
    assert next_of(day) is not None
    assert next_of(day, "jo") is None
    day.do(Requeue(leads=seen("L-3")))
    assert next_of(day) is None
