"""Business time: when a floor is open, and what an instant becomes after so much open time.

Law: every sum and every difference is made in UTC; local time is only ever turned into an instant, edge by edge.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import opening_hours

from engine.policy import PolicyError
from engine.value import EPOCH

ALWAYS = "24/7"
SILENCE_MAX = timedelta(days=400)
"""A calendar with no opening for this long never opens again."""

Span = tuple[datetime, datetime]

_BLOCK = timedelta(days=28)
_BLOCKS_MAX = 512
_MARGIN = timedelta(days=2)
_LIBRARY_YEARS = (1900, 9998)
_NEVER: Span = (EPOCH, EPOCH)


class Calendar:
    """The opening hours of a floor. Instants in and out are aware UTC; edges belong to the interval they open.

    `spec` is written as on OpenStreetMap (`Mo-Fr 09:00-18:00; PH off`); only what it calls open counts. A local
    time that a clock change skips moves forward by the gap; one that comes twice opens at the first and closes at the
    second.
    """

    def __init__(self, spec: str, timezone: str = "UTC", country: str = "") -> None:
        self.zone = zone_of(timezone)
        self._hours = None if spec.strip() == ALWAYS else _parsed(spec, country)
        self._blocks: dict[int, tuple[Span, ...]] = {}
        self._current = _NEVER

    @property
    def is_always(self) -> bool:
        """Whether it never closes."""
        return self._hours is None

    def is_open(self, at: datetime) -> bool:
        """Whether the floor is open at that instant."""
        return self.next_open(at) == at

    def next_open(self, at: datetime) -> datetime | None:
        """Return the first open instant at or after `at`; None when there is none any more."""
        return self.add(at, timedelta(0))

    def next_edge(self, at: datetime) -> datetime | None:
        """Return the next instant after `at` at which it opens or closes; None when neither comes any more."""
        closes: datetime | None = None
        for opens, ends in self._open_after(at) if self._hours is not None else ():
            if closes is None and opens > at:
                return opens
            if closes is not None and (opens > closes or closes - at > SILENCE_MAX):
                return closes
            closes = ends
        return closes

    def add(self, start: datetime, span: timedelta) -> datetime | None:
        """Return the instant when `span` of open time has passed since `start`; None when it never will have."""
        if self._hours is None:
            return start + span
        opens, closes = self._current
        if opens <= start < closes and span <= closes - start:
            return start + span
        for opens, closes in self._open_after(start):
            self._current = (opens, closes)
            begins = max(opens, start)
            if span <= closes - begins:
                return begins + span
            span -= closes - begins
        return None

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two instants; none when `end` is not after `start`."""
        total = timedelta(0)
        if end <= start:
            return total
        if self._hours is None:
            return end - start
        for opens, closes in self._open_after(start, end):
            total += min(closes, end) - max(opens, start)
        return total

    def _open_after(self, start: datetime, end: datetime | None = None) -> Iterator[Span]:
        """Yield open intervals that end after `start` and begin before `end`, a block's border cutting them."""
        number = (start - EPOCH) // _BLOCK
        quiet_since = start
        while EPOCH + _BLOCK * number < (end or quiet_since + SILENCE_MAX):
            for opens, closes in self._block(number):
                if end is not None and opens >= end:
                    return
                if closes > start:
                    quiet_since = closes
                    yield opens, closes
            number += 1

    def _block(self, number: int) -> tuple[Span, ...]:
        """Return the open intervals of one stretch of 28 days, worked out once."""
        known = self._blocks.get(number)
        if known is None:
            if len(self._blocks) >= _BLOCKS_MAX:
                self._blocks.clear()
            low = EPOCH + _BLOCK * number
            known = self._blocks[number] = tuple(_clipped(self._merged(low), low, low + _BLOCK))
        return known

    def _merged(self, low: datetime) -> Iterator[Span]:
        """Yield open intervals around a block in order, those that touch made one."""
        pending: Span | None = None
        for opens, closes in self._instants(low):
            if pending is not None and opens <= pending[1]:
                pending = (pending[0], max(closes, pending[1]))
                continue
            if pending is not None:
                yield pending
            pending = (opens, closes)
        if pending is not None:
            yield pending

    def _instants(self, low: datetime) -> Iterator[Span]:
        """Yield each local interval as instants.

        The library is asked in local time without a zone, because with one it opens at the second of two equal times.
        """
        if self._hours is None or not _LIBRARY_YEARS[0] < low.year < _LIBRARY_YEARS[1]:
            return
        first, last = (moment.replace(tzinfo=None) for moment in (low - _MARGIN, low + _BLOCK + _MARGIN))
        for opens, closes, state, _ in self._hours.intervals(first, last):
            if state == opening_hours.State.OPEN:
                begins, ends = self._instant(opens, fold=0), self._instant(closes, fold=1)
                if begins < ends:
                    yield begins, ends

    def _instant(self, local: datetime, fold: int) -> datetime:
        """Return a local time as an instant; `fold` chooses among two equal ones."""
        first = local.replace(tzinfo=self.zone, fold=0)
        second = local.replace(tzinfo=self.zone, fold=1)
        is_skipped = second.astimezone(UTC) < first.astimezone(UTC)
        return (second if fold and not is_skipped else first).astimezone(UTC)


class Shared(Calendar):
    """The time in which two calendars are open at once."""

    def __init__(self, one: Calendar, other: Calendar) -> None:
        self.zone, self._hours = one.zone, one._hours
        self._one, self._other = one, other
        self._current = _NEVER

    def _open_after(self, start: datetime, end: datetime | None = None) -> Iterator[Span]:
        quiet_since = start
        for opens, closes in self._one._open_after(start, end):
            if opens - quiet_since > SILENCE_MAX:
                return
            for begins, ends in self._other._open_after(max(opens, start), closes):
                quiet_since = closes
                yield max(opens, begins), min(closes, ends)


@lru_cache(maxsize=64)
def shared(one: Calendar, other: Calendar) -> Calendar:
    """Return the calendar of the time in which both are open, made once."""
    if one.is_always or other.is_always:
        return other if one.is_always else one
    return Shared(one, other)


@lru_cache(maxsize=64)
def calendar(spec: str, timezone: str = "UTC", country: str = "") -> Calendar:
    """Return the calendar for these hours, made once. Raises PolicyError when there can be none."""
    return Calendar(spec, timezone, country)


def zone_of(timezone: str) -> ZoneInfo:
    """Return the zone of that name. Raises PolicyError when nobody knows it."""
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise PolicyError(f'unknown time zone "{timezone}"; write it like "Europe/Berlin"') from None


def _clipped(spans: Iterator[Span], low: datetime, high: datetime) -> Iterator[Span]:
    for opens, closes in spans:
        if opens < high and closes > low:
            yield max(opens, low), min(closes, high)


def _parsed(spec: str, country: str) -> opening_hours.OpeningHours:
    if "PH" in spec and not country:
        raise PolicyError(f'the hours "{spec}" speak of public holidays (PH), but no country says whose')
    try:
        return opening_hours.OpeningHours(spec, country=country or None, auto_country=False, auto_timezone=False)
    except opening_hours.UnknownCountryError:  # type: ignore[attr-defined]  # missing in the library's stubs
        raise PolicyError(f'unknown country "{country}"; write its two letters, like "DE"') from None
    except opening_hours.ParserError as error:  # type: ignore[attr-defined]
        raise PolicyError(f'cannot read the hours "{spec}"{_where(error)}; {_HOURS_LIKE}') from None


_HOURS_LIKE = 'write them like "Mo-Fr 09:00-18:00; PH off" or "24/7"'


def _where(error: Exception) -> str:
    """Return the column that the parser points at, in words."""
    _, _, rest = str(error).partition("--> 1:")
    column = rest.split("\n", 1)[0].strip()
    return f" at character {column}" if column.isdigit() else ""
