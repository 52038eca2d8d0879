"""Why a rep goes away, and for how long."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from engine.board import RepRow
from engine.commands import SetAvailability
from engine.rep import Availability
from tui.screens.acts import rep_name
from tui.screens.overlay import Field, Overlay
from tui.widgets.bars import OneLine

MINUTES_MOST = 24 * 60
REASONS = "lunch  break  meeting  training"


class Away(Overlay[None]):
    """The dialog that sends a rep away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back"),
        Binding("enter", "send", priority=True),
        Binding("tab,down", "other", priority=True),
        Binding("shift+tab,up", "other", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rep: RepRow | None = None

    def open(self, rep: RepRow) -> None:
        """Ask anew, for this rep."""
        self.rep = rep

    def parts(self) -> Sequence[Widget]:
        """Return both fields and the words below."""
        labels = [OneLine(widget_id=name) for name in ("reason_label", "minutes_label")]
        for label in labels:
            label.styles.width = 10
        fields = (Field(widget_id="reason", most=40), Field(widget_id="minutes", most=5))
        return (*(Horizontal(*pair) for pair in zip(labels, fields, strict=True)), OneLine(widget_id="words"))

    def on_screen_resume(self) -> None:
        """Begin with empty fields."""
        for name in ("reason", "minutes"):
            self.query_one(f"#{name}", Field).value = ""
            self.query_one(f"#{name}_label", OneLine).show(((f"{name:<10}", "dim"),))
        self.query_one("#reason", Field).focus()
        self.query_one("#words", OneLine).show(((f"{REASONS}   no minutes: until back", "dim"),))
        if self.rep is not None:
            self.frame(f"AWAY  {rep_name(self.rep)}", "enter send away   tab other field   esc cancel")

    def action_other(self) -> None:
        """Go to the other field."""
        reason, minutes = self.query_one("#reason", Field), self.query_one("#minutes", Field)
        (minutes if reason.has_focus else reason).focus()

    def action_send(self) -> None:
        """Send the rep away, when the minutes can be read."""
        minutes = self.query_one("#minutes", Field).value.strip().removesuffix("m")
        reason = self.query_one("#reason", Field).value.strip()
        if minutes and not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes) <= MINUTES_MOST):
            self._refuse(f"Minutes are a whole number from 1 to {MINUTES_MOST}, or nothing.")
            return
        if self.rep is None:
            return
        until_at = self.house.now() + timedelta(minutes=int(minutes)) if minutes else None
        order = SetAvailability(rep_id=self.rep.id, availability=Availability.AWAY, reason=reason, until_at=until_at)
        why, span = f" ({reason})" if reason else "", f" for {minutes} minutes" if minutes else ""
        words = f"{rep_name(self.rep)} is away{why}{span}."
        self.house.give(order, words)
        self.dismiss(None)

    def _refuse(self, sentence: str) -> None:
        self.query_one("#words", OneLine).show(((sentence, "warn"),))
