"""What every dialog over the board has in common: a framed box, and four keys that close it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from engine.board import Board, LeadDetail
from tui.key_words import Told, foot
from tui.keys import by_id
from tui.messages import Looked
from tui.text import plain
from tui.widgets.dimmed import Dimmed
from tui.widgets.lines import Line, Lines

if TYPE_CHECKING:
    from tui.acting import ActingApp

T = TypeVar("T")


def bindings(*ids: str) -> list[BindingType]:
    """Return the bindings of actions by their ids, straight to their methods."""
    return [Binding(",".join(by_id(one).keys), by_id(one).method, by_id(one).words, id=one) for one in ids]


def acting(*ids: str) -> list[BindingType]:
    """Return the bindings of actions by their ids, each asked first whether it may be done here."""
    return [Binding(",".join(by_id(one).keys), f"act('{one}')", by_id(one).words, id=one) for one in ids]


CLOSING = bindings("back")
MOVING = bindings(
    "move.down",
    "move.up",
    "move.first",
    "move.last",
    "move.half_down",
    "move.half_up",
    "move.page_down",
    "move.page_up",
)
SCROLL, CLOSE = ("move.down move.up", "scroll"), ("back", "close")
"""What feet of dialogs say most."""


class Overlay(ModalScreen[T], Generic[T]):
    """A dialog. It holds the queue's order while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSING]
    AUTO_FOCUS = ""
    _framed: tuple[Widget, str, str] | None = None
    """What was last written on which frame."""

    @property
    def house(self) -> "ActingApp":
        """The app, as the app it is."""
        return cast("ActingApp", self.app)

    def render(self) -> RenderResult:  # type: ignore[override]  # a Visual is one, whatever Screen says
        """Let what is below shine through."""
        drawn = super().render()
        return Dimmed(drawn.screen, drawn.color) if isinstance(drawn, BackgroundScreen) else drawn

    def compose(self) -> ComposeResult:
        """Put the parts into the box."""
        with Vertical(id="box"):
            yield from self.parts()

    def parts(self) -> Sequence[Widget]:
        """Return what is in the box."""
        raise NotImplementedError

    def foot(self, *told: Told) -> str:
        """Return keys of this dialog as their person has bound them, with what they are for."""
        return foot(self.house.actions, *told)

    def frame(self, words: str, below: str = "") -> None:
        """Write the frame's title and what stands at its foot."""
        for box in self.query("#box"):  # none while the dialog is being put together
            if self._framed == (box, words, below):
                continue  # written again it would be painted again, in a picture of its own
            self._framed = (box, words, below)
            box.border_title = Content(plain(words))
            box.border_subtitle = Content(plain(below)) if below else None

    def said(self, otherwise: str) -> str:
        """Return the newest sentence while it is fresh, else other words: for the foot of a box that hides all."""
        flash = self.house.flash
        words = "".join(text for text, _ in flash.line(self.house.now())) if flash else ""
        return words.strip() or otherwise

    def redraw(self) -> None:
        """Show everything anew."""

    def tick(self) -> None:
        """Bring ages up to date."""
        self.redraw()

    def show_board(self, board: Board) -> None:
        """Take a newer board."""

    def show_detail(self, lead_id: str, detail: LeadDetail | None) -> None:
        """Take a lead's detail."""

    def show_looked(self, looked: Looked) -> None:
        """Take rows that were looked up."""

    def on_screen_resume(self) -> None:
        """Show what is so now; not where the app goes, or comes, and the parts are not in the box."""
        if self.query("#box > *"):
            self.redraw()
        elif self.is_running:
            self.call_after_refresh(self.on_screen_resume)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)


class Page(Lines):
    """Lines that may be longer than the box, and are scrolled."""

    DEFAULT_CSS = "Page { height: auto; }"

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.all: Sequence[Line] = ()
        self.top = 0

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        is_other_size = len(lines) != len(self.all)
        self.all = lines
        if is_other_size:
            self.refresh(layout=True)
        self.redraw()

    def scroll_lines(self, steps: int) -> None:
        """Go down so many lines, or up when below nought."""
        self.top = max(0, min(self.top + steps, len(self.all) - self.content_size.height))
        self.redraw()

    def lines(self, width: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """Return the lines that fit."""
        self.top = max(0, min(self.top, len(self.all) - height))
        return self.all[self.top : self.top + height]

    def get_content_height(self, *_: object) -> int:
        """Ask for room for all lines."""
        return max(1, len(self.all))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down with the wheel."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up with the wheel."""
        event.stop()
        self.scroll_lines(-3)


class Field(Input):
    """A line to type in. What leaves other dialogs leaves this one too, once nothing is left to go back over."""

    DEFAULT_CSS = "Field { height: 1; border: none; padding: 0; background: $panel; }"

    def __init__(self, *, widget_id: str | None = None, text: str = "", most: int = 120) -> None:
        super().__init__(value=text, id=widget_id, max_length=most, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        """Take the first line of a paste, as far as there is room and with nothing in it that steers a terminal."""
        event.stop()
        event.prevent_default()
        line = next((line for line in event.text.splitlines() if line.strip()), "").strip()
        room = (self.max_length or 0) - len(self.value) + len(self.selected_text)
        self.replace(plain(line)[:room], *self.selection)

    async def _on_key(self, event: events.Key) -> None:
        if not self.value and event.key in ("left", "backspace"):
            event.stop()
            event.prevent_default()
            await self.screen.run_action("back")
            return
        await super()._on_key(event)
