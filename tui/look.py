"""How a board looks and rings: which theme, whether in ASCII alone, which alerts."""

import codecs
import locale
import os
from collections.abc import Mapping

from engine.value import Value
from tui.alerting import Alerts
from tui.themes import DEFAULT, PLAIN, THEMES


class Look(Value):
    """What was chosen."""

    theme: str = DEFAULT
    is_ascii: bool = False
    alerts: Alerts = Alerts()


def look_of(
    asked: Look | None, theme: str | None, is_ascii: bool, environ: Mapping[str, str] = os.environ, encoding: str = ""
) -> Look:
    """Return the look: NO_COLOR before the command line, before FLOORBOARD_THEME, before floor.toml (`asked`)."""
    kept = asked or Look()
    wanted = theme or environ.get("FLOORBOARD_THEME") or kept.theme
    if environ.get("NO_COLOR"):
        wanted = PLAIN
    return kept.but(
        theme=wanted if wanted in THEMES else DEFAULT,
        is_ascii=is_ascii or kept.is_ascii or not _is_utf8(encoding or locale.getencoding()),
    )


def next_theme(theme: str) -> str:
    """Return the theme after this one."""
    return THEMES[(THEMES.index(theme) + 1) % len(THEMES)] if theme in THEMES else DEFAULT


def _is_utf8(encoding: str) -> bool:
    """Whether the terminal was promised every letter there is."""
    if os.name == "nt":
        return True  # its console takes every letter, whatever the code page
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False
