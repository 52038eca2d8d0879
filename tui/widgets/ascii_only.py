"""The last step before a terminal that shows ASCII alone: every sign and letter of a painted line is put into it."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.ascii import ascii_of


class AsciiOnly(LineFilter):
    """Puts shown text into ASCII; control segments are left alone."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments in ASCII."""
        return [
            item if item.control is not None or item.text.isascii() else Segment(ascii_of(item.text), item.style)
            for item in segments
        ]
