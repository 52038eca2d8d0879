"""All leads there ever were, to be looked through, filtered and jumped about in by date."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from engine.board import Board
from tui.messages import PageCame
from tui.ports import Archive
from tui.screens.overlay import CLOSE, CLOSING, MOVING, Field, Overlay, bindings
from tui.text import cut
from tui.whens import past_moment
from tui.widgets.bars import OneLine
from tui.widgets.history_table import STRETCH, HistoryTable, Wanted

WORDS = (
    "words  !not  rep:sam  src:web  is:won late open …  @2026-07-14  @14:10",
    "words  rep:sam  is:won  @14:10",
)
"""What may be typed, at two lengths."""

BROAD = 120
MOMENT_CELLS = 16
KEYS = (
    ("view.filter", "filter, @date"),
    ("open", "open"),
    ("move.first", "newest"),
    ("move.last", "oldest"),
    CLOSE,
)


class History(Overlay[None]):
    """The dialog of all leads."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *CLOSING,
        *MOVING,
        *bindings("open", "view.filter"),
        Binding("enter", "open", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.table: HistoryTable | None = None
        self._number = 0
        self._wanted = Wanted(None, is_down=True)
        self._text = ""

    def parts(self) -> Sequence[Widget]:
        """Return the filter and the table."""
        self.table = HistoryTable(self._ask, self.house.zone, widget_id="table")
        label, words = OneLine(widget_id="label"), OneLine(widget_id="words")
        label.styles.width = 2
        return (Horizontal(label, Field(widget_id="field"), words), self.table)

    def on_screen_resume(self) -> None:
        """Begin with the newest leads, or stay where it was left."""
        table = self.table
        if table is None:
            return
        table.focus()
        if self.house.board is not None:
            self.show_board(self.house.board)
        for label, words in (
            ("#label", (("/ ", "key"),)),
            ("#words", (("  " + WORDS[self.size.width < BROAD], "dim"),)),
        ):
            for line in self.query(label).results(OneLine):
                line.show(words)
        if not table.rows:
            table.want(Wanted(None, is_down=True))
        self.redraw()

    def show_board(self, board: Board) -> None:
        """Know the reps by name."""
        if self.table is not None:
            self.table.names = {rep.id: rep.name for rep in board.reps}

    def _ask(self, wanted: Wanted) -> None:
        self._number += 1
        self._wanted = wanted
        number, text = self._number, self._text

        def question(archive: Archive) -> PageCame:
            return PageCame(number, archive.page(text, wanted.edge, wanted.is_down, STRETCH))

        self.house.dig(question)

    def show_page(self, event: PageCame) -> None:
        """Take a stretch, if it is the one that was asked for last."""
        if event.number != self._number or self.table is None:
            return
        wanted = self._wanted if event.goal is None else Wanted(event.goal + 1, is_down=True, goal=event.goal)
        self.table.take(wanted, event.page)
        if event.goal is not None and not event.page.rows and event.page.total:
            self.house.say("No lead had come in by then: these are the oldest.")
            self.table.want(Wanted(None, is_down=False))
        self.redraw()

    def redraw(self) -> None:
        """Say what is shown."""
        if self.table is not None and self.query("#box"):
            parts = [f"HISTORY  {self.table.total:,} leads"]
            parts += [f"filter: {self._text}"] if self._text else []
            self.frame("  ".join(parts), self.said(self.foot(*KEYS)))
            self.table.redraw()

    def action_view_filter(self) -> None:
        """Type a filter, or a moment to jump to."""
        self.query_one(Field).focus()

    def action_open(self) -> None:
        """Carry out what was typed; else open the lead under the cursor."""
        field = self.query_one(Field)
        if not field.has_focus:
            if self.table is not None and self.table.chosen is not None:
                self.house.open_detail(self.table.chosen.id)
            return
        if self.table is not None:
            self.table.focus()
        self._carry_out(field.value)

    def _carry_out(self, typed: str) -> None:
        filters, at, moment = typed.partition("@")
        self._filter(filters)
        if at:
            self._jump(moment)
        self.redraw()

    def _jump(self, moment: str) -> None:
        """Go to the newest lead that had come in by then."""
        at = past_moment(moment, self.house.now(), self.house.zone)
        if at is None or self.table is None:
            typed = cut(moment, MOMENT_CELLS)
            self.house.say(f"@{typed} is no moment: write @14:10, @2026-07-14 or @yesterday 9:00.")
            return
        self._number += 1
        number, text = self._number, self._text
        self.query_one(Field).value = text  # a jump is over when it is made, a filter stays
        self.table.is_asking = True

        def question(archive: Archive) -> PageCame:
            goal = archive.number_at(at)
            return PageCame(number, archive.page(text, goal + 1, is_down=True, most=STRETCH), goal)

        self.house.dig(question)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while it is typed: what was asked for a shorter text is given up."""
        event.stop()
        self._filter(event.value.partition("@")[0])

    def _filter(self, typed: str) -> None:
        if typed.strip() != self._text and self.table is not None:
            self._text = typed.strip()
            self.table.want(Wanted(None, is_down=True))
            self.redraw()

    def on_history_table_opened(self, event: HistoryTable.Opened) -> None:
        """Open by double click."""
        event.stop()
        self.house.open_detail(event.lead_id)

    def action_move(self, verb: str) -> None:
        """Move the cursor."""
        if self.table is not None:
            self.table.go(verb)

    def action_back(self) -> None:
        """Leave the field, then the filter, then the dialog."""
        field = self.query_one(Field)
        if field.has_focus and self.table is not None:
            self.table.focus()
        elif self._text:
            field.value = ""
            self._carry_out("")
        else:
            self.dismiss(None)
