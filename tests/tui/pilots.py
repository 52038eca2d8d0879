"""How tests drive the board: start it, wait until its threads have said everything, read the screen."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC

from textual.app import App
from textual.pilot import Pilot

from engine.board import Board
from engine.rep_board import RepBoard
from tests.tui.floors import Hand, board
from tests.tui.reps import RepFake
from tests.tui.viewers import FakeViewer
from tui.acting import ActingApp
from tui.app import BoardApp
from tui.house import HouseApp
from tui.look import Look
from tui.rep_app import RepApp
from tui.seat import Seat
from tui.widgets.lines import Lines

Driven = Pilot[None]


def make_app(viewer: FakeViewer | None = None, hand: Hand | None = None, look: Look | None = None) -> BoardApp:
    """Return an app on an invented floor, reading as fast as it can."""
    seat = Seat(actor="mgr: dana", look=look)
    return BoardApp(viewer or FakeViewer(board()), seat, hand or Hand(), zone=UTC, every=0.04)


STILL_LOOKS = 10
"""So many equal looks in a row, and a screen is at rest."""


@asynccontextmanager
async def opened(
    viewer: FakeViewer | None = None, hand: Hand | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[BoardApp, Driven]]:
    """Run an app with toasts and tooltips on, its first board shown."""
    app = make_app(viewer, hand)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        yield app, pilot


async def until(pilot: Driven, is_so: Callable[[], bool], rounds: int = 400) -> None:
    """Go on until something is so."""
    for _ in range(rounds):
        await pilot.pause(0.002)
        if is_so():
            return
    raise AssertionError("it never came to be")


async def settled(pilot: Driven) -> None:
    """Go on until the newest board is shown and every order is answered."""
    app = pilot.app
    assert isinstance(app, HouseApp)
    viewer = app.viewer
    assert isinstance(viewer, FakeViewer | RepFake)
    await until(pilot, lambda: shown_on(app) is viewer.now_board and not is_waiting(app))
    await pilot.pause()


def shown_on(app: HouseApp) -> Board | RepBoard | None:
    """Return the board that an app shows."""
    return app.mine if isinstance(app, RepApp) else app.board


def is_waiting(app: HouseApp) -> bool:
    """Whether an order is on its way."""
    return isinstance(app, ActingApp) and app.has_waiting()


async def press(pilot: Driven, *keys: str) -> None:
    """Press keys and let everything come to rest."""
    await pilot.press(*keys)
    await settled(pilot)


def cell_grid(app: App[None]) -> str:
    """Return every cell of the terminal, frames and what lies under a dialog among them, as text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def screen_text(app: App[None]) -> str:
    """Return every line that the open screen's widgets show."""
    found = [line for widget in app.screen.query(Lines) if widget.display for line in widget.text_lines()]
    return "\n".join(found)


async def text_at_rest(pilot: Driven) -> str:
    """Return the screen's lines once they have stopped changing."""
    seen: list[str] = []

    def is_still() -> bool:
        seen.append(screen_text(pilot.app))
        return len(seen) > STILL_LOOKS and len(set(seen[-STILL_LOOKS:])) == 1

    await until(pilot, is_still)
    return seen[-1]


def flash(app: BoardApp) -> str:
    """Return the sentence on the flash line."""
    return app.flash.sentence if app.flash else ""
