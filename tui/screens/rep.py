"""A rep's own screen: what they are, their leads, what is held out to them, their place and their share."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from engine.board import QueueRow, RepRow
from engine.commands import AcceptOffer, DeclineOffer, Pull, Seen
from engine.rep import Availability
from engine.rep_board import OwnLead, RepBoard
from tui.key_words import Bound, key_line, letter, pressed
from tui.keys import ACTIONS, MINE, footer_actions, of_screen
from tui.screens.acts import Acts, name_of
from tui.screens.first import First
from tui.screens.overlay import acting
from tui.screens.pick import Option
from tui.screens.unbound import Unbound
from tui.seat import Seat
from tui.widgets.bars import OneLine, footer_line, trouble_line
from tui.widgets.lines import EMPTY, Line
from tui.widgets.live_table import LiveTable
from tui.widgets.own import BareTable, OwnTable, coming_lines, header, is_here, news, offer_line, you_line

if TYPE_CHECKING:
    from tui.rep_app import RepApp

AWAYS = {
    "break": "break",
    "lunch": "lunch",
    "meeting": "meeting",
    "training": "training",
    "off": "off for today",
}
"""Why one goes away, each with a key of its own on the screen below too."""

OFFER_KEYS = (("offer.accept", "accept"), ("offer.decline", "decline"))
LINES = ("header", "you", "coming", "trouble", "flash", "footer")
COMING_LINES = 4
"""So many lines tell what is coming; what was moved by hand stands above them in lines of its own."""
LOW_LINES = 16
"""Below so many lines there is no room for what is coming."""


class RepScreen(Acts, Unbound, First):
    """What one rep works with."""

    BINDINGS: ClassVar[list[BindingType]] = acting(*(action.id for action in of_screen(ACTIONS, MINE)))
    AUTO_FOCUS = "#mine"
    panel = "mine"
    panels = MINE

    def __init__(self, now: Callable[[], datetime], seat: Seat, *, is_inline: bool = False) -> None:
        super().__init__(classes="inline" if is_inline else None)
        self.now = now
        self.seat = seat
        self.is_inline = is_inline
        self.table: OwnTable = (BareTable if is_inline else OwnTable)(now, widget_id="mine")
        self._bars = {name: OneLine(widget_id=name) for name in LINES}

    @property
    def rep_house(self) -> "RepApp":
        """The app, as the rep's app."""
        return cast("RepApp", self.app)

    @property
    def mine(self) -> RepBoard | None:
        """What is the rep's, once it was read."""
        return self.rep_house.mine

    def compose(self) -> ComposeResult:
        """Put the screen together, from top to bottom."""
        lines = self._bars
        if self.is_inline:
            yield from (lines["you"], self.table, lines["footer"])
            return
        yield lines["header"]
        yield lines["trouble"]
        with Vertical(id="panels"):
            yield from (lines["you"], self.table, lines["coming"])
        yield from (lines["flash"], lines["footer"])

    def on_mount(self) -> None:
        """Write the frames' titles."""
        if not self.is_inline:
            for widget, title in ((self._bars["you"], "YOU"), (self._bars["coming"], "COMING")):
                widget.border_title = Content(title)

    def on_resize(self, event: events.Resize) -> None:
        """Leave out what has no room."""
        self.set_class(event.size.height < LOW_LINES, "low")
        self.call_after_refresh(self.redraw)

    def show_mine(self, board: RepBoard) -> None:
        """Show what is newer."""
        self.table.show_mine(board)
        self.redraw()

    def tick(self) -> None:
        """Bring ages up to date."""
        self.table.tick()
        self.redraw()

    def redraw(self) -> None:
        """Show every line around the leads."""
        house, board, now, width = self.rep_house, self.mine, self.now(), self.size.width
        trouble = house.trouble or (board.engine.trouble if board else "")
        footer = footer_line(footer_actions("mine", house.actions.values()), width)
        flash = house.flash.line(now) if house.flash else EMPTY
        offer = offer_line(board.leads, now, key_line(house.actions, *OFFER_KEYS)) if board else EMPTY
        if self.is_inline:
            told = news(board, now, house.zone) if board else EMPTY
            self._bars["you"].show(you_line(board, now, width, is_named=True) if board else (("opening…", "dim"),))
            self._bars["footer"].show(offer or flash or trouble_line(trouble) or told or footer)
            return
        self._bars["header"].show(header(board, now, self.seat, width))
        self._bars["trouble"].show(offer or trouble_line(trouble))  # an offer runs out, a trouble stands
        self._bars["trouble"].display = bool(trouble or offer)
        self._bars["flash"].show(flash)
        self._bars["footer"].show(footer)
        if board is not None:
            self._show_board(board, now, width)

    def _show_board(self, board: RepBoard, now: datetime, width: int) -> None:
        self._bars["you"].show(you_line(board, now, width - 4))
        keys = (pressed(self.house.actions, one) for one in ("me.next", "me.toggle"))
        coming: Sequence[Line] = coming_lines(board, width - 4, self.house.zone, *keys)
        self._bars["coming"].show(*coming)
        self._bars["coming"].styles.height = (
            min(max(len(coming), COMING_LINES), COMING_LINES + 2 * len(board.moved)) + 2
        )
        title = f"MY LEADS  {len(board.leads)}"
        if str(self.table.border_title) != title:
            self.table.border_title = Content(title)

    def on_live_table_worked(self) -> None:
        """Somebody works here."""
        self._parting = None

    def on_live_table_opened(self, event: LiveTable.Opened) -> None:
        """Open what was clicked twice."""
        event.stop()
        self.action_open()

    def chosen_leads(self) -> Sequence[QueueRow]:
        """Return the lead under the cursor."""
        if not self.table.order.shown:
            self.house.say("You have no lead here.")
            return ()
        if self.table.order.is_settling(self.now()):
            self.house.say("The row under the cursor has just changed. Look, and press the key again.")
            return ()
        chosen = self.table.chosen
        return () if chosen is None else (chosen.row,)

    def chosen_rep(self) -> RepRow | None:
        """Return the rep whose screen this is."""
        return self.mine.me if self.mine else None

    def copied(self, row: QueueRow) -> str:
        """Return phone or e-mail of the lead."""
        found = [lead for lead in self.mine.leads if lead.id == row.id] if self.mine else []
        return (found[0].phone or found[0].email or row.id) if found else row.id

    def jump_to(self, lead_id: str) -> None:
        """Go to one's own lead; others' are not shown."""
        if not self.table.order.seek(lead_id, self.now()):
            self.house.say(f"{lead_id} is not yours.")
        self.table.tick()

    def action_move(self, verb: str) -> None:
        """Move the cursor."""
        self.table.go(verb)

    def action_open(self) -> None:
        """Open the lead under the cursor."""
        if self.table.chosen is not None:
            self.house.open_detail(self.table.chosen.id)

    def action_back(self) -> None:
        """Say how to leave, then leave."""
        if self.is_inline:
            self.app.exit()
        else:
            self.leave_at_second("")

    def action_me_toggle(self) -> None:
        """Come back, or ask why one goes away."""
        if self.mine is None:
            return
        if not is_here(self.mine):
            self.set_availability(self.mine.me, Availability.AVAILABLE)
        elif self.is_inline:
            self.action_away("")
        else:
            self.house.open_pick("AWAY  why?", aways(self.house.actions), self.action_away)

    def action_away(self, reason: str) -> None:
        """Go away with a reason."""
        if self.mine is not None:
            goal = Availability.OFFLINE if reason == "off" else Availability.AWAY
            self.set_availability(self.mine.me, goal, "" if reason == "off" else reason)

    def action_me_last_one(self) -> None:
        """Take one lead more, then be away."""
        if self.mine is not None:
            self.set_availability(self.mine.me, Availability.LAST_ONE)

    def action_me_next(self) -> None:
        """Take the next lead."""
        if self.mine is not None:
            self.house.give(Pull(rep_id=self.mine.me.id), "The next lead is yours.")

    def action_offer_accept(self) -> None:
        """Say yes to the lead that is held out."""
        if offer := self._offer():
            order = AcceptOffer(lead=Seen(id=offer.id, version=offer.row.version), rep_id=self._me())
            self.house.give(order, f"{name_of(offer.row)} is yours.")

    def action_offer_decline(self) -> None:
        """Say no to the lead that is held out."""
        if offer := self._offer():
            order = DeclineOffer(lead=Seen(id=offer.id, version=offer.row.version), rep_id=self._me())
            self.house.give(order, f"{name_of(offer.row)} goes to somebody else.")

    def _offer(self) -> OwnLead | None:
        """Return the offer under the cursor, else the one that ends first."""
        now = self.now()
        offers = (
            [lead for lead in self.mine.leads if lead.offer_until and lead.offer_until > now] if self.mine else []
        )
        chosen = [lead for lead in offers if lead.id == self.table.order.cursor]
        if not offers:
            self.house.say("No lead is held out to you.")
        return min(chosen or offers, key=lambda lead: (lead.offer_until or lead.row.queued_at, lead.id), default=None)

    def _me(self) -> str:
        return self.mine.me.id if self.mine else ""


def aways(actions: Bound) -> list[Option]:
    """Return why one may go away, under the keys that do it at once; and going without a reason."""
    found = [Option(id=one, words=words, key=letter(actions[f"away.{one}"])) for one, words in AWAYS.items()]
    return [*found, Option(id="", words="away, without a reason", key=letter(actions["me.toggle"]))]
