"""Moments as people type them: `14:10`, `yesterday 9:00`, `2026-07-14`, `14.07. 08:30`, `20m ago`."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from tui.spans import span_of

_CLOCK = re.compile(r"(?:([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)$", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?$", re.ASCII)
DAYS = {"today": 0, "yesterday": 1}


def past_moment(text: str, now: datetime, zone: tzinfo | None) -> datetime | None:
    """Return the moment that is meant, None when the text is none. A clock alone is the last time it showed that."""
    words = text.strip().casefold().removesuffix(" ago").split()
    local = now.astimezone(zone)
    if not words or len(words) > 2:
        return None
    try:
        if len(words) == 1 and (ago := _span(words[0])) is not None:
            return now - ago
        day = _day(words[0], local.date())
        clock = _clock(words[-1]) if day is None or len(words) == 2 else time(0, 0)
    except (ValueError, OverflowError):
        return None
    if clock is None or (day is None and len(words) == 2):
        return None
    at = datetime.combine(day or local.date(), clock, tzinfo=local.tzinfo if zone is None else zone).astimezone(UTC)
    return at - timedelta(days=1) if day is None and at > now else at


def _span(word: str) -> timedelta | None:
    try:
        return span_of(word)
    except ValueError:
        return None


def _day(word: str, today: date) -> date | None:
    if word in DAYS:
        return today - timedelta(days=DAYS[word])
    if found := _ISO.match(word):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.match(word):
        day = date(int(found[3] or today.year), int(found[2]), int(found[1]))
        return day.replace(year=day.year - 1) if not found[3] and day > today else day
    return None


def _clock(word: str) -> time | None:
    found = _CLOCK.match(word)
    return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None
