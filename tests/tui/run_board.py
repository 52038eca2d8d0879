"""Opens the board on an invented floor, for pty tests and for a look by hand: `python -m tests.tui.run_board`."""

import sys
import time
from datetime import UTC, datetime

from engine.board import Board
from tests.tui.floors import board, many, people
from tests.tui.viewers import FakeViewer, hostile_viewer
from tui.app import BoardApp
from tui.seat import Seat

QUEUES = {"people": people, "many": lambda now: many(2000, now)}


class ChangingViewer(FakeViewer):
    """A floor that is called by the second, and so has news all the time."""

    def board(self) -> Board | None:
        """Return a board of this second."""
        return self.change(floor=f"FLOOR {int(time.time())}", queue=tuple(reversed(self.now_board.queue)))


def broken() -> str:
    """Break."""
    raise ZeroDivisionError


def main(kind: str = "people") -> None:
    """Open it."""
    now = datetime.now(UTC)
    kinds = {"changing": ChangingViewer, "hostile": lambda _: hostile_viewer(now)}
    viewer = kinds.get(kind, FakeViewer)(board(now, QUEUES.get(kind, people)(now)))
    app = BoardApp(viewer, Seat(actor="mgr: dana"), lambda: datetime.now(UTC))
    if kind == "faulty":
        app.turn_theme = broken  # type: ignore[method-assign]
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
