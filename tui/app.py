"""The manager's board as a terminal app."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from engine.board import Board, IntakeRow, QueueRow, RepRow
from engine.commands import Reassign
from tui.acting import once_there
from tui.alerting import Ringer, desktop_code, title_of, words_of
from tui.bygone import Bygone
from tui.key_words import pressed
from tui.look import Look
from tui.messages import BoardChanged, DetailCame
from tui.screens.manager import Manager
from tui.screens.overlay import Overlay
from tui.screens.wall import WallScreen
from tui.widgets.order import HeldOrder
from tui.widgets.panels import QueueTable

if TYPE_CHECKING:
    from tui.screens.suggesting import Suggesting

ASKED_MOST = 20
"""Leads about which the engine is asked who fits them, while they are assigned together."""

SUGGESTED_MOST = 50
"""Leads that are assigned as the engine would at one key."""


class BoardApp(Bygone):
    """The board of the whole floor, for managers and for whoever looks on."""

    def lay_out(self) -> None:
        """Begin without a board and without breaches."""
        self.ringer = Ringer(self.look.alerts, self.zone)
        self._manager: Manager | None = None
        self._suggesting: Suggesting | None = None

    @property
    def manager(self) -> Manager:
        """The board's own screen."""
        assert self._manager is not None
        return self._manager

    async def open_first(self) -> None:
        """Open the manager's screen."""
        first = self.watch_house.first()
        if isinstance(first, Board):
            self.board = first
            self._notice_breaches(first)
        self._manager = Manager(self.now, self.seat, self.zone)
        self._manager.fit(self.size)
        self.install_screen(self._manager, "manager")
        await self.push_screen(self._manager)

    def held_order(self) -> HeldOrder:
        """Return the queue's order."""
        return self.manager.queue.order

    def tick(self) -> None:
        """Bring every age up to date."""
        for screen in self.screen_stack:
            if isinstance(screen, Manager | Overlay | WallScreen):
                once_there(screen, screen.tick)

    def redraw(self) -> None:
        """Show flash, trouble and pending rows on the manager's screen."""
        if self._manager is not None and self._manager.is_mounted:
            self._manager.redraw()

    def on_board_changed(self, event: BoardChanged) -> None:
        """Show a newer board on every open screen, then ask for the next."""
        self.board = event.board
        self._notice_breaches(event.board)
        for screen in self.screen_stack:
            if isinstance(screen, Manager | Overlay | WallScreen):
                once_there(screen, partial(screen.show_board, event.board))
        self.call_after_refresh(self.watch_house.taken)

    def follow(self, look: Look) -> None:
        """Ring as floor.toml wants it from now on."""
        self.ringer.alerts = look.alerts
        self.notice_time()

    def late(self) -> list[QueueRow]:
        """Return the breached leads that nobody has acknowledged."""
        return self.ringer.open()

    def turn_mute(self) -> bool:
        """Mute the bell, or not; return whether it is mute now."""
        self.ringer.is_muted = not self.ringer.is_muted
        return self.ringer.is_muted

    def _notice_breaches(self, board: Board) -> None:
        if self.ringer.notice(board, self.now()):
            alerts, late = self.ringer.alerts, self.late()
            if alerts.bell:
                self.bell()
            if alerts.desktop and late and not self.app_focus:
                self.send(desktop_code(words_of(late)))
        if self.ringer.alerts.title:
            self.show_title(title_of(board, len(self.ringer.late)))

    def notice_time(self) -> None:
        """Count the leads that time alone has made late."""
        if self.board is not None:
            self._notice_breaches(self.board)

    def open_assign(self, rows: Sequence[QueueRow], on_done: Callable[[], None]) -> None:
        """Ask whom to give leads to."""
        from tui.screens.assign import Assign

        for row in rows[:ASKED_MOST]:
            self.watch_house.ask(row.id)
        self._push_open(Assign, lambda screen: screen.open(rows, on_done))

    def suggest(self, rows: Sequence[QueueRow], on_done: Callable[[], None], order: Reassign | None = None) -> None:
        """Give leads to whom the engine would give them now; their reasons are on their way."""
        from tui.screens.suggesting import PLAIN, Suggesting

        if len(rows) > SUGGESTED_MOST:
            self.say(f"That is {len(rows)} leads; mark {SUGGESTED_MOST} at most.")
            return
        self._suggesting = Suggesting(rows, on_done, order or PLAIN)
        self.say("Asking the engine…")
        for row in rows:
            self.watch_house.ask(row.id)

    def on_detail_came(self, event: DetailCame) -> None:
        """Hand a lead's detail to whatever asked."""
        super().on_detail_came(event)
        asked = self._suggesting
        if asked is None or self.board is None or not asked.take(event.lead_id, event.detail):
            return
        self._suggesting = None
        for order, words in asked.orders(self.board.reps):
            self.give(order, words, lambda answer: asked.on_done() if answer.ok else None)
        if asked.nobody:
            self.say(asked.nobody)

    def open_away(self, rep: RepRow) -> None:
        """Ask why a rep goes away, and for how long."""
        from tui.screens.away import Away

        self._push_open(Away, lambda screen: screen.open(rep))

    def open_intake(self) -> None:
        """Show every file and delivery."""
        from tui.screens.intake import Intake

        self._push_open(Intake, lambda _: None)

    def open_rejects(self, row: IntakeRow) -> None:
        """Show the rejects of a file, a delivery or a source."""
        from tui.screens.intake import Rejects

        self._push_open(Rejects, lambda screen: screen.open(row))

    def open_wall(self) -> None:
        """Show the wall over the board; q comes back."""
        wall = WallScreen(self.now, self.zone, is_alone=False, leave_key=pressed(self.actions, "back"))
        self.push_screen(wall)
        if self.board is not None:
            self.call_after_refresh(wall.show_board, self.board)

    def open_filter(self, queue: QueueTable) -> None:
        """Ask for a filter."""
        from tui.screens.prompt import Prompt

        self._push_open(Prompt, lambda screen: screen.open(queue))
