"""How instants are written in the database: ISO 8601 in UTC with Z, one width, so that text order is time order."""

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=4096)
def text_of(at: datetime) -> str:
    """Write an aware instant, always with six digits after the second. A turn writes the same few over and over."""
    if at.tzinfo is not UTC:
        if at.tzinfo is None:
            raise ValueError("an instant without a time zone cannot be kept")
        at = at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")[:26] + "Z"


def text_or_none(at: datetime | None) -> str | None:
    """Write an instant where there is one."""
    return None if at is None else text_of(at)


def instant(text: str) -> datetime:
    """Read what `text_of` wrote."""
    return datetime.fromisoformat(text)


def instant_or_none(text: str | None) -> datetime | None:
    """Read an instant where there is one."""
    return None if text is None else datetime.fromisoformat(text)
