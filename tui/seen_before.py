"""What is said of a file whose bytes came before: when that was, under which name, and what came of it."""

from datetime import datetime, tzinfo
from typing import Protocol


class Dropped(Protocol):
    """A file that was dropped, as the engine keeps it and as a board shows it."""

    @property
    def name(self) -> str: ...
    @property
    def accepted(self) -> int: ...
    @property
    def why(self) -> str: ...
    @property
    def again_at(self) -> datetime | None: ...
    @property
    def again_as(self) -> str: ...


def seen_before(file: Dropped, first_at: datetime, zone: tzinfo | None) -> str:
    """Return what a file was when it came first; empty for one that came once."""
    if file.again_at is None:
        return ""
    first, again = first_at.astimezone(zone), file.again_at.astimezone(zone)
    at = f"{first:%H:%M}" if first.date() == again.date() else f"{first:%Y-%m-%d %H:%M}"
    named = "" if file.name == file.again_as else f" as {file.name}"
    if file.why:
        return f"failed before {at}{named}: {file.why}"
    return f"seen before {at}{named}: {file.accepted:,} {'lead' if file.accepted == 1 else 'leads'}, none twice"
