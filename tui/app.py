"""The board as a terminal app: a viewer of the floor that shows boards and sends orders."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial
from typing import ClassVar

from textual.screen import Screen

from engine.board import Board, QueueRow
from engine.commands import Order, Undo
from store.rows import Answer
from tui.alerting import Ringer, desktop_code, title_of, words_of
from tui.house import HouseApp
from tui.look import Look
from tui.messages import Answered, BoardChanged, DetailCame, Looked, Said
from tui.openings import Openings
from tui.ports import Viewer
from tui.screens.manager import Manager
from tui.screens.overlay import Overlay
from tui.screens.wall import WallScreen
from tui.watch import READ_EVERY_SECONDS
from tui.widgets.bars import Flash

OnAnswer = Callable[[Answer], None]


class BoardApp(Openings, HouseApp):
    """The manager's board. It never reads a file or a clock: a viewer, an actor and a clock are given to it."""

    THREADS: ClassVar[tuple[str, ...]] = ("read", "work")

    def __init__(
        self,
        viewer: Viewer,
        actor: str,
        now: Callable[[], datetime],
        *,
        zone: tzinfo | None = None,
        every: float = READ_EVERY_SECONDS,
        look: Look | None = None,
    ) -> None:
        super().__init__(viewer, now, zone=zone, every=every, look=look)
        self.actor = actor
        self.flash: Flash | None = None
        self.ringer = Ringer(self.look.alerts, zone)
        self._waiting: dict[int, tuple[Order, OnAnswer | None]] = {}
        self._manager: Manager | None = None
        self._overlays: dict[str, Overlay[None]] = {}

    @property
    def manager(self) -> Manager:
        """The board's own screen."""
        assert self._manager is not None
        return self._manager

    async def on_mount(self) -> None:
        """Open the manager's screen and start both threads."""
        self._manager = Manager(self.now, self.actor, self.zone)
        self.install_screen(self._manager, "manager")
        await self.push_screen(self._manager)
        self.begin()

    def tick(self) -> None:
        """Bring every age up to date."""
        for screen in self.screen_stack:
            if isinstance(screen, Manager | Overlay | WallScreen):
                _once_there(screen, screen.tick)

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
                _once_there(screen, partial(screen.show_board, event.board))
        self.call_after_refresh(self.watch_house.taken)

    def on_detail_came(self, event: DetailCame) -> None:
        """Hand a lead's detail to whatever screen asked."""
        for screen in self.screen_stack:
            if isinstance(screen, Overlay):
                _once_there(screen, partial(screen.show_detail, event.lead_id, event.detail))

    def on_looked(self, event: Looked) -> None:
        """Hand rows that were looked up to whatever list asked."""
        for screen in self.screen_stack:
            if isinstance(screen, Overlay):
                _once_there(screen, partial(screen.show_looked, event))

    def on_said(self, event: Said) -> None:
        """Say what became of something that was asked for."""
        self.say(event.answer.sentence, is_good=event.answer.ok)

    def late(self) -> list[QueueRow]:
        """Return the breached leads that nobody has acknowledged."""
        if self.board is None:
            return []
        untold = self.ringer.open()
        return [row for row in self.board.queue if row.id in untold]

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

    def say(self, sentence: str, *, is_good: bool = False, can_undo: bool = False) -> None:
        """Say one sentence on the flash line."""
        self.flash = Flash(sentence=sentence, is_good=is_good, at=self.now(), can_undo=can_undo)
        self.redraw()

    def give(self, order: Order, done: str, on_answer: OnAnswer | None = None) -> None:
        """Give an order. `done` is the sentence for when it is done; a refusal brings its own."""
        number = self.watch_house.give(order)

        def answered(answer: Answer) -> None:
            sentence = done if answer.ok else answer.sentence or "The floor refused, without saying why."
            self.say(sentence, is_good=answer.ok, can_undo=answer.ok and not isinstance(order, Undo))
            if on_answer is not None:
                on_answer(answer)

        self._waiting[number] = (order, answered)
        self.redraw()

    def pending(self) -> set[str]:
        """Return the leads that an order is on its way for."""
        orders = (order for order, _ in self._waiting.values())
        return {seen.id for order in orders for seen in getattr(order, "leads", ())}

    def has_waiting(self) -> bool:
        """Whether an order is still on its way."""
        return bool(self._waiting)

    def on_answered(self, event: Answered) -> None:
        """Say what became of an order."""
        _, on_answer = self._waiting.pop(event.number, (None, None))
        if on_answer is not None:
            on_answer(event.answer)
        self.redraw()

    def action_help_quit(self) -> None:
        """Say how to leave when somebody presses ctrl+c."""
        self.say("Q leaves the board; the engine goes on dealing.")


def _once_there(screen: Screen[None], show: Callable[[], object]) -> None:
    """Show at once, or as soon as a screen that is just being opened has its widgets."""
    if screen.is_mounted:
        show()
    else:
        screen.call_later(show)
