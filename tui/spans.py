"""Spans of time as people write them: `90s`, `5m`, `1h30m`, `2d`."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

SPAN_MAX = timedelta(days=366)
LONG_SPAN_MAX = timedelta(days=36_600)

_WRITTEN = re.compile(r"(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?", re.ASCII)


def span_of(text: str, most: timedelta = SPAN_MAX) -> timedelta:
    """Return the span. Raises ValueError with a sentence when the text is none, or nothing, or over `most`."""
    found = _WRITTEN.fullmatch(text.strip())
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not timedelta(0) < span <= most:
        raise ValueError(f'"{text[:40]}" is no span of time; write it like "90s", "5m", "1h30m" or "2d"')
    return span


def rest_of(text: str) -> timedelta:
    """Return the span, which may be none: `0s`. Raises ValueError like `span_of`."""
    return timedelta(0) if text.strip() == "0s" else span_of(text)


def guard_of(text: str) -> timedelta:
    """Return how long before closing; `target` is each lead's own, said as no time at all."""
    return timedelta(0) if text.strip() == "target" else span_of(text)


def long_span_of(text: str) -> timedelta:
    """Return a span that may take years, in days: `400d`."""
    return span_of(text, LONG_SPAN_MAX)


def next_time(text: str, now: datetime, zone: tzinfo | None) -> datetime:
    """The next instant at which a zone's clock shows `text`. Raises ValueError when that is no time of day."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text.strip(), re.ASCII)
    if found is None:
        raise ValueError(f'"{text[:20]}" is no time of day; write it like "14:00"')
    today = now.astimezone(zone).replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    at = today if today.astimezone(UTC) > now else today + timedelta(days=1)
    return at.astimezone(UTC)


def until_text(at: datetime, now: datetime, zone: tzinfo, home: tzinfo | None = None) -> str:
    """Write a coming instant by a zone's clock: with its day unless that is today, and the zone unless it is at home.

    Home is this machine's zone unless another is given.
    """
    local = at.astimezone(zone)
    day = "" if local.date() == now.astimezone(zone).date() else f"{local:%Y-%m-%d} "
    other = "" if local.utcoffset() == at.astimezone(home).utcoffset() else f" ({zone})"
    return f"{day}{local:%H:%M}{other}"


def moment_of(text: str, now: datetime, zone: tzinfo | None) -> datetime:
    """The instant that a span or a time of day means. Raises ValueError with a sentence when it is neither."""
    return next_time(text, now, zone) if ":" in text else now + span_of(text)


def span_text(span: timedelta | float) -> str:
    """Write a span, or a number of seconds, in its two biggest units: `2 d 3 h`, `5 min 10 s`, `0 s`."""
    seconds = max(0, int(span.total_seconds() if isinstance(span, timedelta) else span))
    parts = []
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or "0 s"
