"""All commands by name, with their keys; those that do nothing here say why."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from engine.value import Value
from tui.keys import BOARD, GROUPS, MINE, Action, keys_text, of_screen
from tui.rows import Cells
from tui.screens.acts import Acts
from tui.screens.overlay import Field, Overlay
from tui.whens import past_moment
from tui.widgets.bars import OneLine
from tui.widgets.columns import Column
from tui.widgets.live_table import LiveTable, Rows


class Choice(Value):
    """A command, and why it does nothing here when that is so."""

    action: Action
    why_not: str


def rank(action: Action, wanted: str) -> int | None:
    """How far a command is from what was typed, nearest first; None when its letters do not stand in it in order."""
    asked, words = wanted.casefold().strip(), action.words.casefold()
    names = f"{words} {action.id} {GROUPS[action.group]}".casefold()
    ways = (
        words.startswith(asked),
        f" {asked}" in words,
        asked in words,
        asked in names,
        _in_order(asked, words),
        _in_order(asked, names),
    )
    return next((place for place, is_so in enumerate(ways) if is_so), None)


def _in_order(asked: str, words: str) -> bool:
    letters = iter(words)
    return all(letter in letters for letter in asked.replace(" ", ""))


class Choices(LiveTable[Choice], can_focus=False):
    """The commands to choose from."""

    EMPTY_WORDS = "No command is called that. at 14:10 shows the board as it was."
    COLUMNS = (
        Column(id="cursor", title="", least=1),
        Column(id="words", title="COMMAND", least=24, most=40),
        Column(id="keys", title="KEYS", least=10),
        Column(id="why", title="", least=14, most=40),
    )

    def cells(self, row: Choice) -> Cells:
        """Return a command's cells."""
        style = "dim" if row.why_not else ""
        return {
            "words": (row.action.words, style),
            "keys": (keys_text(row.action, 3), "key"),
            "why": (row.why_not or GROUPS[row.action.group].lower(), "warn" if row.why_not else "dim"),
        }


class Commands(Overlay[None]):
    """The dialog of all commands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back"),
        Binding("enter", "choose", priority=True),
        *(Binding(key, f"move('{verb}')", priority=True) for key, verb in (("down", "down"), ("up", "up"))),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._below: Acts | None = None
        self.table: Choices | None = None

    def open(self, below: Acts) -> None:
        """Offer the commands of another screen."""
        self._below = below

    def parts(self) -> Sequence[Widget]:
        """Return the field and the table."""
        self.table = Choices(self.house.now, widget_id="table")
        self.table.keeps_cursor = True
        label = OneLine(widget_id="label")
        label.styles.width = 2
        return (Horizontal(label, Field(widget_id="field")), self.table)

    def on_screen_resume(self) -> None:
        """Begin with all commands."""
        field = self.query_one("#field", Field)
        field.value = ""
        field.focus()
        self.query_one("#label", OneLine).show(((": ", "key"),))
        self.frame("COMMANDS", "type to search, or: at 14:10   ↑ ↓ choose   enter run   esc close")
        self._list("")

    def _list(self, wanted: str) -> None:
        if self._below is None:
            return
        panels = MINE if self._below.panel in MINE else BOARD
        every = [one for one in of_screen(self.house.actions.values(), panels) if one.is_plain]
        ranked = [(place, one) for one in every if (place := rank(one, wanted)) is not None]
        ranked.sort(key=lambda pair: pair[0])
        found = [Choice(action=one, why_not=self._below.why_not(one)) for _, one in ranked]
        if self.table is not None:
            self.table.order.cursor = None
            self.table.show(Rows({one.action.id: one for one in found}), is_asked=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the commands down."""
        event.stop()
        self._list(event.value)

    def on_live_table_opened(self, event: Choices.Opened) -> None:
        """Run by double click."""
        event.stop()
        self.action_choose()

    def action_move(self, verb: str) -> None:
        """Choose another command."""
        if self.table is not None:
            self.table.go(verb)

    def _moment(self) -> datetime | None:
        """Return the moment that `at 14:10` means, None when something else is typed."""
        word, _, rest = self.query_one(Field).value.strip().partition(" ")
        return past_moment(rest, self.house.now(), self.house.zone) if word == "at" else None

    def action_choose(self) -> None:
        """Run the command under the cursor, or go to the moment that was typed."""
        if (at := self._moment()) is not None:
            self.dismiss(None)
            self.call_later(self.house.open_past, at)
            return
        chosen = self.table.chosen if self.table is not None else None
        if chosen is None or self._below is None:
            return
        self.dismiss(None)
        self._below.call_later(self._below.action_act, chosen.action.id)
