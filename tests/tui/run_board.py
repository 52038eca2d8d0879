"""Opens the board on an invented floor, for pty tests and for a look by hand: `python -m tests.tui.run_board`."""

import sys
from datetime import UTC, datetime

from tests.tui.floors import board, hostile, many, people
from tests.tui.viewers import FakeViewer
from tui.app import BoardApp
from tui.seat import Seat

QUEUES = {"people": people, "hostile": hostile, "many": lambda now: many(2000, now)}


def main(kind: str = "people") -> None:
    """Open it."""
    now = datetime.now(UTC)
    BoardApp(FakeViewer(board(now, QUEUES[kind](now))), Seat(actor="mgr: dana"), lambda: datetime.now(UTC)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
