"""The dialogs of the board: each is made once, and opened over whatever is there."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, TypeVar

from engine.board import Board, IntakeRow, QueueRow, RepRow
from tui.screens.assign import Assign
from tui.screens.away import Away
from tui.screens.commands import Commands
from tui.screens.detail import Detail
from tui.screens.help import Help
from tui.screens.intake import Intake, Rejects
from tui.screens.overlay import Overlay
from tui.screens.prompt import Prompt
from tui.screens.wall import WallScreen
from tui.watch import Watch
from tui.widgets.panels import QueueTable

if TYPE_CHECKING:
    from textual.app import App

    from tui.screens.manager import Manager

    _Base = App[None]
else:
    _Base = object

Dialog = TypeVar("Dialog", bound=Overlay[None])


class Openings(_Base):
    """Opens dialogs. Its owner says which screen is the board's own."""

    watch_house: Watch
    now: Callable[[], datetime]
    zone: tzinfo | None
    board: Board | None
    _overlays: dict[str, Overlay[None]]

    @property
    def manager(self) -> "Manager":
        """The board's own screen."""
        raise NotImplementedError

    def open_detail(self, lead_id: str) -> None:
        """Show one lead in full."""
        screen = self._over(Detail)
        screen.open(lead_id)
        self.watch_house.ask(lead_id)
        self._push(screen)

    def open_assign(self, rows: Sequence[QueueRow], on_done: Callable[[], None]) -> None:
        """Ask whom to give leads to."""
        screen = self._over(Assign)
        screen.open(rows, on_done)
        if len(rows) == 1:
            self.watch_house.ask(rows[0].id)
        self._push(screen)

    def open_away(self, rep: RepRow) -> None:
        """Ask why a rep goes away, and for how long."""
        screen = self._over(Away)
        screen.open(rep)
        self._push(screen)

    def open_intake(self) -> None:
        """Show every file and delivery."""
        self._push(self._over(Intake))

    def open_rejects(self, row: IntakeRow) -> None:
        """Show the rejects of a file, a delivery or a source."""
        screen = self._over(Rejects)
        screen.open(row)
        self._push(screen)

    def open_help(self, panel: str) -> None:
        """Explain the keys of a panel."""
        screen = self._over(Help)
        screen.open(panel)
        self._push(screen)

    def open_filter(self, queue: QueueTable) -> None:
        """Ask for a filter."""
        screen = self._over(Prompt)
        screen.open(queue)
        self._push(screen)

    def open_wall(self) -> None:
        """Show the wall over the board; q comes back."""
        wall = WallScreen(self.now, self.zone, is_alone=False)
        self.push_screen(wall)
        if self.board is not None:
            self.call_after_refresh(wall.show_board, self.board)

    def open_commands(self, manager: "Manager") -> None:
        """Offer all commands."""
        screen = self._over(Commands)
        screen.open(manager.why_not, manager.run)
        self._push(screen)

    def _over(self, kind: type[Dialog]) -> Dialog:
        """Return the dialog of a kind, made once and kept."""
        name = kind.__name__.lower()
        if name not in self._overlays:
            self._overlays[name] = kind()
            self.install_screen(self._overlays[name], name)
        screen = self._overlays[name]
        assert isinstance(screen, kind)
        return screen

    def _push(self, screen: Overlay[None]) -> None:
        """Open a dialog over whatever is there; the queue's order stands still until it is closed."""
        if screen in self.screen_stack:
            return
        order = self.manager.queue.order
        order.dialogs += 1

        def closed(_: None) -> None:
            order.dialogs -= 1
            order.touch(self.now())

        self.push_screen(screen, closed)
