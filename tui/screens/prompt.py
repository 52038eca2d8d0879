"""The line where a filter is typed; the queue narrows down at every letter."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from tui.screens.overlay import Field, Overlay
from tui.widgets.bars import OneLine
from tui.widgets.panels import QueueTable
from tui.widgets.sieve import Query


class Prompt(Overlay[None]):
    """The dialog of the filter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back"),
        Binding("enter", "keep", priority=True),
        Binding("down", "keep", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.queue: QueueTable | None = None
        self._before = Query()

    def open(self, queue: QueueTable) -> None:
        """Filter this queue."""
        self.queue, self._before = queue, queue.query_now

    def parts(self) -> Sequence[Widget]:
        """Return the slash, the field and a reminder."""
        return (OneLine(widget_id="slash"), Field(widget_id="field"), OneLine(widget_id="words"))

    def on_screen_resume(self) -> None:
        """Begin with the filter that is set."""
        field = self.query_one("#field", Field)
        field.value = self._before.text
        field.cursor_position = len(field.value)
        field.focus()
        self.query_one("#slash", OneLine).show((("/ ", "key"),))
        self.query_one("#words", OneLine).show((("!text rep: src: is:late age>10m  esc ", "dim"),))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the queue down."""
        event.stop()
        if self.queue is not None and event.value.strip() != self.queue.query_now.text:
            self.queue.ask(query=Query(event.value))
            self.house.redraw()

    def action_keep(self) -> None:
        """Keep the filter."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Go back to the filter before."""
        if self.queue is not None:
            self.queue.ask(query=self._before)
        self.dismiss(None)
