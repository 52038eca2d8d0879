"""A table over all leads there ever were, of which it holds a stretch around the cursor and no more."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from textual import events
from textual.message import Message

from engine.past import HistoryPage, PastLead
from tui.rows import LATE, Cells, span_text
from tui.widgets.columns import Column, row_line, share_width
from tui.widgets.lines import EMPTY, Line, Lines

HELD_MOST = 1_500
"""Rows that are held at once; what is farther away is read again when it is wanted."""

NEAR = 80
"""Rows from the edge of what is held at which the next stretch is asked for."""

STRETCH = 300
WHEEL_ROWS = 3
SLA_WORDS = {"met": "", "met_late": "!! late", "breached": "!! late", "at_risk": "! risk"}

COLUMNS = (
    Column(id="cursor", title="", least=1, gap=0),
    Column(id="number", title="LEAD", least=9, is_right=True),
    Column(id="came", title="CAME IN", least=16),
    Column(id="name", title="NAME", least=13, most=30),
    Column(id="company", title="COMPANY", least=11, most=34, rank=3),
    Column(id="source", title="SRC", least=5, most=14, rank=4),
    Column(id="rep", title="REP", least=7, most=18, rank=1),
    Column(id="answer", title="ANSWER", least=7, is_right=True),
    Column(id="sla", title="LIMIT", least=7),
    Column(id="state", title="STATE", least=9, most=16, rank=2),
)


class Wanted(NamedTuple):
    """A stretch that is asked for: beside which number, downwards or upwards, and where the cursor goes."""

    edge: int | None
    is_down: bool
    goal: int | None = None


class HistoryTable(Lines, can_focus=True):
    """Newest first. The cursor is on a lead, wherever its row moves to."""

    DEFAULT_CSS = "HistoryTable { height: 1fr; }"

    class Opened(Message):
        """Somebody wants to see more of a lead."""

        def __init__(self, lead_id: str) -> None:
            super().__init__()
            self.lead_id = lead_id

    def __init__(self, ask: Callable[[Wanted], None], zone: tzinfo | None, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self._ask, self._zone = ask, zone
        self.names: dict[str, str] = {}
        self.restart()

    def restart(self) -> None:
        """Hold nothing."""
        self.rows: list[PastLead] = []
        self.at, self.top, self.total = 0, 0, 0
        self.is_first = self.is_last = False
        """Whether what is held begins with the newest lead, and ends with the oldest."""
        self.is_asking = False

    def want(self, wanted: Wanted) -> None:
        """Ask for a stretch, one at a time."""
        self.is_asking = True
        self._ask(wanted)

    def take(self, wanted: Wanted, page: HistoryPage) -> None:
        """Join a stretch to what is held, or begin with it."""
        self.is_asking, self.total = False, page.total
        chosen = self.chosen.number if self.chosen else None
        if wanted.edge is None or wanted.goal is not None:
            self.rows = list(page.rows)
            self.is_first = wanted.edge is None and wanted.is_down
            self.is_last = page.is_end if wanted.is_down else wanted.edge is None
            chosen = wanted.goal if wanted.goal is not None else None
            self.at = 0 if wanted.is_down else len(self.rows) - 1
            self.top = self.at
        elif wanted.is_down:
            self.rows += page.rows
            self.is_last = page.is_end
        else:
            self.rows[:0] = page.rows
            self.is_first = page.is_end
            self.top += len(page.rows)
        if chosen is not None:
            self.at = next((at for at, row in enumerate(self.rows) if row.number <= chosen), len(self.rows) - 1)
        self._trim(wanted.is_down)
        self._settle()

    def _trim(self, is_down: bool) -> None:
        """Let go of what is farthest from where the cursor goes."""
        over = len(self.rows) - HELD_MOST
        if over <= 0:
            return
        if is_down:
            del self.rows[:over]
            self.is_first, self.at, self.top = False, self.at - over, self.top - over
        else:
            del self.rows[-over:]
            self.is_last = False

    @property
    def chosen(self) -> PastLead | None:
        """The lead under the cursor."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    def page(self) -> int:
        """Return how many rows fit."""
        return max(1, self.content_size.height - 1)

    def go(self, verb: str) -> None:
        """Move the cursor as a `move.` key says."""
        page = self.page()
        steps = {"down": 1, "up": -1, "half_down": page // 2, "half_up": -(page // 2)}
        steps |= {"page_down": page, "page_up": -page}
        if verb in steps:
            self.move(steps[verb])
        elif verb == "first":
            self._edge(self.is_first, 0, Wanted(None, is_down=True))
        else:
            self._edge(self.is_last, len(self.rows) - 1, Wanted(None, is_down=False))

    def _edge(self, is_held: bool, at: int, wanted: Wanted) -> None:
        if is_held:
            self.at = at
            self._settle()
        else:
            self.want(wanted)

    def move(self, steps: int) -> None:
        """Move the cursor."""
        self.at += steps
        self._settle()

    def _settle(self) -> None:
        """Keep cursor and rows on the screen, and ask for more where the edge of what is held is near."""
        self.at = max(0, min(self.at, len(self.rows) - 1))
        page = self.page()
        self.top = max(self.at - page + 1, min(self.top, self.at))
        self.top = max(0, min(self.top, len(self.rows) - page))
        if self.rows and not self.is_asking:
            if not self.is_last and self.at >= len(self.rows) - NEAR:
                self.want(Wanted(self.rows[-1].number, is_down=True))
            elif not self.is_first and self.at < NEAR:
                self.want(Wanted(self.rows[0].number, is_down=False))
        self.redraw()

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """Return the head and the rows on the screen."""
        widths = share_width(COLUMNS, width)
        head = row_line(COLUMNS, widths, {column.id: (column.title, "head") for column in COLUMNS})
        shown = self.rows[self.top : self.top + height - 1]
        if not shown:
            return (head, EMPTY, ((" looking…" if self.is_asking else " No lead is like that.", "dim"),))
        return [head, *(self._line(row, place, widths) for place, row in enumerate(shown, self.top))]

    def _line(self, row: PastLead, place: int, widths: Mapping[str, int]) -> Line:
        is_here = place == self.at
        cells = past_cells(row, self._zone, self.names) | {"cursor": ("▌" if is_here else " ", "")}
        return row_line(COLUMNS, widths, cells, "cursor" if is_here else "")

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked; open it on a double click."""
        offset = event.get_content_offset(self)
        if offset is None or not offset.y or self.top + offset.y - 1 >= len(self.rows):
            return
        self.at = self.top + offset.y - 1
        self._settle()
        if event.chain == 2 and self.chosen is not None:
            self.post_message(self.Opened(self.chosen.id))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down with the wheel."""
        event.stop()
        self.move(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up with the wheel."""
        event.stop()
        self.move(-WHEEL_ROWS)


def past_cells(row: PastLead, zone: tzinfo | None, names: dict[str, str]) -> Cells:
    """Return the cells of a lead of the past."""
    came: datetime = row.queued_at.astimezone(zone)
    sla = SLA_WORDS.get(row.sla, "")
    answered = span_text((row.first_touch_at - row.received_at).total_seconds()) if row.first_touch_at else ""
    return {
        "number": (row.id, "dim"),
        "came": (f"{came:%Y-%m-%d %H:%M}", "dim"),
        "name": (row.name or "(forgotten or unnamed)", "" if row.name else "dim"),
        "company": (row.company, ""),
        "source": (row.source, "dim"),
        "rep": (names.get(row.rep_id, row.rep_id) if row.rep_id else "", ""),
        "answer": (answered, ""),
        "sla": (sla, "breach" if sla.startswith(LATE) else "warn"),
        "state": (row.disposition or row.state, "ok" if row.disposition == "won" else "dim"),
    }
