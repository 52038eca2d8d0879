"""A table of rows that come, go and change while somebody works on them.

It draws only the rows on the screen and repaints only the cells that changed; which row the cursor is on, and when
the order stands still, is in `tui.widgets.order`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from textwrap import wrap
from typing import ClassVar, Generic, Protocol, TypeVar

from textual import events
from textual.message import Message

from tui.widgets.columns import Column, row_line, share_width
from tui.widgets.lines import EMPTY, Line, Lines, Span
from tui.widgets.order import HeldOrder

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

WHEEL_ROWS = 3


class Model(Protocol[R_co]):
    """The rows below a table."""

    @property
    def version(self) -> int:
        """Changes whenever a row or the order does."""
        ...

    def __len__(self) -> int: ...
    def ids(self) -> Sequence[str]:
        """All ids in their order."""
        ...

    def row(self, row_id: str) -> R_co: ...


class Rows(Generic[R]):
    """A model of rows that are all at hand."""

    def __init__(self, rows: Mapping[str, R], version: int = 0) -> None:
        self._rows = rows
        self._ids = list(rows)
        self.version = version

    def __len__(self) -> int:
        return len(self._rows)

    def ids(self) -> Sequence[str]:
        """All ids in their order."""
        return self._ids

    def row(self, row_id: str) -> R:
        """Return one row."""
        return self._rows[row_id]


class LiveTable(Lines, Generic[R], can_focus=True):
    """A table whose cursor and marks stay with their rows."""

    DEFAULT_CSS = "LiveTable { height: 1fr; }"
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    EMPTY_WORDS: ClassVar[str] = ""
    IS_LOG: ClassVar[bool] = False
    """Whether its newest row comes first and is what people want to see while they work elsewhere."""

    HEAD: ClassVar[int] = 1
    """Lines above the rows that name the columns."""

    class Opened(Message):
        """Somebody wants to see more of a row."""

        def __init__(self, row_id: str) -> None:
            super().__init__()
            self.row_id = row_id

    class Worked(Message, bubble=True):
        """The cursor or a mark moved."""

    def __init__(self, now: Callable[[], datetime], *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.now = now
        self.empty_words = self.EMPTY_WORDS
        self.order = HeldOrder()
        self.model: Model[R] = Rows({})
        self.top = 0
        self.keeps_cursor = False
        """Whether the cursor is shown although another widget has the keys."""
        self._last_seen: dict[str, R] = {}
        self._lasting: dict[int, datetime] = {}
        """Until when the rows on the screen say what they say, by their lines; since they were all drawn."""
        self._ticked_at = datetime.min.replace(tzinfo=UTC)

    def columns(self) -> Sequence[Column]:
        """Return the columns that are shown where there is room."""
        return self.COLUMNS

    def sort_by(self, column_id: str) -> None:
        """Sort by a column whose head was clicked; what has no orders does nothing."""

    def cells(self, row: R) -> Mapping[str, Span]:
        """Return a row's cells by column id."""
        raise NotImplementedError

    def show(self, model: Model[R], *, is_asked: bool = False) -> None:
        """Show other rows; `is_asked` says that a person changed the filter or the sort."""
        before, self.model = self.model, model
        if self.IS_LOG and not self.has_focus:
            self.order.leave()
        self.order.take(model.ids(), self.now(), is_asked=is_asked)
        left = [] if self.order.is_live else [one for one in self.order.shown if self.order.is_gone(one)]
        seen = self._last_seen
        self._last_seen = {row_id: seen[row_id] if row_id in seen else before.row(row_id) for row_id in left}
        self.scroll_to_cursor()
        self.redraw()

    def lasts(self, row: R, now: datetime) -> datetime:  # noqa: ARG002
        """Return until when a row's cells stay as they are if only time goes by."""
        return now

    def tick(self) -> None:
        """Bring ages up to date, and let go of an order that was held long enough."""
        now, before = self.now(), self._standing()
        self.order.take(self.model.ids(), now)
        self.scroll_to_cursor()
        if before == self._standing():
            self._redraw_due(now)
        else:
            self.redraw()

    def _standing(self) -> tuple[int, bool, int, str | None, int]:
        """Return what changes with rows that come, go or move; not what they say."""
        order = self.order
        return (id(order.shown), order.is_live, len(order.marks), order.cursor, self.top)

    def _redraw_due(self, now: datetime) -> None:
        """Draw the rows anew that may say something else by now, where nothing else has changed."""
        (width, height), was_before = self.content_size, now < self._ticked_at
        self._ticked_at = now
        if was_before or not width or len(self._drawn) != height:
            self.redraw()
            return
        widths, lasting = share_width(self.columns(), width), self._lasting
        due: dict[int, Line] = {}
        for y, row_id in enumerate(self.order.shown[self.top : self.top + height - self.HEAD], self.HEAD):
            if lasting.get(y, now) <= now:
                due[y] = self._line(row_id, widths)
                lasting[y] = self.lasts(self.row(row_id), now)
        self.redraw_only(due)

    def row(self, row_id: str) -> R:
        """Return a shown row, as it was last when it has left."""
        return self._last_seen[row_id] if self._is_gone(row_id) else self.model.row(row_id)

    def _is_gone(self, row_id: str) -> bool:
        return not self.order.is_live and self.order.is_gone(row_id)

    @property
    def chosen(self) -> R | None:
        """The row under the cursor."""
        return None if self.order.cursor is None or self.order.index is None else self.row(self.order.cursor)

    def page(self) -> int:
        """Return how many rows fit."""
        return max(1, self.content_size.height - self.HEAD)

    def move(self, steps: int) -> None:
        """Move the cursor."""
        self.order.move(steps, self.now())
        self._worked()

    def go(self, verb: str) -> None:
        """Move the cursor as a `move.` key says."""
        last, page = len(self.order.shown) - 1, self.page()
        steps = {"down": 1, "up": -1, "half_down": page // 2, "half_up": -(page // 2)}
        steps |= {"page_down": page, "page_up": -page, "first": -last, "last": last}
        self.move(steps[verb])

    def seek(self, row_id: str | None) -> None:
        """Put the cursor on a row where it is shown."""
        if row_id is not None and self.order.seek(row_id, self.now()):
            self._worked()

    def scroll_to_cursor(self) -> None:
        """Keep the cursor's row on the screen, and no empty room below the last row."""
        index, page = self.order.index, self.page()
        if index is not None:
            self.top = max(index - page + 1, min(self.top, index))
        self.top = max(0, min(self.top, len(self.order.shown) - page))

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """Return the head and the rows on the screen."""
        self._lasting = {}
        widths = share_width(self.columns(), width)
        heads = {column.id: (column.title, "head") for column in self.COLUMNS}
        head = [row_line(self.COLUMNS, widths, heads), EMPTY][: 2 * self.HEAD]
        shown = self.order.shown[self.top : self.top + height - self.HEAD]
        if not shown:
            return [*head, *(((f" {line}", "dim"),) for line in wrap(self.empty_words, max(10, width - 2)))]
        return [*head[: self.HEAD], *(self._line(row_id, widths) for row_id in shown)]

    def _line(self, row_id: str, widths: Mapping[str, int]) -> Line:
        over = "gone" if self._is_gone(row_id) else ""
        if row_id in self.order.marks:
            over += " marked"
        has_cursor = row_id == self.order.cursor and (self.has_focus or self.keeps_cursor)
        if has_cursor:
            over += " cursor"
        cells = dict(self.cells(self.row(row_id)))
        if "cursor" in widths:
            cells["cursor"] = ("▌" if has_cursor else " ", "")
        return row_line(self.COLUMNS, widths, cells, over.strip())

    def _worked(self) -> None:
        self.scroll_to_cursor()
        self.redraw()
        self.post_message(self.Worked())

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor, or hide it, as soon as the keys come or go."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked; open it on a double click."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < self.HEAD:
            self.sort_by(self._column_at(offset.x))
            return
        place = -1 if offset is None else self.top + offset.y - self.HEAD
        if not 0 <= place < len(self.order.shown):
            return
        self.order.put(place, self.now())
        self._worked()
        if event.chain == 2 and self.order.cursor is not None:
            self.post_message(self.Opened(self.order.cursor))

    def _column_at(self, x: int) -> str:
        """Return the column whose head is at a cell."""
        widths = share_width(self.columns(), self.content_size.width)
        for column in self.columns():
            x -= widths.get(column.id, 0) + (column.gap if column.id in widths else 0)
            if x < 0:
                return column.id
        return ""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down with the wheel."""
        event.stop()
        self.move(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up with the wheel."""
        event.stop()
        self.move(-WHEEL_ROWS)
