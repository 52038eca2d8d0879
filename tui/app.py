"""The board as a terminal app: a viewer of the floor that shows boards and sends orders."""

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.worker import Worker, WorkerState

from engine.board import Board, QueueRow
from engine.commands import Order, Undo
from store.rows import Answer
from tui.messages import Answered, BoardChanged, DetailCame, Looked, Said, Troubled
from tui.openings import Openings
from tui.ports import Viewer
from tui.screens.manager import Manager
from tui.screens.overlay import Overlay
from tui.watch import READ_EVERY_SECONDS, Watch
from tui.widgets.bars import Flash
from tui.widgets.palette import THEME
from tui.widgets.scrub import Scrub

BELL_SECONDS = 2.0
RETRY_SECONDS = 2.0

OnAnswer = Callable[[Answer], None]


class BoardApp(Openings, App[None]):
    """The manager's board. It never reads a file or a clock: a viewer, an actor and a clock are given to it."""

    CSS_PATH = "floorboard.tcss"
    TITLE = "floorboard"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        viewer: Viewer,
        actor: str,
        now: Callable[[], datetime],
        *,
        zone: tzinfo | None = None,
        every: float = READ_EVERY_SECONDS,
    ) -> None:
        is_plain = bool(os.environ.get("NO_COLOR"))
        if not is_plain:
            os.environ.pop("NO_COLOR", None)
        super().__init__(ansi_color=True if is_plain else None)
        self.animation_level = "none"
        self.viewer = viewer
        self.actor = actor
        self.now = now
        self.zone = zone
        self.board: Board | None = None
        self.flash: Flash | None = None
        self.trouble = ""
        self.is_muted = False
        self.acknowledged: set[str] = set()
        self.watch_house = Watch(viewer, self.post_message, every)
        self._scrub = Scrub()
        self._waiting: dict[int, tuple[Order, OnAnswer | None]] = {}
        self._rung_at: datetime | None = None
        self._late: set[str] = set()
        self._manager: Manager | None = None
        self._overlays: dict[str, Overlay[None]] = {}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of every painted line, the belt against control characters first."""
        return [self._scrub, *super().get_line_filters()]

    @property
    def manager(self) -> Manager:
        """The board's own screen."""
        assert self._manager is not None
        return self._manager

    async def on_mount(self) -> None:
        """Open the manager's screen and start both threads."""
        self.register_theme(THEME)
        self.theme = "floorboard"
        self._manager = Manager(self.now, self.actor, self.zone)
        self.install_screen(self._manager, "manager")
        await self.push_screen(self._manager)
        self._leave_on_signals()
        self._start("read")
        self._start("work")
        self.set_interval(1.0, self.tick)
        self.call_after_refresh(_freeze)

    def _leave_on_signals(self) -> None:
        """Leave in order, the terminal restored, when the system asks this process to end."""
        with suppress(NotImplementedError, ValueError, RuntimeError):
            for name in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(name, self.exit)

    def on_unmount(self) -> None:
        """Let the threads end."""
        self.watch_house.end()

    def _start(self, name: str) -> None:
        work = self.watch_house.read if name == "read" else self.watch_house.work
        self.run_worker(work, name=name, thread=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say why a thread broke, and start it again."""
        if event.state != WorkerState.ERROR or not self.is_running:
            return
        error = event.worker.error
        self.trouble = f"The board could not be read: {type(error).__name__}: {error}. Trying again."
        name = event.worker.name
        self.watch_house.taken()
        self.set_timer(RETRY_SECONDS, lambda: self._start(name))
        self.redraw()

    def tick(self) -> None:
        """Bring every age up to date."""
        for screen in self.screen_stack:
            if isinstance(screen, Manager | Overlay):
                screen.tick()

    def redraw(self) -> None:
        """Show flash, trouble and pending rows on the manager's screen."""
        if self._manager is not None and self._manager.is_mounted:
            self._manager.redraw()

    def on_board_changed(self, event: BoardChanged) -> None:
        """Show a newer board on every open screen, then ask for the next."""
        self.board = event.board
        self._notice_breaches(event.board)
        for screen in self.screen_stack:
            if isinstance(screen, Manager | Overlay):
                screen.show_board(event.board)
        self.call_after_refresh(self.watch_house.taken)

    def on_detail_came(self, event: DetailCame) -> None:
        """Hand a lead's detail to whatever screen asked."""
        for screen in self.screen_stack:
            if isinstance(screen, Overlay):
                screen.show_detail(event.lead_id, event.detail)

    def on_looked(self, event: Looked) -> None:
        """Hand rows that were looked up to whatever list asked."""
        for screen in self.screen_stack:
            if isinstance(screen, Overlay):
                screen.show_looked(event)

    def on_said(self, event: Said) -> None:
        """Say what became of something that was asked for."""
        self.say(event.answer.sentence, is_good=event.answer.ok)

    def on_troubled(self, event: Troubled) -> None:
        """Say that the database cannot be read."""
        self.trouble = event.sentence
        self.redraw()

    def late(self) -> list[QueueRow]:
        """Return the breached leads that nobody has acknowledged."""
        if self.board is None:
            return []
        return [row for row in self.board.queue if row.id in self._late and row.id not in self.acknowledged]

    def acknowledge(self) -> int:
        """Acknowledge the breaches there are now; return how many were new."""
        fresh = self._late - self.acknowledged
        self.acknowledged |= fresh
        return len(fresh)

    def _notice_breaches(self, board: Board) -> None:
        now = self.now()
        late = {row.id for row in board.queue if row.due_at is not None and row.due_at <= now}
        is_new = bool(late - self._late)
        self._late = late
        self.acknowledged &= late
        is_quiet = self._rung_at is not None and now - self._rung_at < timedelta(seconds=BELL_SECONDS)
        if is_new and not self.is_muted and not is_quiet:
            self._rung_at = now
            self.bell()

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


def _freeze() -> None:
    """Keep what lives as long as the app out of every later garbage collection."""
    gc.collect()
    gc.freeze()
