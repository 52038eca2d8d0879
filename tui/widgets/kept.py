"""Widgets that keep the strips they painted last, so that a second in which little changes paints little.

Textual asks every visible widget for all of its lines whenever one cell anywhere has changed, and sends each line
through the filters again.
"""

from collections.abc import Collection
from typing import NamedTuple, Self

from textual.color import TRANSPARENT, Color
from textual.containers import Container
from textual.filter import LineFilter
from textual.geometry import Region, Size, Spacing
from textual.strip import Strip
from textual.widget import Widget


class Frame(NamedTuple):
    """What stands around the content of a picture, below it, and how large it is."""

    gutter: Spacing
    size: Size
    background: Color


NO_FRAME = Frame(Spacing(), Size(), TRANSPARENT)

PaintedFor = tuple[Size, list[LineFilter]]
"""What a picture depends on beside what `refresh` is told of."""


class Kept(Widget):
    """Gives the strips of its last picture again, and paints the changed lines among them."""

    _strips: tuple[Strip, ...] = ()
    _painted_for: PaintedFor | None = None
    _changed: tuple[Region, ...] = ()
    """Where something of the content is to be painted anew since."""

    _frame = NO_FRAME
    """Of the last picture that was painted whole: what changes it has the next one painted whole too."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Note what is to be painted: some lines of the content, or everything."""
        if regions:
            self._changed += regions
        else:
            self._painted_for = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the strips of the lines that are asked for."""
        if crop.size != self.outer_size:
            return super().render_lines(crop)
        painted_for = (crop.size, list(self.get_line_filters()))
        if painted_for != self._painted_for:
            self._strips = tuple(super().render_lines(crop))
            self._painted_for = painted_for
            self._frame = Frame(self.gutter, self.content_size, self.background_colors[1])
        elif self._changed:
            strips = list(self._strips)
            self.repaint(strips, {y for region in self._changed for y in region.line_range})
            self._strips = tuple(strips)
        self._changed = ()
        return list(self._strips)

    def repaint(self, strips: list[Strip], lines: Collection[int]) -> None:
        """Paint lines of the content anew, in their places among the strips."""
        for at in (self._frame.gutter.top + y for y in lines):
            if 0 <= at < len(strips):
                strips[at : at + 1] = super().render_lines(Region(0, at, self.outer_size.width, 1))


class KeptContainer(Container, Kept):
    """A container of which the same is true."""
