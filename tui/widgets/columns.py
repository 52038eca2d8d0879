"""Columns of a table and how they share its width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from tui.text import clean
from tui.widgets.lines import KEPT, Line, Span

GAP = 1
BLANK: Span = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """One column. The one with the highest `rank` goes first when there is no room."""

    id: str
    title: str
    least: int
    most: int = 0
    """Cells it may grow to; none means that it stays at `least`."""
    rank: int = 0
    is_right: bool = False
    gap: int = GAP
    """Empty cells after it."""

    @property
    def room(self) -> int:
        """How many cells it may grow by."""
        return max(0, self.most - self.least)


def share_width(columns: Sequence[Column], width: int) -> Mapping[str, int]:
    """Return the width of each column that fits, in order."""
    return _shared(tuple(columns), width)


@lru_cache(maxsize=128)
def _shared(columns: tuple[Column, ...], width: int) -> Mapping[str, int]:
    kept = list(columns)
    while kept and _taken(kept) > width:
        kept.remove(max(kept, key=lambda column: (column.rank, columns.index(column))))
    widths = {column.id: column.least for column in kept}
    spare = width - _taken(kept)
    growing = [column for column in kept if column.room]
    while spare > 0 and growing:
        part = max(1, spare // len(growing))
        for column in list(growing):
            more = min(part, spare, column.most - widths[column.id])
            widths[column.id] += more
            spare -= more
            if widths[column.id] >= column.most:
                growing.remove(column)
    return MappingProxyType(widths)


def row_line(columns: Sequence[Column], widths: Mapping[str, int], cells: Mapping[str, Span], over: str = "") -> Line:
    """Return a row's cells as one line; `over` is a style laid over all of it."""
    shown = ((column, widths[column.id], *cells.get(column.id, BLANK)) for column in columns if column.id in widths)
    return _laid_out(tuple(shown), over)


@lru_cache(maxsize=KEPT)
def _laid_out(cells: tuple[tuple[Column, int, str, str], ...], over: str) -> Line:
    """Return cells, each with its column, width, text and style, as one line."""
    spans: list[Span] = []
    for column, width, text, style in cells:
        both = f"{style} {over}" if style and over else style or over
        spans.append((clean(text, width, column.is_right), both))
        spans.append((" " * column.gap, over))
    return _smooth(spans[:-1])


def _smooth(spans: Sequence[Span]) -> Line:
    """Give blanks the style of what stands before them, so that a terminal is told fewer changes of style."""
    style = next((name for text, name in spans if text and not text.isspace()), "")
    line: list[Span] = []
    for text, name in spans:
        if text and not text.isspace():
            style = name
        line.append((text, style))
    return tuple(line)


def _taken(columns: Sequence[Column]) -> int:
    """Return how many cells the columns take at least, with their gaps."""
    return sum(column.least + column.gap for column in columns) - (columns[-1].gap if columns else 0)
