"""The board with 2,000 leads on it, as a program: at rest, or with 20 of them changed ten times a second.

`python -m benchmarks.many_rows busy` or `resting`.
"""

import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from engine.board import Board
from tests.tui.floors import board, many
from tests.tui.viewers import FakeViewer
from tui.app import BoardApp
from tui.seat import Seat

ROWS = 2000
CHANGED = 20
BOARDS_PER_SECOND = 10


class Told:
    """Would tell of writes, as the system does on Linux: a board at rest need not look for them all the time."""

    is_alive = True

    def looked(self) -> None:
        pass

    def end(self) -> None:
        pass


class RestingViewer(FakeViewer):
    """A viewer that has no news."""

    def heed(self, wake: Callable[[], None]) -> Told:  # noqa: ARG002
        return Told()


class BusyViewer(FakeViewer):
    """A viewer that has news whenever it is asked."""

    chance = random.Random(1)

    def board(self) -> Board | None:
        """A board on which some leads have another rep, and sometimes one has another place."""
        queue = list(self.now_board.queue)
        for at in self.chance.sample(range(len(queue)), CHANGED):
            rep_id = self.chance.choice(("sam", "lena", None))
            queue[at] = queue[at].but(version=queue[at].version + 1, rep_id=rep_id)
        if self.chance.random() < 0.5:
            queue.append(queue.pop(self.chance.randrange(len(queue))))
        self.change(queue=tuple(queue))
        return self.now_board


def show(is_busy: bool) -> None:
    """Show the board until it is left."""
    now = datetime.now(UTC)
    viewer = (BusyViewer if is_busy else RestingViewer)(board(now, many(ROWS, now)))
    BoardApp(viewer, Seat(actor="bench"), lambda: datetime.now(UTC), every=1 / BOARDS_PER_SECOND).run()


if __name__ == "__main__":
    show(sys.argv[1] == "busy")
