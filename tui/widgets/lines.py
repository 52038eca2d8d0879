"""A widget that shows lines of styled text, and repaints only the cells that changed.

Law: everything on the board is a `Line`: spans of text that went through `tui.text`, with style names. Nothing here
parses markup.
"""

from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text import clean, plain, width_of
from tui.widgets.palette import styled

Span = tuple[str, str]
"""A text that may be shown as it is, and the names of its styles."""

Line = tuple[Span, ...]

EMPTY: Line = ()

KEPT = 2048
"""Lines that are kept as they were worked out: of a board at rest nearly all are the same a second later."""


def say(text: str, style: str = "") -> Span:
    """Return a span of any text, made safe."""
    return (plain(text), style)


def line_width(line: Line) -> int:
    """Return how many cells a line takes."""
    return sum(width_of(text) for text, _ in line)


def spread(left: Line, right: Line, width: int) -> Line:
    """Return one line with something at its left and something at its right end, where there is room for both."""
    gap = width - line_width(left) - line_width(right)
    return (*left, (" " * gap, ""), *right) if gap > 0 else left


@lru_cache(maxsize=KEPT)
def fill(line: Line, width: int, style: str = "") -> Line:
    """Return the line cut or padded to exactly `width` cells; the padding has the style."""
    taken, spans = 0, []
    for text, name in line:
        cells = width_of(text)
        if taken + cells > width:
            spans.append((clean(text, width - taken), name))
            return tuple(spans)
        spans.append((text, name))
        taken += cells
    return (*spans, (" " * (width - taken), style)) if taken < width else tuple(spans)


def difference(old: Line, new: Line) -> tuple[int, int]:
    """Return where two lines begin to differ and how many cells are different, `(0, 0)` when none is."""
    if old == new:
        return (0, 0)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    start = line_width(old[:head])
    was, now = line_width(old[head : len(old) - tail]), line_width(new[head : len(new) - tail])
    if was == now:
        return (start, max(1, was))
    return (start, max(1, max(was, now) + line_width(old[len(old) - tail :])))


def _alike(old: Line, new: Line) -> int:
    """Return with how many equal spans two lines begin."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (before, after) in pairs if before != after), min(len(old), len(new)))


class Lines(Widget):
    """A widget of lines; a subclass says which in `lines`, and `redraw` brings the screen up to date."""

    DEFAULT_CSS = "Lines { height: 1; width: 1fr; }"

    def __init__(self, *, widget_id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=widget_id, classes=classes)
        self._drawn: list[Line] = []

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """Return what to show in so many cells and rows."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Work out the lines anew and repaint the cells that differ from what is on the screen."""
        width, height = self.content_size
        if not width or not height:
            return
        fresh = self._fresh(width, height)
        changed = [
            Region(start, y, cells, 1)
            for y, (old, new) in enumerate(zip(self._drawn, fresh, strict=False))
            for start, cells in (difference(old, new),)
            if cells
        ]
        is_same_size = len(self._drawn) == len(fresh)
        self._drawn = fresh
        if not is_same_size:
            self.refresh()
        elif changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if not self._drawn:
            self._drawn = self._fresh(*self.content_size)
        base = self.visual_style.rich_style
        theme = self.app.theme
        line = self._drawn[y] if y < len(self._drawn) else EMPTY
        segments = [Segment(text, styled(names, base, theme)) for text, names in line if text]
        return Strip(Segment.simplify(segments), line_width(line)).adjust_cell_length(self.content_size.width, base)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._drawn = []
        self.redraw()

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """Take the room there is."""
        return container.width

    def text_lines(self) -> list[str]:
        """Return what is on the screen, as text."""
        return ["".join(text for text, _ in line).rstrip() for line in self._drawn]

    def _fresh(self, width: int, height: int) -> list[Line]:
        drawn = [fill(line, width) for line in self.lines(width, height)[:height]]
        return drawn + [fill(EMPTY, width)] * (height - len(drawn))
