"""Whom to give leads to: type a name, choose, and see what speaks against it first."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from engine.board import Board, LeadDetail, QueueRow, RepRow
from engine.commands import Reassign, Seen
from store.rows import Answer
from tui.screens.acts import called, name_of, rep_name
from tui.screens.again import Again
from tui.screens.candidates import Candidates, candidates
from tui.screens.overlay import Field, Overlay
from tui.text import plain
from tui.widgets.bars import OneLine
from tui.widgets.lines import Line, say
from tui.widgets.live_table import Rows

if TYPE_CHECKING:
    from tui.app import BoardApp

SUGGESTED_KEY = "ctrl+a"
"""Assigns as the engine would. On the board a letter does; here letters are a name."""

TELL_KEY = "ctrl+n"
TELL_WORDS = "  ^n tell the rep [{}]"
REASON_LETTERS = 200
REASON_WORDS = "reason (optional): "
FOOT = "enter assign  ↑ ↓ choose  tab reason  ^a as suggested  esc cancel"
MOVES = {"down": "down", "up": "up", "pagedown": "page_down", "pageup": "page_up"}


class Assign(Overlay[None]):
    """The dialog that gives leads to a rep. It keeps the leads it was opened for, whatever the queue does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back"),
        Binding("enter", "choose", priority=True),
        Binding("tab,shift+tab", "other", priority=True),
        Binding(SUGGESTED_KEY, "suggested", priority=True),
        Binding(TELL_KEY, "tell", priority=True),
        *(Binding(key, f"move('{verb}')", priority=True) for key, verb in MOVES.items()),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[QueueRow, ...] = ()
        self._on_done: Callable[[], None] = lambda: None
        self._details: dict[str, LeadDetail] = {}
        self._sure_of = ""
        self._is_sent = False
        self._is_quiet = False
        self._lost: tuple[str, ...] = ()
        self._sentence: tuple[str, str] = ("", "")
        self.table: Candidates | None = None

    def open(self, rows: Sequence[QueueRow], on_done: Callable[[], None]) -> None:
        """Ask anew, for these leads."""
        self.rows, self._on_done, self._details = tuple(rows), on_done, {}
        self._sure_of, self._is_sent, self._lost, self._sentence = "", False, (), ("", "")
        self._is_quiet = False

    def parts(self) -> Sequence[Widget]:
        """Return the field, the table and the words below."""
        self.table = Candidates(self.house.now, widget_id="table")
        self.table.keeps_cursor = True
        labels = [OneLine(widget_id=name) for name in ("label", "reason_label", "tell")]
        for label, cells in zip(labels, (4, len(REASON_WORDS), len(TELL_WORDS) - 1), strict=True):
            label.styles.width = cells
        to, reason = Field(widget_id="field"), Field(widget_id="reason", most=REASON_LETTERS)
        return (
            Horizontal(labels[0], to),
            self.table,
            Horizontal(labels[1], reason, labels[2]),
            OneLine(widget_id="words"),
        )

    def on_screen_resume(self) -> None:
        """Begin with empty fields and all reps."""
        for field in self.query(Field):
            field.value = ""
        self.query_one("#field", Field).focus()
        self.query_one("#label", OneLine).show((("to: ", "dim"),))
        self.query_one("#reason_label", OneLine).show(((REASON_WORDS, "dim"),))
        if self.table is not None:
            self.table.order.cursor = None
        self._list()
        self.redraw()

    def _list(self, *, is_asked: bool = True) -> None:
        board = self.house.board
        if board is None or self.table is None or not self.query("#field"):
            return
        wanted = self.query_one("#field", Field).value.strip().casefold()
        found = [one for one in candidates(board.reps, self.rows, self._details) if _is_called(one.rep, wanted)]
        if self.table.order.shown and not is_asked:
            places = {row_id: at for at, row_id in enumerate(self.table.order.shown)}
            found.sort(key=lambda one: places.get(one.rep.id, len(places)))
        if is_asked:
            self.table.order.cursor = None
        self.table.show(Rows({one.rep.id: one for one in found}), is_asked=True)

    def redraw(self) -> None:
        """Show the words below the table."""
        if not self.query("#words"):
            return  # the field can speak before the lines below it are there
        names = ", ".join(name_of(row) for row in self.rows[:3]) + (", …" if len(self.rows) > 3 else "")
        many = f"{len(self.rows)} LEADS" if len(self.rows) != 1 else "LEAD"
        self.frame(f"ASSIGN {many}  ({names})", FOOT)
        self.query_one("#tell", OneLine).show(((TELL_WORDS.format(" " if self._is_quiet else "x"), "dim"),))
        self.query_one("#words", OneLine).show(*self._words())
        if self.table is not None:
            self.table.redraw()

    def _words(self) -> tuple[Line, ...]:
        text, style = self._sentence
        if text:
            return ((say(text, style),), *((say(line, "dim"),) for line in self._choices()))
        only = next(iter(self._details.values()), None) if len(self.rows) == 1 else None
        why = only.explanation.sentence if only else ""
        is_any = self.table is not None and any(self.table.row(one).is_suggested for one in self.table.order.shown)
        legend: Line = (("✓", "ok"), (" what the engine would choose", "dim")) if is_any else ()
        return (legend, (say(why, "dim"),))

    def _choices(self) -> list[str]:
        if not self._lost:
            return []
        rest = [row for row in self.rows if row.id not in self._lost]
        return [f"enter assigns only {called(rest)}; esc does nothing." if rest else "esc does nothing."]

    def show_board(self, board: Board) -> None:
        """Take newer versions of the leads that nobody has touched meanwhile, and show the reps as they are."""
        live = {row.id: row for row in board.queue}
        self.rows = tuple(_freshened(row, live.get(row.id)) for row in self.rows)
        self._list(is_asked=False)
        self.redraw()

    def show_detail(self, lead_id: str, detail: LeadDetail | None) -> None:
        """Show what the engine thinks of each rep."""
        if detail is not None and any(row.id == lead_id for row in self.rows):
            is_last = {row.id for row in self.rows} - self._details.keys() == {lead_id}
            self._details[lead_id] = detail
            is_free = self._is_untouched() and not any(field.value for field in self.query(Field))
            self._list(is_asked=is_last and is_free)
            self.redraw()

    def _is_untouched(self) -> bool:
        return self.table is not None and not self.table.order.is_held(self.house.now())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the reps down to what was typed."""
        event.stop()
        if event.input.id == "field":
            self._sure_of = ""
            self._list()

    def on_live_table_opened(self, event: Candidates.Opened) -> None:
        """Assign by double click."""
        event.stop()
        self.action_choose()

    def action_move(self, verb: str) -> None:
        """Choose another rep."""
        if self.table is not None:
            self._sure_of = ""
            self.table.go(verb)

    def action_other(self) -> None:
        """Go from the name to the reason, or back."""
        to, reason = self.query_one("#field", Field), self.query_one("#reason", Field)
        (reason if to.has_focus else to).focus()

    def action_tell(self) -> None:
        """Let the rep's screen ring for the leads, or not."""
        self._is_quiet = not self._is_quiet
        self.redraw()

    def action_suggested(self) -> None:
        """Give each lead to whom the engine would give it now, for the reason that was typed."""
        rows = [row for row in self.rows if row.id not in self._lost]
        reason = self.query_one("#reason", Field).value.strip()
        if rows and not self._is_sent:
            self.dismiss(None)
            order = Reassign(leads=(), rep_id="", reason=reason, is_quiet=self._is_quiet)
            cast("BoardApp", self.app).suggest(rows, self._on_done, order)

    def action_choose(self) -> None:
        """Assign to the rep under the cursor; to a full one only when asked twice."""
        chosen = self.table.chosen if self.table is not None else None
        rows = [row for row in self.rows if row.id not in self._lost]
        if chosen is None or not rows or self._is_sent:
            return
        rep = chosen.rep
        is_over = bool(rep.capacity) and rep.load + sum(row.rep_id != rep.id for row in rows) > rep.capacity
        if is_over and self._sure_of != rep.id:
            self._sure_of = rep.id
            self._tell(f"{rep_name(rep)} has {rep.load} of {rep.capacity}. Enter again goes over the cap.", "warn")
            return
        self._send(rep, rows, is_over)

    def _send(self, rep: RepRow, rows: Sequence[QueueRow], is_over: bool) -> None:
        self._is_sent = True
        self._tell("On its way…", "dim")
        leads = tuple(Seen(id=row.id, version=row.version) for row in rows)
        reason = self.query_one("#reason", Field).value.strip()
        order = Reassign(leads=leads, rep_id=rep.id, reason=reason, over_cap=is_over, is_quiet=self._is_quiet)
        self.house.again = to_rep(rep)
        self.house.give(order, f"{called(rows)} → {rep_name(rep)}.", self._answered)

    def _answered(self, answer: Answer) -> None:
        self._is_sent = False
        if answer.ok:
            self._on_done()
        if answer.ok or answer.changed:
            if self.is_current:
                self.dismiss(None)
            return
        self._lost = tuple({*self._lost, *answer.changed})
        self._sure_of = ""
        self._tell(answer.sentence or "The floor refused, without saying why.", "breach")

    def _tell(self, sentence: str, style: str) -> None:
        self._sentence = (sentence, style)
        self.redraw()


def to_rep(rep: RepRow) -> Again:
    """Return the act of giving leads to a rep; over the cap it asks again."""
    return Again(
        lambda leads: Reassign(leads=leads, rep_id=rep.id), lambda rows: f"{called(rows)} → {rep_name(rep)}."
    )


def _is_called(rep: RepRow, wanted: str) -> bool:
    return wanted in f"{rep.name} {rep.id}".casefold() or wanted in plain(rep.name).casefold()


def _freshened(row: QueueRow, live: QueueRow | None) -> QueueRow:
    """Return a lead at its newest version, unless it was moved meanwhile: then the floor must say so."""
    if live is None or (live.rep_id, live.state) != (row.rep_id, row.state):
        return row
    return live
