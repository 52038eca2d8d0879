"""The belt beside the gate: whatever reaches the terminal writer loses its control characters here."""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.text import plain

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class Scrub(LineFilter):
    """Makes control characters in shown text visible. A lost cell of width is better than a steered terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments, scrubbed where one needs it."""
        if not _CONTROL.search("".join([segment.text for segment in segments])):
            return segments
        return [Segment(plain(item.text), item.style) if _needs_scrub(item) else item for item in segments]


def _needs_scrub(segment: Segment) -> bool:
    return segment.control is None and _CONTROL.search(segment.text) is not None
