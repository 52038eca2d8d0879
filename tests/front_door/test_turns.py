"""How turns are shared: a person's before a file's, and a file's stretches in their order alone."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from store.memory import MemoryLedger
from store.rows import FileRow, StoreError
from tui.serving.desk import Desk, Sitting
from tui.serving.taking import Taking
from tui.serving.turns import Turns

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)


def test_who_comes_while_a_batch_is_dealt_has_the_next_turn_alone() -> None:
    """A batch of a file shares a turn with those who wait, but never two turns running: a key waits for one batch."""
    said: list[str] = []
    turns = Turns(lambda: Desk(MemoryLedger(), lambda: NOON), lambda _: said.append("turn"))
    gate, entered = threading.Event(), threading.Event()

    def says(word: str, then: Callable[[], object] = lambda: None) -> Callable[[Sitting], None]:
        def work(_: Sitting) -> None:
            said.append(word)
            then()

        return work

    turns.start()
    turns.urgent(says("hold", lambda: (entered.set(), gate.wait(10))))
    assert entered.wait(10)
    said.clear()
    turns.bulk(says("batch 1"))
    last = turns.bulk(says("batch 2"))
    turns.urgent(says("key 1", lambda: turns.urgent(says("key 2"))))
    gate.set()
    last.result(10)
    turns.stop(last=lambda _: None)
    assert said[:8] == ["turn", "key 1", "batch 1", "turn", "key 2", "turn", "batch 2", "turn"]


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
