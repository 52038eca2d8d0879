"""A widget that shows lines of styled text, and repaints only the cells that changed.

Law: everything on the board is a `Line`: spans of text that went through `tui.text`, with style names. Nothing here
parses markup.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.text import clean, plain, width_of
from tui.widgets.kept import Kept
from tui.widgets.palette import Worn

Span = tuple[str, str]
"""A text that may be shown as it is, and the names of its styles."""

Line = tuple[Span, ...]

EMPTY: Line = ()

_NAMES = itemgetter(1)

KEPT = 2048
"""Lines that are kept as they were worked out: of a board at rest nearly all are the same a second later."""


def say(text: str, style: str = "") -> Span:
    """Return a span of any text, made safe."""
    return (plain(text), style)


def line_width(line: Line) -> int:
    """Return how many cells a line takes."""
    whole = "".join([text for text, _ in line])
    return len(whole) if whole.isascii() else sum([width_of(text) for text, _ in line])


def spread(left: Line, right: Line, width: int) -> Line:
    """Return one line with something at its left and something at its right end, where there is room for both."""
    gap = width - line_width(left) - line_width(right)
    return (*left, (" " * gap, ""), *right) if gap > 0 else left


@lru_cache(maxsize=KEPT)
def fill(line: Line, width: int, style: str = "") -> Line:
    """Return the line cut or padded to exactly `width` cells; the padding has the style."""
    room = width - line_width(line)
    if room >= 0:
        return (*line, (" " * room, style)) if room else line
    taken, spans = 0, []
    for text, name in line:
        cells = width_of(text)
        if taken + cells > width:
            spans.append((clean(text, width - taken), name))
            return tuple(spans)
        spans.append((text, name))
        taken += cells
    return tuple(spans)


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


class Lines(Kept):
    """A widget of lines; a subclass says which in `lines`, and `redraw` brings the screen up to date."""

    DEFAULT_CSS = "Lines { height: 1; width: 1fr; }"

    def __init__(self, *, widget_id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=widget_id, classes=classes)
        self._drawn: list[Line] = []
        self._width = 0
        """How many cells each drawn line takes."""
        self._worn = Worn(Style(), "")

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """Return what to show in so many cells and rows."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Work out the lines anew and repaint the cells that differ from what is on the screen."""
        width, height = self.content_size
        if not width or not height:
            return
        fresh, before = self._fresh(width, height), self._drawn
        self._drawn = fresh
        if len(before) == len(fresh):
            self._repaint([(y, old, new) for y, (old, new) in enumerate(zip(before, fresh, strict=True))])
        else:
            self.refresh()

    def redraw_only(self, lines: Mapping[int, Line]) -> None:
        """Repaint the cells that differ in some of the lines that are on the screen, by their places."""
        width, drawn = self._width, self._drawn
        fresh = [(y, drawn[y], fill(line, width)) for y, line in lines.items() if y < len(drawn)]
        for y, _, new in fresh:
            drawn[y] = new
        self._repaint(fresh)

    def _repaint(self, lines: Sequence[tuple[int, Line, Line]]) -> None:
        """Repaint where lines differ from what they were."""
        differing = [(y, *difference(old, new)) for y, old, new in lines if old is not new]
        if changed := [Region(start, y, cells, 1) for y, start, cells in differing if cells]:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if not self._drawn:
            self._drawn = self._fresh(*self.content_size)
        base, theme = self.visual_style.rich_style, self.app.theme
        if self._worn.base is not base or self._worn.theme != theme:
            self._worn = Worn(base, theme)
        line = self._drawn[y] if y < len(self._drawn) else EMPTY
        spans = ((names, "".join([text for text, _ in alike])) for names, alike in groupby(line, _NAMES))
        segments = [Segment(text, self._worn[names]) for names, text in spans if text]
        return Strip(segments, self._width if line else 0).adjust_cell_length(self.content_size.width, base)

    def repaint(self, strips: list[Strip], lines: Collection[int]) -> None:
        """Paint lines anew between the borders that they have, without asking again what those look like."""
        (top, right, _, left), (width, height), background = self._frame
        filters = self.get_line_filters()
        for y in lines:
            if not 0 <= y < height:
                continue
            strip, before = self.render_line(y), strips[top + y]
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            if left or right:
                strip = Strip.join([before.crop(0, left), strip, before.crop(left + width)])
            strips[top + y] = strip

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
        self._width = width
        drawn = [fill(line, width) for line in self.lines(width, height)[:height]]
        return drawn + [fill(EMPTY, width)] * (height - len(drawn))
