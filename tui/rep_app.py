"""A rep's own screen as a terminal app: whole, or in four lines under the prompt."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import ClassVar

from engine.commands import CloseLead, Order, Requeue
from engine.rep_board import Moved, RepBoard
from store.rows import Answer
from tui.acting import ActingApp, OnAnswer
from tui.messages import OwnChanged
from tui.ports import Viewer
from tui.redoing import Redo
from tui.screens.overlay import Overlay
from tui.screens.rep import RepScreen
from tui.seat import Seat
from tui.widgets.order import HeldOrder


class RepApp(ActingApp):
    """The screen of one rep."""

    INLINE_PADDING: ClassVar[int] = 0
    lead_panel: ClassVar[str] = "mine"

    def __init__(
        self,
        viewer: Viewer,
        seat: Seat,
        now: Callable[[], datetime],
        *,
        zone: tzinfo | None = None,
        is_inline: bool = False,
    ) -> None:
        super().__init__(viewer, seat, now, zone=zone)
        self.is_small = is_inline
        self.mine: RepBoard | None = None
        self._sent_off: dict[str, int | None] = {}
        """Leads that left by a key pressed here, and up to which entry that is so; None while it is on its way."""

    def lay_out(self) -> None:
        """Begin without a screen."""
        self.is_muted = False
        self._rep_screen: RepScreen | None = None

    @property
    def rep_screen(self) -> RepScreen:
        """The rep's own screen."""
        assert self._rep_screen is not None
        return self._rep_screen

    async def open_first(self) -> None:
        """Open the rep's screen."""
        self._rep_screen = RepScreen(self.now, self.seat, is_inline=self.is_small)
        self.install_screen(self._rep_screen, "rep")
        await self.push_screen(self._rep_screen)

    def held_order(self) -> HeldOrder:
        """Return the order of the rep's leads."""
        return self.rep_screen.table.order

    def tick(self) -> None:
        """Bring every age up to date."""
        for screen in self.screen_stack:
            if isinstance(screen, RepScreen | Overlay):
                screen.tick()

    def redraw(self) -> None:
        """Show flash and trouble."""
        if self._rep_screen is not None and self._rep_screen.is_mounted:
            self._rep_screen.redraw()

    def turn_mute(self) -> bool:
        """Mute the bell, or not; return whether it is mute now."""
        self.is_muted = not self.is_muted
        return self.is_muted

    def on_own_changed(self, event: OwnChanged) -> None:
        """Show what is newer, and ring when a lead is held out or came in, unless it was given quietly."""
        known = {lead.id for lead in self.mine.leads}.union(event.board.quiet) if self.mine else None
        told = self.mine.moved[0].seq if self.mine and self.mine.moved else 0
        is_first, self.mine = self.mine is None, event.board
        if not is_first and event.board.moved and event.board.moved[0].seq > told:
            self._call_out(event.board.moved[0])
        if known is not None and not self.is_muted and any(lead.id not in known for lead in self.mine.leads):
            self.bell()
        self.rep_screen.show_mine(event.board)
        self.call_after_refresh(self.watch_house.taken)

    def give(self, order: Order | Redo, done: str, on_answer: OnAnswer | None = None) -> None:
        """Give an order, and know the leads again that leave by it."""
        left = [seen.id for seen in order.leads] if isinstance(order, CloseLead | Requeue) else []
        self._sent_off |= dict.fromkeys(left)

        def answered(answer: Answer) -> None:
            self._sent_off |= dict.fromkeys(left, answer.seq if answer.ok else 0)
            if on_answer is not None:
                on_answer(answer)

        super().give(order, done, answered)

    def _call_out(self, moved: Moved) -> None:
        """Say that a lead was moved, unless it was by a key pressed here: that has its own sentence."""
        until = self._sent_off.get(moved.lead_id, 0)
        if until is not None and moved.seq > until:
            self.say(moved.words)
