"""The intake page: every file and delivery with what became of it, and the rejects of each."""

from collections.abc import Sequence
from datetime import tzinfo
from textwrap import wrap
from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from engine.board import IntakeRow, RejectLine
from tui.messages import Looked
from tui.ports import Viewer
from tui.rows import Cells, intake_cells, reject_cells
from tui.screens.listing import Listing
from tui.screens.overlay import CLOSE, Page
from tui.seen_before import seen_before
from tui.text import clean, cut, plain
from tui.widgets.columns import Column
from tui.widgets.lines import EMPTY, Line
from tui.widgets.live_table import LiveTable

if TYPE_CHECKING:
    from tui.app import BoardApp

FIRST_ROWS = 200
"""Rows that are looked up before the table has said which it needs."""
RAW_LINES_MAX = 400
NAME_CELLS = 40
MARK = ("mark.toggle", "mark")


class IntakeList(LiveTable[IntakeRow | None]):
    """Files and deliveries, newest first."""

    EMPTY_WORDS = "Nothing came in yet."
    COLUMNS = (
        Column(id="cursor", title="", least=1, gap=0),
        Column(id="mark", title="", least=1, gap=0),
        Column(id="sign", title="", least=1),
        Column(id="at", title="AT", least=5),
        Column(id="name", title="FROM", least=14, most=60),
        Column(id="source", title="SOURCE", least=8, most=20, rank=2),
        Column(id="state", title="STATE", least=12),
        Column(id="taken", title="TAKEN", least=7, is_right=True),
        Column(id="known", title="KNOWN", least=6, is_right=True, rank=1),
        Column(id="rejected", title="REJECT", least=6, is_right=True),
        Column(id="tests", title="TEST", least=4, is_right=True, rank=1),
        Column(id="took", title="TOOK", least=5, is_right=True),
        Column(id="why", title="WHY", least=12, most=120, rank=3),
    )

    zone: tzinfo | None = None

    def cells(self, row: IntakeRow | None) -> Cells:
        """Return the cells of a file or delivery; one that is not at hand yet says so."""
        if row is None:
            return {"name": ("…", "dim")}
        mark = "*" if row.id in self.order.marks else ""
        cells = intake_cells(row, self.now(), self.zone)
        return cells | {"mark": (mark, "strong")}


class Intake(Listing[IntakeRow]):
    """The dialog of all that came in."""

    @property
    def name_asked(self) -> str:
        """Under which name this list asks."""
        return "intake"

    def make_table(self) -> IntakeList:
        """Return the table."""
        table = IntakeList(self.house.now, widget_id="table")
        table.zone = self.house.zone
        return table

    def look(self, viewer: Viewer, wanted: Sequence[str]) -> Looked:
        """Ask for all ids, and for the rows on the screen and at the top."""
        ids = viewer.intake_ids()
        return Looked(self.name_asked, ids, viewer.intake([*dict.fromkeys([*ids[:FIRST_ROWS], *wanted])]))

    def titles(self) -> tuple[str, str]:
        """Return how many there are, and the keys."""
        marks = f"  {len(self.table.order.marks)} marked" if self.table and self.table.order.marks else ""
        return (
            f"INTAKE  {len(self.model):,} files and deliveries{marks}",
            self.said(self.foot(("open", "rejects"), MARK, ("reject.retry", "try rejects again"), CLOSE)),
        )

    def action_open(self) -> None:
        """Show the rejects of the file or delivery under the cursor."""
        row = self.table.chosen if self.table else None
        if row is not None:
            cast("BoardApp", self.app).open_rejects(row)


class RejectList(LiveTable[RejectLine | None]):
    """The rejects of one file, delivery or source."""

    EMPTY_WORDS = "Nothing of it was rejected."
    COLUMNS = (
        Column(id="cursor", title="", least=1, gap=0),
        Column(id="mark", title="", least=1),
        Column(id="place", title="PLACE", least=10, most=16),
        Column(id="state", title="", least=11),
        Column(id="reason", title="REASON", least=30, most=200),
    )

    def cells(self, row: RejectLine | None) -> Cells:
        """Return the cells of a reject."""
        if row is None:
            return {"place": ("…", "dim")}
        return reject_cells(row) | {"mark": ("*" if str(row.id) in self.order.marks else "", "strong")}


class Rejects(Listing[RejectLine]):
    """The dialog of the rejects of one file, delivery or source, with the raw text of the one under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._of = ""
        self._title = ""
        self._why = ""

    def open(self, row: IntakeRow) -> None:
        """Show the rejects of another."""
        self._of, self._why = row.id, seen_before(row, row.at, self.house.zone) or row.why
        self._title = cut(row.name if row.kind == "file" else f"hook {row.name}", NAME_CELLS)
        self.restart()

    @property
    def name_asked(self) -> str:
        """Under which name this list asks."""
        return self._of

    def make_table(self) -> RejectList:
        """Return the table."""
        return RejectList(self.house.now, widget_id="table")

    def parts(self) -> Sequence[Widget]:
        """Return the table and the raw text below it."""
        return (*super().parts(), Page(widget_id="raw"))

    def look(self, viewer: Viewer, wanted: Sequence[str]) -> Looked:
        """Ask for all ids, and for the rows on the screen."""
        of = self._of
        ids = viewer.reject_ids(of)
        return Looked(of, ids, viewer.rejects([*dict.fromkeys([*ids[:FIRST_ROWS], *wanted])]))

    def redraw(self) -> None:
        """Show the rows, and the raw text of the one under the cursor."""
        super().redraw()
        if not self.is_whole:
            return
        row, page = self.table.chosen if self.table else None, self.query_one("#raw", Page)
        width = page.content_size.width or 70
        if row is None:
            page.show([((text, "warn"),) for text in wrap(plain(self._why), width)])
        else:
            words = wrap(plain(f"{row.answer} {row.reason}".strip()), width)
            head = ((clean(row.place, width), "head"),)
            page.show([head, *(((text, "warn"),) for text in words), *raw_lines(row.raw, width)])

    def titles(self) -> tuple[str, str]:
        """Return whose rejects these are, and the keys."""
        marks = f"  {len(self.table.order.marks)} marked" if self.table and self.table.order.marks else ""
        return (
            f"REJECTS  {len(self.model):,} of {self._title}{marks}",
            self.said(self.foot(MARK, ("mark.all", "all"), ("reject.retry", "try again"), CLOSE)),
        )


def raw_lines(raw: str, width: int) -> list[Line]:
    """Return the raw text of a record as lines that cannot steer a terminal."""
    lines: list[Line] = []
    for part in raw.splitlines() or [""]:
        lines += [((text, ""),) for text in wrap(plain(part), max(10, width), drop_whitespace=False)] or [EMPTY]
        if len(lines) > RAW_LINES_MAX:
            break
    return lines[:RAW_LINES_MAX]
