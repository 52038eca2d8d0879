"""The tables of `floor.toml` that are about screens: how they look, and when they ring."""

from datetime import time
from typing import Annotated, Literal

from tui.settings.kinds import Table, said
from tui.settings.unchecked import quiet_of


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
