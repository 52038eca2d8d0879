"""Opens a screen on an invented floor, for pty tests and for a look by hand: `python -m tests.tui.run_board rep`."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from engine.board import Board
from tests.tui.floors import board, many, people
from tests.tui.reps import RepFake, hostile_mine, mine
from tests.tui.viewers import FakeViewer, hostile_viewer
from tui.app import BoardApp
from tui.house import HouseApp
from tui.on_wall.wall_app import WallApp
from tui.rep_app import RepApp
from tui.seat import Seat

INLINE = "inline"


class ChangingViewer(FakeViewer):
    """A floor that is called by the second, and so has news all the time."""

    def board(self) -> Board | None:
        """Return a board of this second."""
        return self.change(floor=f"FLOOR {int(time.time())}", queue=tuple(reversed(self.now_board.queue)))


def clock() -> datetime:
    """The instant, as this machine has it."""
    return datetime.now(UTC)


def managers(viewer: FakeViewer) -> HouseApp:
    """The board."""
    return BoardApp(viewer, Seat(actor="mgr: dana"), clock)


def reps(viewer: RepFake, *, is_inline: bool = False) -> HouseApp:
    """A rep's screen."""
    return RepApp(viewer, Seat(actor="sam"), clock, is_inline=is_inline)


KINDS: dict[str, Callable[[datetime], HouseApp]] = {
    "people": lambda now: managers(FakeViewer(board(now, people(now)))),
    "many": lambda now: managers(FakeViewer(board(now, many(2000, now)))),
    "changing": lambda now: managers(ChangingViewer(board(now, people(now)))),
    "hostile": lambda now: managers(hostile_viewer(now)),
    "rep": lambda now: reps(RepFake(mine(now))),
    "hostile rep": lambda now: reps(RepFake(hostile_mine(now))),
    INLINE: lambda now: reps(RepFake(mine(now)), is_inline=True),
    "hostile inline": lambda now: reps(RepFake(hostile_mine(now)), is_inline=True),
    "wall": lambda now: WallApp(FakeViewer(board(now, people(now))), clock),
    "hostile wall": lambda now: WallApp(hostile_viewer(now), clock),
}


def broken() -> None:
    """Break."""
    raise ZeroDivisionError


def main(kind: str = "people", fault: str = "") -> None:
    """Open it; with `faulty` it breaks at its second tick."""
    app = KINDS[kind](clock())
    if fault:
        app.tick = broken  # type: ignore[method-assign]
    app.run(inline=kind.endswith(INLINE))


if __name__ == "__main__":
    main(*sys.argv[1:])
