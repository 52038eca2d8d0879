"""The wall as a screen: nothing on it can be pressed but what leaves it."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from engine.board import Board
from tui.on_wall.wall import wall_of
from tui.screens.overlay import bindings
from tui.widgets.lines import Line, Lines
from tui.widgets.wall_lines import LEAVE_KEY, wall_lines


class WallView(Lines):
    """The whole wall."""

    DEFAULT_CSS = "WallView { height: 1fr; width: 1fr; }"

    def __init__(self, now: Callable[[], datetime], zone: tzinfo | None, leave_key: str) -> None:
        super().__init__(widget_id="wall")
        self._now, self._zone, self._leave_key = now, zone, leave_key
        self.board: Board | None = None
        self.trouble = ""

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """Return the wall at the size there is."""
        if self.board is None:
            return ((), ((f" {self.trouble or 'opening the floor…'}", "warn" if self.trouble else "dim"),))
        wall = wall_of(self.board, self._now(), self._zone, self.trouble)
        return wall_lines(wall, width, height, self._leave_key)


class WallScreen(Screen[None]):
    """Big digits for a whole room."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("back", "leave")
    AUTO_FOCUS = ""

    def __init__(
        self, now: Callable[[], datetime], zone: tzinfo | None, *, is_alone: bool, leave_key: str = LEAVE_KEY
    ) -> None:
        super().__init__()
        self._view = WallView(now, zone, leave_key)
        self._is_alone = is_alone

    def compose(self) -> ComposeResult:
        """Put the wall on the screen."""
        yield self._view

    def show_board(self, board: Board) -> None:
        """Show a newer board."""
        self._view.board = board
        self._view.redraw()

    def show_trouble(self, sentence: str) -> None:
        """Say what is wrong."""
        self._view.trouble = sentence
        self._view.redraw()

    def tick(self) -> None:
        """Bring ages up to date."""
        self._view.redraw()

    def action_back(self) -> None:
        """Go back to the board, or leave where there is none."""
        if self._is_alone:
            self.app.exit()
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave."""
        self.app.exit()
