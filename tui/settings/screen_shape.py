"""The tables of `floor.toml` that are about screens: how they look, and when they ring."""

import re
from datetime import time
from typing import Annotated, Literal

from tui.settings.kinds import Table, said

_QUIET = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def quiet_of(text: str) -> tuple[time, time]:
    """Read `22:00-06:30`. Raises ValueError with a sentence."""
    found = _QUIET.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text[:40]}" is no stretch of the day; write it like "22:00-06:30"')
    hours = [int(part) for part in found.groups()]
    return time(hours[0], hours[1]), time(hours[2], hours[3])


class ScreenTable(Table):
    """How the screens look where nothing else was asked for."""

    theme: Literal["colour-blind", "dark", "light", "high-contrast", "ansi", "plain"] = "colour-blind"
    ascii: bool = False


class AlertsTable(Table):
    """How a board tells of a breach besides by its banner."""

    bell: bool = True
    desktop: bool = True
    title: bool = True
    quiet: Annotated[tuple[time, time], said(quiet_of)] | None = None
