"""What screens need of a `floor.toml` that was checked when it came in force: read again without what checks it."""

import re
import tomllib
from datetime import time

from tui.alerting import Alerts
from tui.look import Look

_QUIET = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def quiet_of(text: str) -> tuple[time, time]:
    """Read `22:00-06:30`. Raises ValueError with a sentence."""
    found = _QUIET.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text[:40]}" is no stretch of the day; write it like "22:00-06:30"')
    hours = [int(part) for part in found.groups()]
    return time(hours[0], hours[1]), time(hours[2], hours[3])


def look_in(text: str) -> Look:
    """Read how screens look and ring from a text that is known to have no fault."""
    tables = tomllib.loads(text)
    screen, alerts = tables.get("screen", {}), dict(tables.get("alerts", {}))
    if "quiet" in alerts:
        alerts["quiet"] = quiet_of(alerts["quiet"])
    look = {"is_ascii" if key == "ascii" else key: value for key, value in screen.items()}
    return Look(**look, alerts=Alerts(**alerts))
