"""Who is next is said at once after a quiet time, and so often at the most in a busy one."""

from datetime import timedelta

import pytest

from engine.commands import SetAvailability
from engine.rep import Availability
from store.memory import MemoryLedger
from tests.front_door.desks import NOON
from tui.serving.desk import Desk, Sitting
from tui.serving.saying_next import IDLE

EVERY = timedelta(milliseconds=100)


class Hand:
    """A clock that goes as it is told."""

    now = NOON

    def __call__(self) -> object:
        return self.now


def away(rep_id: str) -> SetAvailability:
    return SetAvailability(rep_id=rep_id, availability=Availability.AWAY, reason="lunch")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The last entry at each time that it was said."""
    seqs: list[int] = []
    say = Sitting.say_next

    def note(sitting: Sitting) -> None:
        seqs.append(sitting.draft.seq)
        say(sitting)

    monkeypatch.setattr(Sitting, "say_next", note)
    return seqs


def test_a_busy_desk_says_who_is_next_now_and_then(ledger: MemoryLedger, said: list[int]) -> None:
    """Of turns in a short time the first says it; what the others left is due soon, and said by a turn of its own."""
    hand = Hand()
    desk = Desk(ledger, hand, EVERY)
    first, second, third, *_ = desk.floor.snapshot().reps
    before = desk.next_due
    for rep in (first, second, third):
        assert desk.give(away(rep.id), "boss", "test").ok
    assert said == [desk.floor.seq - 2]
    assert desk.next_due == NOON + EVERY
    hand.now += EVERY
    desk.turn(lambda _: None)
    assert said == [desk.floor.seq - 2, desk.floor.seq]
    assert desk.next_due == before


def test_turns_that_change_nothing_leave_nothing_unsaid(ledger: MemoryLedger, said: list[int]) -> None:
    """Keeping a delivery does not ask everybody who would be next; the turn that deals it then says it at once."""
    hand = Hand()
    desk = Desk(ledger, hand, EVERY)
    before = desk.next_due
    for _ in range(3):
        desk.turn(lambda _: None)
        hand.now += EVERY
    assert len(said) == 1
    desk.give(away(desk.floor.snapshot().reps[0].id), "boss", "test")
    assert said[1:] == [desk.floor.seq]
    assert desk.next_due == before
    hand.now += IDLE
    desk.turn(lambda _: None)
    assert len(said) == 3, "a pool may have closed meanwhile"


def test_the_last_turn_says_what_is_unsaid(ledger: MemoryLedger, said: list[int]) -> None:
    """An engine that ends leaves boards the truth."""
    desk = Desk(ledger, lambda: NOON, EVERY)
    first, second, *_ = desk.floor.snapshot().reps
    desk.give(away(first.id), "boss", "test")
    desk.give(away(second.id), "boss", "test")
    desk.turn(lambda sitting: setattr(sitting, "is_last", True))
    assert said[-1] == desk.floor.seq
    assert len(said) == 2
