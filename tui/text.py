"""The one gate between stored text and anything that a person looks at.

Law: text from outside goes through `clean` or `plain` before it reaches a widget, a title or a print. What would
steer a terminal, reorder a line or hide in it comes out as a visible sign instead. Nothing here loads a screen.
"""

import re
import unicodedata
from functools import lru_cache

MARKS_MAX = 2
"""Combining marks kept on one letter."""

KEPT_LETTERS = 512
"""Of texts up to this length it is kept how many cells they take."""

_ELLIPSIS = "…"
_HIDDEN = "·"
_SPECIAL = {
    "\x1b": "␛",
    "\n": "⏎",
    "\r": "⏎",
    "\x0b": "⏎",
    "\x0c": "⏎",
    "\x85": "⏎",
    "\u2028": "⏎",
    "\u2029": "⏎",
    "\t": " ",
}
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u034f")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_NEEDS_WORK = re.compile(r"[^ -~]")
_REGIONAL_A = 0x1F1E6


def _is_selector(char: str) -> bool:
    """Whether a character only chooses between pictures of the one before it, or tints it."""
    code = ord(char)
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x1F3FB <= code <= 0x1F3FF


@lru_cache(4096)
def _shown(char: str) -> str:
    """Return what stands for one character that is not a combining mark."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    if _is_selector(char):
        return ""
    if _REGIONAL_A <= ord(char) < _REGIONAL_A + 26:
        return chr(ord("A") + ord(char) - _REGIONAL_A)
    category = unicodedata.category(char)
    if category in _HIDDEN_CATEGORIES or char in _INVISIBLE_LETTERS:
        return _HIDDEN
    return " " if category == "Zs" else char


@lru_cache(8192)
def plain(text: str) -> str:
    """Return the text as one line that cannot steer a terminal: for prints, titles and logs."""
    if not _NEEDS_WORK.search(text):
        return text
    shown: list[str] = []
    marks = MARKS_MAX
    for char in text.replace("\r\n", "\n"):
        if unicodedata.category(char) in ("Mn", "Me") and not _is_selector(char) and char not in _INVISIBLE_LETTERS:
            marks += 1
            if marks <= MARKS_MAX:
                shown.append(char)
            elif not shown:
                shown.append(_HIDDEN)
            continue
        shown.append(_shown(char))
        marks = 0
    return "".join(shown)


@lru_cache(16384)
def clean(text: str, cells: int | None = None, right: bool = False) -> str:
    """Return the text safe to show, cut with `…` and padded to exactly `cells` terminal cells where that is given."""
    if cells is None:
        return plain(text)
    if cells <= 0:
        return ""
    shown = plain(text[: cells * 8 + 64])
    width = width_of(shown)
    if width > cells:
        shown = _cut(shown, cells - 1) + _ELLIPSIS
        width = width_of(shown)
    pad = " " * (cells - width)
    return pad + shown if right else shown + pad


def cut(text: str, cells: int) -> str:
    """Return the text safe to show and no wider than `cells`, without padding."""
    return clean(text, min(cells, max(1, width_of(plain(text[: cells * 8 + 64])))))


def width_of(text: str) -> int:
    """Return how many terminal cells a shown text takes."""
    if text.isascii():
        return len(text)
    return _kept_cells(text) if len(text) <= KEPT_LETTERS else _cells(text)


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


_kept_cells = lru_cache(8192)(_cells)


def _cut(text: str, cells: int) -> str:
    """Return the longest beginning of a shown text that fits, whole characters with their marks."""
    low, high = 0, min(len(text), cells * (MARKS_MAX + 1))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width_of(text[:middle]) <= cells else (low, middle - 1)
    return text[:low]
