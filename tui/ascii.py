"""Every sign of the screens in ASCII, cell for cell, for terminals that show nothing else."""

import unicodedata
from functools import lru_cache

from tui.text import width_of

SIGNS = {
    "●": "@", "◐": "%", "○": "o", "×": "x", "»": ">", "▌": ">", "▶": ">", "…": "~", "—": "-", "–": "-", "✓": "v",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "▲": "^", "▼": "v", "⇧": "^", "·": ".", "≤": "<", "≥": ">", "␛": "?",
    "⏎": "?", "│": "|", "┃": "|", "─": "-", "━": "-", "▓": "#", "▒": "=", "░": ".", "█": "#", "▀": "\"", "▄": "_",
    "▏": "|", "▎": "|", "▍": "|", "▋": "#", "▊": "#", "▉": "#", "▁": "_", "▂": "_", "▃": "_", "▅": "=", "▆": "=",
    "▇": "#",
}  # fmt: skip
"""Signs to ASCII letters. The shapes of rep states, and the two halves of a bar, stay four and two."""

_CORNERS = range(0x250C, 0x2580)
"""What is left of the box-drawing letters: corners and crossings."""


def ascii_of(text: str) -> str:
    """Return a shown text in ASCII, as wide as it was."""
    return text if text.isascii() else "".join(map(_letter, text))


@lru_cache(4096)
def _letter(char: str) -> str:
    """Return what stands for one letter: its sign, its bare letter, or a question mark for each of its cells."""
    if char.isascii():
        return char
    if char in SIGNS:
        return SIGNS[char]
    if ord(char) in _CORNERS:
        return "+"
    bare = unicodedata.normalize("NFKD", char)[0]
    cells = width_of(char)
    return bare if bare.isascii() and bare.isprintable() and cells == 1 else "?" * cells
