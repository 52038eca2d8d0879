"""A line that is asked for: a note, a time, a lead's id."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from engine.value import Value
from tui.screens.overlay import Field, Overlay
from tui.widgets.bars import OneLine


class Asked(Value):
    """What is asked for."""

    title: str
    words: str
    """What may be typed."""
    most: int = 120


class Ask(Overlay[None]):
    """The dialog of one line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back"), Binding("enter", "send", priority=True)]

    def __init__(self) -> None:
        super().__init__()
        self._asked = Asked(title="", words="")
        self._on_text: Callable[[str], str] = lambda _: ""

    def open(self, asked: Asked, on_text: Callable[[str], str]) -> None:
        """Ask anew. `on_text` returns why the text will not do, or nothing."""
        self._asked, self._on_text = asked, on_text

    def parts(self) -> Sequence[Widget]:
        """Return the field and the words below."""
        label = OneLine(widget_id="label")
        label.styles.width = 2
        return (Horizontal(label, Field(widget_id="field", most=4000)), OneLine(widget_id="words"))

    def on_screen_resume(self) -> None:
        """Begin with an empty field."""
        field = self.query_one("#field", Field)
        field.value, field.max_length = "", self._asked.most
        field.focus()
        self.frame(self._asked.title, "enter done   esc cancel")
        self.query_one("#label", OneLine).show((("› ", "key"),))
        self.query_one("#words", OneLine).show(((self._asked.words, "dim"),))

    def action_send(self) -> None:
        """Take what was typed, or say why it will not do."""
        why = self._on_text(self.query_one("#field", Field).value.strip())
        if why:
            self.query_one("#words", OneLine).show(((why, "warn"),))
        elif self.is_current:
            self.dismiss(None)
