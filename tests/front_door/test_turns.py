"""How turns are shared: a person's before a file's, and a file's stretches in their order alone."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

import pytest

from store.memory import MemoryLedger
from store.rows import FileRow, StoreError
from tui.serving.desk import Desk, Sitting
from tui.serving.taking import Taking
from tui.serving.turns import Turns

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)


class Telling:
    """A desk's thread that says what it does; it is held before the first turn that counts."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.turns = Turns(lambda: Desk(MemoryLedger(), lambda: NOON), lambda _: self.said.append("turn"))
        self._gate, entered = threading.Event(), threading.Event()
        self.turns.start()
        self.turns.urgent(self.says("hold", lambda: (entered.set(), self._gate.wait(10))))
        assert entered.wait(10)
        self.said.clear()

    def says(self, word: str, then: Callable[[], object] = lambda: None) -> Callable[[Sitting], None]:
        """Work that says a word."""

        def work(_: Sitting) -> None:
            self.said.append(word)
            then()

        return work

    def until(self, last: "Future[None]") -> list[str]:
        """Let go, wait for the last of the work, and return what was said."""
        self._gate.set()
        last.result(10)
        self.turns.stop(last=lambda _: None)
        return self.said


def test_who_comes_while_a_batch_is_dealt_has_the_next_turn_alone() -> None:
    """A batch of a file shares a turn with those who wait, but never two turns running: a key waits for one batch."""
    one = Telling()
    turns, says = one.turns, one.says
    turns.bulk(says("batch 1"))
    last = turns.bulk(says("batch 2"))
    turns.urgent(says("key 1", lambda: turns.urgent(says("key 2"))))
    assert one.until(last)[:8] == ["turn", "key 1", "batch 1", "turn", "key 2", "turn", "batch 2", "turn"]


def test_deliveries_to_be_kept_do_not_wait_for_those_that_are_dealt() -> None:
    """While senders wait a turn deals one lot beside them; when nobody waits, it deals all there are."""
    one = Telling()
    for number in range(4):
        last = one.turns.soon(one.says(f"deal {number}"))
    one.turns.urgent(one.says("keep 1", lambda: one.turns.urgent(one.says("keep 2"))))
    kept = ["turn", "keep 1", "deal 0", "turn", "keep 2", "deal 1"]
    assert one.until(last)[:9] == [*kept, "turn", "deal 2", "deal 3"]


class Resting(Turns):
    """Turns that rest without passing the time."""

    rests = 0

    def _rest(self) -> None:
        self.rests += 1


class Due(Desk):
    """A desk at which something is due after so many turns."""

    turns_due = 0

    @property
    def next_due(self) -> datetime | None:
        return NOON if self.turns_due > 0 else None

    def turn(self, work: Callable[[Sitting], Any]) -> Any:
        self.turns_due -= 1
        return super().turn(work)


@pytest.mark.parametrize(("turns_due", "rests"), [(1, 0), (2, 0), (3, 1), (5, 3)])
def test_the_desk_rests_only_from_what_its_own_turn_does_not_settle(turns_due: int, rests: int) -> None:
    """What fell due while it wrote gets a turn at once; what is due after that one too is waited with."""
    desk = Due(MemoryLedger(), lambda: NOON)
    turns = Resting(lambda: desk, lambda _: None)
    desk.turns_due = turns_due
    for _ in range(5):
        turns._turn(desk, [])
    assert turns.rests == rests


@pytest.mark.parametrize("row", [FileRow(sha256="f1", name="a.csv", taken_at=NOON, rows_done=200), None])
def test_a_stretch_is_not_taken_when_the_one_before_it_was_not_kept(row: FileRow | None) -> None:
    """A batch that waited behind one that failed finds the file elsewhere, and takes nothing."""
    ledger = MemoryLedger()
    desk = Desk(ledger, lambda: NOON)
    if row is not None:
        with ledger.writing() as writing:
            writing.keep_file(row)
    begun = FileRow(sha256="f1", name="a.csv", taken_at=NOON)
    with pytest.raises(StoreError, match="was not kept"):
        desk.turn(Taking(begun, 400, [], "", why="", is_last=False))
    assert ledger.tables.files == ({"f1": row} if row else {})
