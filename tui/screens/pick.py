"""A choice between a few things, each with a key of its own."""

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from engine.value import Value
from tui.rows import Cells
from tui.screens.overlay import CLOSE, CLOSING, Overlay, bindings
from tui.widgets.columns import Column
from tui.widgets.live_table import LiveTable, Rows

LETTERS = "abcdefgimnoprstuvwxyz0123456789"
"""Keys for options without one of their own: none that chooses, or usually moves or closes."""
OWN_KEYS = ("back", "move.down", "move.up")


class Option(Value):
    """One thing to choose."""

    id: str
    words: str
    key: str = ""
    note: str = ""


class Options(LiveTable[Option], can_focus=False):
    """The things to choose from."""

    EMPTY_WORDS = "There is nothing to choose."
    COLUMNS = (
        Column(id="cursor", title="", least=1),
        Column(id="key", title="KEY", least=5),
        Column(id="words", title="", least=16, most=28),
        Column(id="note", title="", least=10, most=48),
    )

    def cells(self, row: Option) -> Cells:
        """Return an option's cells."""
        return {"key": (row.key, "key"), "words": (row.words, ""), "note": (row.note, "dim")}


class Pick(Overlay[None]):
    """The dialog of a choice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *CLOSING,
        Binding("enter,space,l", "choose"),
        *bindings(*OWN_KEYS[1:]),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._options: dict[str, Option] = {}
        self._on_pick: Callable[[str], None] = lambda _: None
        self.table: Options | None = None

    def open(self, title: str, options: Sequence[Option], on_pick: Callable[[str], None]) -> None:
        """Offer other things."""
        self._title, self._on_pick = title, on_pick
        self._options = {one.id: one for one in with_keys(options, self._taken())}

    def _taken(self) -> set[str]:
        """Return the letters that move and close here."""
        return {key for one in OWN_KEYS for key in self.house.actions[one].keys}

    def parts(self) -> Sequence[Widget]:
        """Return the table."""
        self.table = Options(self.house.now, widget_id="table")
        self.table.keeps_cursor = True
        return (self.table,)

    def on_screen_resume(self) -> None:
        """Begin on the first one."""
        moves = self.foot(("move.down move.up", "and enter"), CLOSE)
        self.frame(self._title, f"its key, or {moves}")
        if self.table is not None:
            self.table.styles.height = min(len(self._options), 20) + 1
            self.table.order.cursor = None
            self.table.show(Rows(self._options), is_asked=True)

    def on_key(self, event: events.Key) -> None:
        """Choose by an option's own key."""
        found = [one for one in self._options.values() if one.key and event.character == one.key]
        if found:
            event.stop()
            event.prevent_default()
            self._pick(found[0].id)

    def on_live_table_opened(self, event: Options.Opened) -> None:
        """Choose by double click."""
        event.stop()
        self.action_choose()

    def action_move(self, verb: str) -> None:
        """Go to another one."""
        if self.table is not None:
            self.table.go(verb)

    def action_choose(self) -> None:
        """Choose the one under the cursor."""
        chosen = self.table.chosen if self.table is not None else None
        if chosen is not None:
            self._pick(chosen.id)

    def _pick(self, option_id: str) -> None:
        self.dismiss(None)
        self._on_pick(option_id)


def with_keys(options: Sequence[Option], others: Collection[str] = ()) -> list[Option]:
    """Return the options, each with a key: its own, else a letter of its words that is free, else any."""
    taken = {*others, *(one.key for one in options if one.key)}
    keyed = []
    for one in options:
        key = one.key or next(
            (letter for letter in (*one.words.casefold(), *LETTERS) if letter in LETTERS and letter not in taken), ""
        )
        taken.add(key)
        keyed.append(Option(id=one.id, words=one.words, key=key, note=one.note))
    return keyed
