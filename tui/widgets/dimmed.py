"""The screen below a dialog, as it shines through: drawn as strips, each style worked out once.

Textual would take every line of it through Rich, and mix every colour of every word anew, each time a dialog opens.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.color import Color
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

if TYPE_CHECKING:
    from textual.screen import Screen

STYLES_MOST = 1_024


class Dimmed(Visual):
    """A screen under a colour that lets some of it through."""

    def __init__(self, below: "Screen[Any]", color: Color) -> None:
        self._below, self._color = below, color

    def render_strips(
        self,
        width: int,
        height: int | None,
        style: Style,
        options: RenderOptions,  # noqa: ARG002
    ) -> list[Strip]:
        """Return the lines of the screen."""
        below, base = self._below, style.rich_style
        size = Size(width, below.size.height if height is None else height)
        return [self._dim(strip, base).crop_extend(0, width, base) for strip in below._compositor.render_strips(size)]

    def get_optimal_width(self, rules: Mapping[str, Any], container_width: int) -> int:  # noqa: ARG002
        """Take the room there is."""
        return container_width

    def get_height(self, rules: Mapping[str, Any], width: int) -> int:  # noqa: ARG002
        """Be as high as the screen."""
        return self._below.size.height

    def _dim(self, strip: Strip, base: RichStyle) -> Strip:
        color = self._color
        return Strip([Segment(text, mixed(style, base, color)) for text, style, _ in strip], strip.cell_length)


@lru_cache(maxsize=STYLES_MOST)
def mixed(style: RichStyle | None, base: RichStyle, color: Color) -> RichStyle:
    """Return a style over a base, without what it does when it is clicked, and under a colour."""
    plain = RichStyle() if style is None else style.clear_meta_and_links()
    if not color.a:
        return base + plain
    front, back = plain.color, plain.bgcolor
    under = RichStyle.from_color(
        (Color.from_rich_color(front) + color).rich_color if front is not None else None,
        (Color.from_rich_color(back) + color).rich_color if back is not None else None,
    )
    return base + plain + under
