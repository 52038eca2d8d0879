"""The few styles of the board by name, in colours that colour-blind people can tell apart (Okabe and Ito).

Law: no meaning is carried by colour alone; each of these stands beside a sign or a word, or differs in weight too.
"""

from functools import lru_cache

from rich.style import Style
from textual.theme import Theme

COLOURED: dict[str, Style] = {
    "": Style(),
    "dim": Style(color="#8b98a5"),
    "head": Style(color="#8b98a5", bold=True),
    "strong": Style(bold=True),
    "ok": Style(color="#4fc3a1"),
    "warn": Style(color="#e69f00", bold=True),
    "breach": Style(color="#ff8a4c", bold=True),
    "alarm": Style(color="#ffffff", bgcolor="#a84300", bold=True),
    "info": Style(color="#56b4e9"),
    "key": Style(color="#56b4e9", bold=True),
    "ahead": Style(color="#56b4e9"),
    "owed": Style(color="#e69f00"),
    "gone": Style(color="#8b98a5", strike=True),
    "cursor": Style(bgcolor="#0a4a78", bold=True),
    "marked": Style(bgcolor="#1d2b36"),
    "bar": Style(color="#c9d4de", bgcolor="#16222d"),
    "bar_strong": Style(color="#ffffff", bgcolor="#16222d", bold=True),
}
"""Style names to what they look like on a terminal with colours."""

PLAIN: dict[str, Style] = {
    "dim": Style(dim=True),
    "head": Style(bold=True, underline=True),
    "strong": Style(bold=True),
    "warn": Style(bold=True),
    "breach": Style(bold=True),
    "alarm": Style(reverse=True, bold=True),
    "key": Style(bold=True),
    "gone": Style(strike=True),
    "cursor": Style(reverse=True),
    "marked": Style(underline=True),
    "bar_strong": Style(bold=True),
}
"""The same without any colour."""

THEME = Theme(
    name="floorboard",
    primary="#56b4e9",
    secondary="#009e73",
    warning="#e69f00",
    error="#d55e00",
    success="#009e73",
    accent="#56b4e9",
    foreground="#dbe4ec",
    background="#0b1218",
    surface="#0b1218",
    panel="#16222d",
    dark=True,
)
"""The colours that the style sheet reads."""


@lru_cache(512)
def styled(names: str, base: Style, is_plain: bool) -> Style:
    """Return the style of space-separated names on a base, later names over earlier ones."""
    table = PLAIN if is_plain else COLOURED
    style = base
    for name in names.split():
        style = style + table.get(name, Style())
    return style
