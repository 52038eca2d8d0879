"""The manager's screen: tiles, queue, reps, intake and feed, in two columns or behind tabs."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size

from engine.board import Board, FeedRow, IntakeRow, QueueRow, RepRow
from tui.key_words import foot, key_line, pressed
from tui.keys import ACTIONS, BOARD, of_screen
from tui.screens.edges import ABOVE, BELOW, PANELS, Edges
from tui.screens.first import First
from tui.screens.marking import NO_LEAD, Marking
from tui.screens.overlay import acting
from tui.screens.unbound import Unbound
from tui.screens.viewing import Viewing
from tui.seat import Seat
from tui.widgets.bars import breach_line
from tui.widgets.kept import KeptContainer
from tui.widgets.lines import Line
from tui.widgets.live_table import LiveTable
from tui.widgets.panels import FeedTable, IntakeTable, Panel, QueueTable, RepsTable
from tui.widgets.sieve import Query

LEAST_WIDTH, LEAST_HEIGHT = 60, 15
TWO_WIDTH, TWO_HEIGHT = 100, 28
BROAD_WIDTH = 160

LATE_KEYS = (
    ("lead.assign", "assign"),
    ("lead.suggested", "accept suggestion"),
    ("breach.acknowledge", "acknowledge"),
)
NO_REP = "There is no rep yet: [[reps]] in floor.toml names them."
RELEASE, TOGGLE = ("view.hold", "release"), ("rep.toggle", "away/back")


class Manager(Viewing, Marking, Unbound, First):
    """The board of the whole floor."""

    BINDINGS: ClassVar[list[BindingType]] = acting(*(action.id for action in of_screen(ACTIONS, BOARD)))
    AUTO_FOCUS = "#queue"
    panels = BOARD

    def __init__(self, now: Callable[[], datetime], seat: Seat, zone: tzinfo | None = None) -> None:
        super().__init__()
        self.now = now
        self.zone = zone
        self.panel = "queue"
        self.queue = QueueTable(now, zone, widget_id="queue", views=seat.views)
        self.reps = RepsTable(now, zone, widget_id="reps", views=seat.views)
        self.intake = IntakeTable(now, zone, widget_id="intake")
        self.feed = FeedTable(now, zone, widget_id="feed")
        self.tables: dict[str, Panel[Any]] = {
            "queue": self.queue,
            "reps": self.reps,
            "intake": self.intake,
            "feed": self.feed,
        }
        self._edges = Edges(seat, zone)
        bound = seat.actions()
        self.queue.release_words, self.reps.foot = foot(bound, RELEASE), foot(bound, TOGGLE)

    def compose(self) -> ComposeResult:
        """Put the screen together, from top to bottom."""
        yield from (self._edges.widgets[name] for name in ABOVE)
        with KeptContainer(id="panels"):
            yield from self.tables.values()
        yield from (self._edges.widgets[name] for name in BELOW)

    @property
    def board(self) -> Board | None:
        """The board that is shown."""
        return self.house.board

    def late(self) -> Sequence[QueueRow]:
        """Return what the banner is about."""
        return self.board_house.late()

    def banner(self) -> Line:
        """Return the line below the numbers, nothing when there is nothing to say."""
        return breach_line(self.late(), self.now(), self.size.width, self._answers_to_late())

    def _answers_to_late(self) -> Line:
        """Return the keys that do something about what is late; the middle one goes where there is little room."""
        told = LATE_KEYS if self.size.width >= TWO_WIDTH else (LATE_KEYS[0], LATE_KEYS[-1])
        return key_line(
            self.house.actions, *((one, words) for one, words in told if not self.why_not(self.house.actions[one]))
        )

    @property
    def table(self) -> Panel[Any]:
        """The table that has the keys."""
        return self.tables[self.panel]

    def show_board(self, board: Board) -> None:
        """Show a newer board."""
        self.queue.pending = self.house.pending()
        self.queue.show_board(board)
        self.reps.show_board(board)
        self.intake.show_board(board)
        self.feed.show_board(board)
        self.redraw_bars()

    def tick(self) -> None:
        """Bring ages up to date."""
        self.board_house.notice_time()
        self.queue.tick()
        self.reps.tick()
        self.redraw_bars()

    def changed_view(self) -> None:
        """Show how a table is looked at now."""
        self.redraw_bars()

    def redraw(self) -> None:
        """Show what is pending and what was said."""
        self.queue.pending = self.house.pending()
        self.queue.redraw()
        self.redraw_bars()

    def redraw_bars(self) -> None:
        """Show every line around the panels."""
        house, board, now, width = self.board_house, self.board, self.now(), self.size.width
        self._edges.show_always(board, now, self.panel, house.flash, width)
        self._edges.show_trouble(house.trouble or (board.engine.trouble if board else ""))
        if board is None:
            return
        self._edges.show_board(board, now, self.banner(), len(house.ringer.acknowledged))
        if self.has_class("tabs"):
            self._edges.show_tabs(board, self.panel, self.queue, width)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout for the size."""
        self.fit(event.size)
        self.call_after_refresh(self.redraw_bars)

    def fit(self, size: Size) -> None:
        """Choose the layout for a size; told it before it is opened, the screen is styled and laid out once."""
        width, height = size
        is_small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        is_two = not is_small and width >= TWO_WIDTH and height >= TWO_HEIGHT
        for name, is_on in (
            ("small", is_small),
            ("two", is_two),
            ("tabs", not is_small and not is_two),
            ("broad", is_two and width >= BROAD_WIDTH),
        ):
            self.set_class(is_on, name, update=self.is_attached)
        self._edges.show_small(f"needs {LEAST_WIDTH}x{LEAST_HEIGHT}, have {width}x{height}")
        if self.is_attached and not is_small:
            self.call_after_refresh(self._keep_focus)

    def _keep_focus(self) -> None:
        """Give the keys back to the panel that lost them while the window was too small to show it."""
        if self.focused is None:
            self.tables[self.panel].focus()

    def on_mount(self) -> None:
        """Show the first panel."""
        self.go_to("queue")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus, by key or by mouse."""
        if event.widget.id in self.tables:
            self.panel = event.widget.id
            for name, table in self.tables.items():
                table.set_class(name == self.panel, "here")
            self.redraw_bars()

    def on_screen_resume(self) -> None:
        """Show what happened under a dialog."""
        if self.house.board is not None:
            self.show_board(self.house.board)

    def on_live_table_worked(self) -> None:
        """Say how many are marked."""
        self._parting = None
        self.redraw_bars()

    def on_live_table_opened(self, event: LiveTable.Opened) -> None:
        """Open what was clicked twice."""
        event.stop()
        self.action_open()

    def chosen_leads(self) -> Sequence[QueueRow]:
        """Return the marked leads, else the one under the cursor."""
        if self.panel == "feed":
            return self._lead_of_feed()
        if self.panel != "queue":
            self.house.say(f"That works on leads: {self._pressed('panel.queue')} goes to the queue.")
            return ()
        if not self.queue.order.shown:
            self.house.say(NO_LEAD)
            return ()
        if not self.queue.order.marks and self.queue.order.is_settling(self.now()):
            self.house.say("The row under the cursor has just changed. Look, and press the key again.")
            return ()
        return [self.queue.row(row_id) for row_id in self.queue.order.targets()]

    def _pressed(self, ids: str) -> str:
        return pressed(self.house.actions, ids)

    def _lead_of_feed(self) -> Sequence[QueueRow]:
        row: FeedRow | None = self.feed.chosen
        board = self.house.board
        found = [lead for lead in board.queue if row and lead.id == row.lead_id] if board else []
        if not found:
            self.house.say("That entry is not about a lead in the queue.")
        return found

    def chosen_rep(self) -> RepRow | None:
        """Return the rep under the cursor, or the one who has the lead under it."""
        if self.panel == "reps":
            if self.reps.chosen is None:
                self.house.say(NO_REP)
            return self.reps.chosen
        row = self.queue.chosen if self.panel == "queue" else None
        board = self.house.board
        found = [rep for rep in board.reps if row is not None and rep.id == row.rep_id] if board else []
        if not found:
            why = "Nobody has that lead" if row is not None else "There is no lead here"
            self.house.say(f"{why}: {self._pressed('panel.reps')} goes to the reps.")
        return found[0] if found else None

    def done(self) -> None:
        """Take the marks away once their order is carried out."""
        self.queue.order.mark(())
        self.redraw()

    def go_to(self, panel: str) -> None:
        self.panel = panel
        for name, table in self.tables.items():
            table.set_class(name == panel, "here")
        self.tables[panel].focus()
        self.redraw_bars()

    def action_move(self, verb: str) -> None:
        """Move the cursor of the panel that has the keys."""
        self.table.go(verb)

    def action_panel(self, verb: str) -> None:
        """Give the keys to a panel by name, or to the next one."""
        step = {"next": 1, "before": -1}.get(verb)
        self.go_to(verb if step is None else PANELS[(PANELS.index(self.panel) + step) % len(PANELS)])

    def action_open(self) -> None:
        """Open the lead under the cursor, or the leads of the rep under it."""
        row = self.table.chosen
        if isinstance(row, QueueRow):
            self.house.open_detail(row.id)
        elif isinstance(row, FeedRow) and row.lead_id:
            self.house.open_detail(row.lead_id)
        elif isinstance(row, RepRow):
            self.queue.ask(query=Query(f"rep:{row.id}"))
            self.go_to("queue")
        elif isinstance(row, IntakeRow):
            self.board_house.open_rejects(row)
        else:
            self.house.say("There is nothing here to open.")

    def action_show_intake(self) -> None:
        """Show every file and delivery."""
        self.board_house.open_intake()

    def action_reject_retry(self) -> None:
        """Try the rejects of the file or source under the cursor again."""
        row = self.intake.chosen if self.panel == "intake" else None
        if row is not None:
            self.house.watch_house.retry((row.id,))
        elif self.panel == "intake":
            self.house.say("Nothing came in yet.")
        else:
            self.house.say(f"That works on what came in: {self._pressed('panel.intake')} goes to the intake.")

    def action_back(self) -> None:
        """Go back by one step: clear the filter, go to the queue, then say how to leave."""
        if self.queue.query_now.text:
            self.queue.ask(query=Query())
            self.redraw_bars()
        elif self.panel != "queue":
            self.go_to("queue")
        else:
            self.leave_at_second(" the board")
