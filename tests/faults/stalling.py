"""A terminal that nobody reads: the floor goes on behind it, and the board is up to date once somebody does."""

import os
import time
from dataclasses import dataclass

from tests.faults.asking import all_taken, doubled, lost
from tests.faults.terminal import Terminal
from tests.front_door.program import Floor, csv_of, people

FIRST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall:
    """What came of it: leads lost and dealt twice, and how long the board took to show them all."""

    lost: int
    doubled: int
    behind_seconds: float
    """How long the engine took for the last file, while nobody read."""
    caught_up_seconds: float


def stalled(floor: Floor, seconds: float, leads: int) -> Stall:
    """Open the board, read nothing of it for a while as leads come in and keys are pressed, then look."""
    floor.serve()
    floor.drop("first.csv", csv_of(people(FIRST)))
    all_taken(floor, range(1, FIRST + 1))
    board = Terminal(floor)
    board.read(40, f"of {FIRST} ")
    until, parts, done = time.monotonic() + seconds, 10, 0
    for part in range(parts):
        floor.drop(f"part{part}.csv", csv_of(people(leads // parts, FIRST + 1 + done)))
        done += leads // parts
        while time.monotonic() < until - seconds * (parts - 1 - part) / parts:
            os.write(board.master, b"j")
            time.sleep(0.5)
    behind = all_taken(floor, range(1, FIRST + done + 1))
    began = time.monotonic()
    shown = board.read(30, f"of {FIRST + done} ")
    took = time.monotonic() - began
    assert f"of {FIRST + done} " in shown, shown
    board.press("Q", 0.2)
    assert board.left() == 0
    wanted = range(1, FIRST + done + 1)
    return Stall(lost=lost(floor, wanted), doubled=doubled(floor), behind_seconds=behind, caught_up_seconds=took)
