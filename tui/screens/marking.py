"""The keys that mark leads of the queue."""

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

if TYPE_CHECKING:
    from tui.acting import ActingApp
    from tui.widgets.panels import QueueTable

NO_LEAD = "There is no lead here."


class Marking(Screen[None]):
    """What a screen with a queue does to mark its leads."""

    queue: "QueueTable"

    def action_mark_toggle(self) -> None:
        """Mark the lead under the cursor and go on to the next."""
        if self._has_leads():
            self.queue.order.toggle_mark()
            self.queue.move(1)

    def action_mark_range(self) -> None:
        """Mark from the nearest mark to the cursor."""
        if self._has_leads():
            self.queue.order.mark_range()
            self.queue.move(0)

    def action_mark_all(self) -> None:
        """Mark all that is shown, or take all marks away."""
        order = self.queue.order
        if self._has_leads():
            order.mark(() if order.marks else order.shown)
            self.queue.move(0)

    def _has_leads(self) -> bool:
        """Whether there is a lead to mark; else say so."""
        if not self.queue.order.shown:
            cast("ActingApp", self.app).say(NO_LEAD)
        return bool(self.queue.order.shown)
