"""Instants as exports write them, read as aware UTC."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from importers.cells.worded_dates import with_offset, worded

FUTURE_MAX = timedelta(minutes=5)
"""An enquiry cannot be newer than now; clocks differ by this much."""
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
MONTH_FIRST_REGIONS = frozenset({"US", "PH", "PR", "GU"})
ISO_START = re.compile(r"\d{4}-?\d{2}-?\d{2}")
PARTS = re.compile(
    r"(\d{1,4})\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,4})\s*日?\.?(?:[,T ]+\s*(?:at |um |à )?"
    r"(\d{1,2})[:時h.](\d{2})(?:[:分.](\d{2}))?[秒分]?(?:[.,]\d+)?\s*([ap]\.?\s?m\.?)?)?\s*(?:Uhr|hrs?)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
NAMED = (
    "%b %d, %Y %I:%M %p", "%B %d, %Y %I:%M %p", "%b %d, %Y %H:%M", "%B %d, %Y %H:%M", "%b %d, %Y", "%B %d, %Y",
    "%b %d, %Y, %I:%M %p", "%B %d, %Y, %I:%M %p", "%b %d, %Y %I:%M:%S %p", "%d %b %Y %H:%M:%S", "%d %b %Y %H:%M",
    "%d %B %Y %H:%M", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%Y %H:%M", "%d-%b-%y", "%a, %d %b %Y %H:%M:%S %z",
    "%a %b %d %H:%M:%S %Y", "%d %b %Y %I:%M %p", "%b %d %Y", "%b %d %Y %I:%M %p",
)  # fmt: skip
EPOCH_TEXT = re.compile(r"\d{10}(?:\.\d+)?|\d{13}|\d{16}")
SERIAL_TEXT = re.compile(r"\d{5}(?:[.,]\d{1,12})?")
SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock without a zone
SERIAL_DAYS = (36_525, 73_050)


DATE_ONLY = re.compile(r"[\d./年月日\s-]{6,14}|[^:]*\b\d{4}")
TIME_ONLY = re.compile(r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*Uhr)?", re.IGNORECASE)


HALVES = {"오전": "am", "오후": "pm", "午前": "am", "午後": "pm", "上午": "am", "下午": "pm"}
HALF_FIRST = re.compile(rf"({'|'.join(HALVES)})\s*(\d{{1,2}}[:時时点](?:\d{{2}})?(?:[:分]\d{{2}})?[分秒]?)")
"""Korean, Japanese and Chinese say the half of the day before the hour: `오후 2:05`."""


class Untimely(Exception):
    """An instant that cannot be when the customer asked; the message says why."""


def is_month_first(values: Iterable[str], region: str) -> bool:
    """Decide a column's order of day and month by its own values; undecided, by the floor's region."""
    for value in values:
        match = PARTS.match(value)
        if match and len(match[1]) <= 2:
            first, second = int(match[1]), int(match[2])
            if first > 12 >= second:
                return False
            if second > 12 >= first:
                return True
    return region in MONTH_FIRST_REGIONS


def instant(text: str, *, month_first: bool, timezone: str, now: datetime) -> datetime | None:
    """When a text says it was, aware UTC; None when it is no date. Raises Untimely for the future or long ago."""
    moment = _read(text, month_first)
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(timezone))
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return None
    if moment < OLDEST:
        raise Untimely("lies before the year 2000")
    if moment > now + FUTURE_MAX:
        raise Untimely("lies in the future")
    return moment


def looks_like_date(text: str) -> bool:
    """Whether a text can be read as an instant."""
    return _read(text, month_first=False) is not None or _read(text, month_first=True) is not None


def looks_like_time(text: str) -> bool:
    """Whether a text is a time of day alone."""
    return TIME_ONLY.fullmatch(text.strip()) is not None


def at_time(text: str, time_of_day: str) -> str:
    """A date with the time that stood in a column of its own; what has a time keeps it."""
    if time_of_day and DATE_ONLY.fullmatch(text.strip()) and looks_like_time(time_of_day):
        return f"{text.strip()} {time_of_day.strip()}"
    return text


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The named zone; UTC when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _read(text: str, month_first: bool) -> datetime | None:
    if len(text) > 90 or not any(char.isdigit() for char in text):
        return None
    if ISO_START.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    text = HALF_FIRST.sub(lambda found: f"{found[2]} {HALVES[found[1]]}", text)
    text = with_offset(re.sub(r"[\s\u202f\xa0]+", " ", text).strip())
    if EPOCH_TEXT.fullmatch(text):
        return _epoch(text)
    if SERIAL_TEXT.fullmatch(text):
        return _serial(text)
    if match := PARTS.fullmatch(text):
        return _by_parts(match, month_first)
    return _named(text)


def _serial(text: str) -> datetime | None:
    """Days as a spreadsheet counts them, where a date lost its format on the way out."""
    days = float(text.replace(",", "."))
    return (
        (SERIAL_START + timedelta(days=days)).replace(microsecond=0)
        if SERIAL_DAYS[0] < days < SERIAL_DAYS[1]
        else None
    )


def _epoch(text: str) -> datetime | None:
    seconds = float(text) / {13: 1_000, 16: 1_000_000}.get(len(text), 1)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _by_parts(match: re.Match[str], month_first: bool) -> datetime | None:
    first, second, third, hour, minute, seconds, half, offset = match.groups()
    is_dotted = match[0][len(first) : len(first) + 2].strip().startswith(".")
    year, month, day = _ordered(first, second, third, month_first and not is_dotted)
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    clock = f"{hours:02d}:{minute or '00'}:{seconds or '00'}"
    utc = "+00:00" if offset and offset.upper() in ("Z", "UTC", "GMT") else offset or ""
    try:
        return datetime.fromisoformat(f"{year:04d}-{month:02d}-{day:02d}T{clock}{utc}")
    except ValueError:
        return None


def _ordered(first: str, second: str, third: str, month_first: bool) -> tuple[int, int, int]:
    if len(first) == 4:
        return int(first), int(second), int(third)
    year = int(third) + (2000 if len(third) <= 2 else 0)
    one, two = int(first), int(second)
    is_month_first = two > 12 or (month_first and one <= 12)
    return (year, one, two) if is_month_first else (year, two, one)


def _named(text: str) -> datetime | None:
    spaced = re.sub(r"\s+", " ", re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)).strip()
    for layout in NAMED:
        try:
            return datetime.strptime(spaced, layout)  # noqa: DTZ007 - made aware by `instant`
        except ValueError:
            continue
    return worded(spaced)
