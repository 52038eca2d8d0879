"""Numbers, spans and lists as people say them."""

from collections.abc import Iterable
from datetime import timedelta


def span(length: timedelta) -> str:
    """A length of time as people say it: `90 seconds`, `5 minutes`, `2 hours`."""
    seconds = length.total_seconds()
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size and seconds % size == 0:
            return counted(seconds / size, unit)
    return counted(seconds, "second")


def counted(number: float, unit: str) -> str:
    """A number of things: `1 lead`, `3 leads`."""
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"


def joined(words: Iterable[str]) -> str:
    """A list in words: `Ann, Bo and Cy`; nobody where it is empty."""
    *rest, last = list(words) or ["nobody"]
    return f"{', '.join(rest)} and {last}" if rest else last
