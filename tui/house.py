"""What every screen app of the house stands on: its look, the belt against escapes, the reading thread, its end."""

import gc
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.filter import LineFilter
from textual.worker import Worker, WorkerState

from engine.board import Board
from tui.alerting import RESTORE_TITLE, SAVE_TITLE, title_code
from tui.digging import Digging, Question
from tui.hanging_up import leave_when_told
from tui.key_gate import stand_before_keys
from tui.key_turns import KeyTurns
from tui.key_waiting import wait_patiently
from tui.look import Look, look_of, next_theme
from tui.messages import LookCame, Troubled
from tui.ports import Viewer
from tui.watch import READ_EVERY_SECONDS, Watch
from tui.widgets.ascii_only import AsciiOnly
from tui.widgets.palette import THEMES
from tui.widgets.scrub import Scrub

RETRY_SECONDS = 2.0

SEARCHES = (10_000, 20, 20)
"""After how many new things, and searches of those, memory is searched for garbage: a second of a board makes a
thousand things, and hardly any of them refers to itself in a circle."""


class HouseApp(KeyTurns):
    """A viewer of the floor. It never reads a file or a clock: a viewer and a clock are given to it."""

    CSS_PATH = Path(__file__).with_name("floorboard.tcss")  # wherever the file of a subclass lies
    TITLE = "floorboard"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    THREADS: ClassVar[tuple[str, ...]] = ("read",)
    """The methods of the watch that run in threads of their own."""

    def __init__(
        self,
        viewer: Viewer,
        now: Callable[[], datetime],
        *,
        zone: tzinfo | None = None,
        every: float = READ_EVERY_SECONDS,
        look: Look | None = None,
    ) -> None:
        self.look = look or look_of(None, None, is_ascii=False)
        if not os.environ.get("NO_COLOR"):
            os.environ.pop("NO_COLOR", None)  # an empty one counts as not set, and Textual would count it
        stand_before_keys()
        wait_patiently()
        super().__init__(ansi_color=bool(os.environ.get("NO_COLOR")) or None)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.look.theme
        self.animation_level = "none"
        self.viewer = viewer
        self.now = now
        self.zone = zone
        self.board: Board | None = None
        self.trouble = ""
        self._shown_title = ""
        self.watch_house = Watch(viewer, self.post_message, every)
        self._digging = Digging(viewer, self.post_message)
        self._is_digging = False
        self._belts = [AsciiOnly()] if self.look.is_ascii else []
        self._scrub = Scrub()
        self._heed_no_more: Callable[[], None] = lambda: None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of every painted line, the belt against control characters first."""
        return [self._scrub, *super().get_line_filters(), *self._belts]

    def refresh_css(self, animate: bool = True) -> None:
        """Follow another theme; before the first screen its rules are read once, where Textual reads them twice."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())
            self.stylesheet.parse()
            self.stylesheet.update(self, animate=animate)

    def begin(self) -> None:
        """Start the threads and the clock; the first screen is there."""
        self._leave_on_signals()
        self.take_turns()
        for name in self.THREADS:
            self._start(name)
        self.set_interval(1.0, self.beat)
        self.call_after_refresh(_freeze)

    def _leave_on_signals(self) -> None:
        """Leave in order, the terminal restored, when the system asks this process to end."""
        with suppress(ValueError):  # no signals where the app is not in the main thread
            self._heed_no_more = leave_when_told(self.exit)

    def on_unmount(self) -> None:
        """Let the threads end, and give the terminal its title back."""
        self._heed_no_more()
        self.end_turns()
        self.watch_house.end()
        self._digging.end()
        if self._shown_title:
            self.send(RESTORE_TITLE)

    def show_title(self, title: str) -> None:
        """Write the terminal's title where it has changed."""
        if title != self._shown_title:
            self.send(title_code(title) if self._shown_title else SAVE_TITLE + title_code(title))
            self._shown_title = title

    def _start(self, name: str) -> None:
        self.run_worker(getattr(self.watch_house, name), name=name, thread=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say why a thread broke, and start it again."""
        if event.state != WorkerState.ERROR or not self.is_running or event.worker.name not in self.THREADS:
            return
        error = event.worker.error
        self.trouble = f"The board could not be read: {type(error).__name__}: {error}. Trying again."
        name = event.worker.name
        self.watch_house.taken()
        self.set_timer(RETRY_SECONDS, lambda: self._start(name))
        self.redraw()

    def on_troubled(self, event: Troubled) -> None:
        """Say that the database cannot be read."""
        self.trouble = event.sentence
        self.redraw()

    def dig(self, question: Question) -> None:
        """Look up what was, in a thread that is started with the first question."""
        self._digging.ask(question)
        if not self._is_digging:
            self._is_digging = True
            self.run_worker(self._digging.dig, name="dig", thread=True, exit_on_error=False)

    def send(self, code: str) -> None:
        """Send a code to the terminal beside what is painted, the way Textual itself rings the bell."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(code)

    def beat(self) -> None:
        """Do what is due each second."""
        self.watch_house.look(_newer_look)
        self.tick()

    def on_look_came(self, event: LookCame) -> None:
        """Follow an edit of floor.toml; a theme that was turned to by key stays until the file names another."""
        look, before = event.look, self.look
        if look == before:
            return
        self.look = look
        if look.theme != before.theme and not self.no_color:
            self.theme = look.theme
        if look.is_ascii != before.is_ascii:
            self._belts = [AsciiOnly()] if look.is_ascii else []
            self.refresh_css(animate=False)
        self.follow(look)

    def follow(self, look: Look) -> None:
        """Ring as floor.toml wants it from now on."""

    def tick(self) -> None:
        """Bring every age up to date."""

    def redraw(self) -> None:
        """Show what has changed beside the board."""

    def turn_theme(self) -> str:
        """Take the next theme and return its name; without colours it stays as it is."""
        if not self.no_color:
            self.theme = next_theme(self.theme)
        return self.theme


def _newer_look(viewer: Viewer) -> LookCame | None:
    look = viewer.look()
    return LookCame(look) if look is not None else None


def _freeze() -> None:
    """Keep what lives as long as the app out of every garbage collection; from now on there are some, and seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCHES)
    gc.enable()
