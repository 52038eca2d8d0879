"""Makes the pictures of the README: a demo floor is run for a while, and its real board is exported as SVG."""

import asyncio
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.board import Board
from tui.app import BoardApp
from tui.clock import wall_clock
from tui.demo.crowd import Crowd
from tui.demo.verb import lay
from tui.seat import Seat
from tui.serving.keeper import Keeper
from tui.viewer import FloorViewer
from tui.wiring import open_ledger

SECONDS, SECONDS_MOST = 45, 180
"""How long the floor lives before its picture is taken, and at most when little waits."""

WAITING_LEAST = 8
"""So many leads shall be in the queue of a picture."""

SIZE = (120, 40)


def main(folder: Path) -> None:
    """Run a floor and take its picture."""
    with TemporaryDirectory(prefix="floorboard-picture-") as root:
        floor = lay(Path(root))
        open_ledger(floor).close()
        with Keeper(floor) as keeper, Crowd(floor, 1.5):
            time.sleep(SECONDS)
            with closing(FloorViewer(floor, "dana", wall_clock, trouble=keeper.trouble)) as viewer:
                _wait(viewer)
                asyncio.run(_take(BoardApp(viewer, Seat(actor="dana"), wall_clock), folder))


def _wait(viewer: FloorViewer) -> None:
    """Wait until something is in the queue."""
    give_up = time.monotonic() + SECONDS_MOST - SECONDS
    while time.monotonic() < give_up:
        board = viewer.board()
        if isinstance(board, Board) and len(board.queue) >= WAITING_LEAST:
            return
        time.sleep(0.5)


async def _take(app: BoardApp, folder: Path) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(2)
        (folder / "board.svg").write_text(app.export_screenshot(title="floorboard"), encoding="utf-8")
        await pilot.press("j", "j", "enter")
        await pilot.pause(1)
        (folder / "why.svg").write_text(app.export_screenshot(title="floorboard: why"), encoding="utf-8")
        await pilot.press("q", "W")
        await pilot.pause(1)
        (folder / "wall.svg").write_text(app.export_screenshot(title="floorboard wall"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent))
