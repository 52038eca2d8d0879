"""The four tables of the manager's screen: queue, reps, intake and feed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import ClassVar

from textual.content import Content

from engine.board import Board, FeedRow, IntakeRow, QueueRow, RepRow
from tui.lasting import queue_lasts, rep_lasts
from tui.names import names_of, short_names
from tui.plight import plight_words
from tui.rows import Cells, feed_cells, intake_cells, queue_cells, rep_cells
from tui.text import plain
from tui.views import View, Views
from tui.widgets.columns import Column
from tui.widgets.live_table import LiveTable, R, Rows
from tui.widgets.sieve import REP_SORTS, SORTS, Query, sort_reps, sort_rows

Clock = Callable[[], datetime]

FULL_NAMES = 90
"""From so many cells on a table has room for the whole names of reps."""


class Panel(LiveTable[R]):
    """A table with a number and a title on its frame."""

    NUMBER: ClassVar[str] = ""

    def __init__(self, now: Clock, zone: tzinfo | None = None, *, widget_id: str | None = None) -> None:
        super().__init__(now, widget_id=widget_id)
        self.zone = zone
        self._titles = ("", "")

    def title(self, words: str, below: str = "") -> None:
        """Write the frame's title and what stands at its foot, when they changed."""
        if (words, below) == self._titles:
            return
        self._titles = (words, below)
        self.border_title = Content(plain(f"{self.NUMBER} {words}"))
        self.border_subtitle = Content(plain(below)) if below else None


class Sortable(Panel[R]):
    """A panel whose sort and columns somebody chooses, and finds again tomorrow."""

    SORTS: ClassVar[Sequence[str]] = ()
    """Names of the orders; the first is the table's own."""

    def __init__(self, now: Clock, zone: tzinfo | None = None, *, widget_id: str, views: Views | None = None) -> None:
        super().__init__(now, zone, widget_id=widget_id)
        self._views = views or Views()
        self.name_of_view = widget_id

    @property
    def view(self) -> View:
        """How it is looked at."""
        kept = self._views.of(self.name_of_view)
        return kept if kept.sort in self.SORTS else kept.but(sort=self.SORTS[0])

    def look(self, **changes: object) -> None:
        """Look at it otherwise, at once and from now on."""
        view = self.view.but(**changes)
        self._views.keep(self.name_of_view, view.but(hidden=max(0, min(view.hidden, self.hidable))))
        self.show_again()

    @property
    def hidable(self) -> int:
        """How many columns can be left out."""
        return sum(1 for column in self.COLUMNS if column.rank)

    def columns(self) -> Sequence[Column]:
        """Return the columns without those that are left out, the highest rank first."""
        out = sorted((one for one in self.COLUMNS if one.rank), key=lambda one: -one.rank)[: self.view.hidden]
        return [column for column in self.COLUMNS if column not in out]

    def sort_by(self, column_id: str) -> None:
        """Sort by a column that was clicked, the other way round when it is sorted so already."""
        name = {"left": "left", "bar": "lag"}.get(column_id, column_id)
        if name == self.view.sort:
            self.look(is_reversed=not self.view.is_reversed)
        elif name in self.SORTS:
            self.look(sort=name, is_reversed=False)

    def show_again(self) -> None:
        """Show the rows as they are looked at now."""
        raise NotImplementedError

    def sort_words(self) -> str:
        """Return how it is sorted, for the frame."""
        return f"{self.view.sort}{' ▲' if self.view.is_reversed else ''}"


class QueueTable(Sortable[QueueRow]):
    """Leads that wait for their first answer."""

    NUMBER = "1"
    EMPTY_WORDS = "No lead waits for an answer."
    COLUMNS = (
        Column(id="cursor", title="", least=1, gap=0),
        Column(id="mark", title="", least=1, gap=0),
        Column(id="sign", title="", least=2),
        Column(id="age", title="AGE", least=5, is_right=True),
        Column(id="left", title="LEFT", least=6, is_right=True),
        Column(id="lead", title="LEAD", least=13, most=30),
        Column(id="company", title="COMPANY", least=11, most=34, rank=3),
        Column(id="source", title="SRC", least=4, most=14, rank=4),
        Column(id="why", title="WHY", least=12, most=44, rank=2),
        Column(id="rep", title="REP", least=6, most=18, rank=1),
        Column(id="state", title="STATE", least=9, rank=6),
        Column(id="id", title="ID", least=8, rank=5),
    )
    SORTS = tuple(SORTS)
    release_words = ""
    """By which key the held order is let go."""

    def __init__(self, now: Clock, zone: tzinfo | None = None, *, widget_id: str, views: Views | None = None) -> None:
        super().__init__(now, zone, widget_id=widget_id, views=views)
        self.query_now = Query()
        self.pending: set[str] = set()
        self.names: dict[str, str] = {}
        self.short_names: dict[str, str] = {}
        self._total = 0
        self._board: Board | None = None

    def lasts(self, row: QueueRow, now: datetime) -> datetime:
        """Return until when a lead's cells stay as they are."""
        return queue_lasts(row, now)

    def tick(self) -> None:
        """Say on the frame what is held back by now, and bring ages up to date."""
        self._entitle()
        super().tick()

    def cells(self, row: QueueRow) -> Cells:
        """Return a lead's cells."""
        flags = ("*" if row.id in self.order.marks else "") + ("…" if row.id in self.pending else "")
        names = self.short_names if self.size.width < FULL_NAMES else self.names
        return queue_cells(row, self.now(), names, flags)

    def show_board(self, board: Board, *, is_asked: bool = False) -> None:
        """Show a board's queue through the filter and in the chosen order."""
        self._board, self.names, self._total = board, names_of(board), board.queue_total
        self.short_names = short_names(board.reps)
        now, holds, marks = self.now(), self.query_now.holds, self.order.marks
        all_ = (*board.queue, *board.aside) if self.query_now.is_of_all else board.queue
        kept = [row for row in all_ if holds(row, now, self.names, marks)] if self.query_now.text else all_
        rows = sort_rows(kept, self.view.sort, self.view.is_reversed, self.names)
        self.show(Rows({row.id: row for row in rows}, board.seq), is_asked=is_asked)

    def ask(self, *, query: Query) -> None:
        """Filter otherwise, at once."""
        self.query_now = query
        self.empty_words = "No lead is like that." if query.text else self.EMPTY_WORDS
        self.show_again()

    def show_again(self) -> None:
        """Show the rows as they are looked at now."""
        if self._board is not None:
            self.show_board(self._board, is_asked=True)

    def redraw(self) -> None:
        """Draw the rows and say on the frame what is held back."""
        self._entitle()
        super().redraw()

    def _entitle(self) -> None:
        self.title(f"QUEUE {self.summary()}{plight_words(self._board, self.zone)}", self.held_words())

    def summary(self) -> str:
        """Return how many are shown of how many, in which order, through which filter."""
        parts = [f"{len(self.model):,} of {self._total:,}", f"sort: {self.sort_words()}"]
        if self._board is not None and self._board.tiles.parked and not self.query_now.text:
            parts.append(f"{self._board.tiles.parked:,} aside")
        if self.query_now.text:
            parts.append(f"filter: {self.query_now.text}")
        if self.order.marks:
            parts.append(f"{len(self.order.marks):,} marked")
        return "  ".join(parts)

    def held_words(self) -> str:
        """Return what the held order keeps back, empty when it is free."""
        if not self.order.is_held(self.now()):
            return ""
        came, left = self.order.held_counts()
        if not came and not left:
            return "held" if self.order.is_manual else ""
        return (
            "HELD: "
            + ", ".join(f"{count:,} {word}" for count, word in ((came, "new"), (left, "left")) if count)
            + f"  {self.release_words}".rstrip()
        )


class RepsTable(Sortable[RepRow]):
    """Who is there, since when, with how much, and whether they got their share."""

    NUMBER = "2"
    EMPTY_WORDS = "Nobody is on the roster; floor.toml says who is."
    COLUMNS = (
        Column(id="cursor", title="", least=1, gap=0),
        Column(id="next", title="", least=1, gap=0),
        Column(id="shape", title="", least=1),
        Column(id="state", title="STATE", least=6, most=12),
        Column(id="rep", title="REP", least=7, most=22),
        Column(id="for", title="FOR", least=5, most=6, is_right=True, rank=3),
        Column(id="load", title="LOAD", least=4, most=6, is_right=True),
        Column(id="bar", title=" SHARE", least=7, rank=2),
        Column(id="lag", title="LAG", least=5, is_right=True, rank=1),
        Column(id="back", title="BACK", least=7, is_right=True, rank=5),
        Column(id="got", title="GOT", least=5, is_right=True, rank=6),
        Column(id="share", title="DUE", least=5, is_right=True, rank=7),
    )
    SORTS = tuple(REP_SORTS)
    short_names: Mapping[str, str] = MappingProxyType({})
    foot = ""
    """Keys that stand at the foot of the frame."""
    _board: Board | None = None

    def show_again(self) -> None:
        """Show the rows as they are looked at now."""
        if self._board is not None:
            self.show_board(self._board, is_asked=True)

    def lasts(self, row: RepRow, now: datetime) -> datetime:
        """Return until when a rep's cells stay as they are."""
        return rep_lasts(row, now)

    def cells(self, row: RepRow) -> Cells:
        """Return a rep's cells."""
        cells = rep_cells(row, self.now())
        if self.size.width < FULL_NAMES:
            cells["rep"] = (self.short_names.get(row.id, row.name or row.id), "")
        if cells["sign"][0]:
            cells["next"] = ("!", "breach")
        return cells

    def show_board(self, board: Board, *, is_asked: bool = False) -> None:
        """Show a board's reps."""
        self._board, self.short_names = board, short_names(board.reps)
        words = [f"{board.tiles.available} of {board.tiles.reps} ready"]
        full = sum(1 for rep in board.reps if rep.is_full)
        words += [f"{full} full"] if full else []
        over = sum(1 for rep in board.reps if rep.is_over)
        words += [f"{over} over"] if over else []
        words += [f"sort: {self.sort_words()}"] if self.sort_words() != self.SORTS[0] else []
        self.title("REPS  " + "  ".join(words), self.foot)
        rows = sort_reps(board.reps, self.view.sort, self.view.is_reversed)
        self.show(Rows({rep.id: rep for rep in rows}, board.seq), is_asked=is_asked)


class IntakeTable(Panel[IntakeRow]):
    """What came in, by file and by web-hook source."""

    IS_LOG = True
    NUMBER = "3"
    EMPTY_WORDS = "Nothing came in yet. Drop a file into inbox/, or post to the web-hook."
    COLUMNS = (
        Column(id="cursor", title="", least=1, gap=0),
        Column(id="at", title="AT", least=5),
        Column(id="sign", title="", least=1, gap=0),
        Column(id="name", title="FROM", least=14, most=30),
        Column(id="words", title="LEADS", least=18, most=90),
    )

    def cells(self, row: IntakeRow) -> Cells:
        """Return the cells of a file or a source."""
        return intake_cells(row, self.now(), self.zone)

    def show_board(self, board: Board) -> None:
        """Show a board's intake."""
        self.title("INTAKE")
        rows = {row.id: row for row in board.intake}
        self.show(Rows(rows, board.seq))


class FeedTable(Panel[FeedRow]):
    """What happened last, entry by entry."""

    IS_LOG = True
    NUMBER = "4"
    EMPTY_WORDS = "Nothing happened yet."
    COLUMNS = (
        Column(id="cursor", title="", least=1, gap=0),
        Column(id="at", title="AT", least=8),
        Column(id="kind", title="EVENT", least=9, most=10),
        Column(id="who", title="WHO", least=12, most=20),
        Column(id="words", title="WHAT", least=12, most=200),
    )

    def cells(self, row: FeedRow) -> Cells:
        """Return an entry's cells."""
        return feed_cells(row, self.zone)

    def show_board(self, board: Board) -> None:
        """Show a board's latest entries."""
        self.title("FEED")
        self.show(Rows({str(row.seq): row for row in board.feed}, board.seq))
