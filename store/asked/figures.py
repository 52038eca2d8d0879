"""A floor's day in numbers: how old what waits is, what came and was answered by half hours, who was there when."""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from engine.events import AvailabilityChanged, Entry, PolicyChanged, RepRestored
from engine.past import AGES, Figures, Slot, Strip
from engine.rep import ROUTABLE, Availability
from store.asked.history import number_at, seq_at
from store.asked.tiles import day_of
from store.codec import JournalRow, entry_of
from store.instants import instant, text_of
from store.tallies import WAITING

HALF_HOUR = timedelta(minutes=30)
ROWS_MOST = 200_000
"""Leads of a day that are looked at."""

Stretch = tuple[Availability, datetime, datetime]

Change = tuple[datetime, Availability, Availability]
"""When somebody said something else, what it was and what it is."""


def figures(db: sqlite3.Connection, timezone: str, now: datetime) -> Figures:
    """Return the numbers of the floor's present day, up to now."""
    begun, _ = day_of(timezone, now)
    strips = tuple(_strips(db, begun, now))
    return Figures(
        as_of=now,
        timezone=timezone,
        day_at=begun,
        ages=_ages(db, now),
        slots=tuple(_slots(db, begun, now, strips)),
        strips=strips,
    )


def _ages(db: sqlite3.Connection, now: datetime) -> tuple[int, ...]:
    counts = [0] * (len(AGES) + 1)
    query = f"SELECT queued_at FROM leads INDEXED BY leads_by_urgency WHERE {WAITING} LIMIT ?"  # noqa: S608
    for (queued_at,) in db.execute(query, (ROWS_MOST,)):
        counts[bisect_left(AGES, (now - instant(queued_at)).total_seconds())] += 1
    return tuple(counts)


def _slots(db: sqlite3.Connection, begun: datetime, now: datetime, strips: Iterable[Strip]) -> Iterator[Slot]:
    count = int((now - begun) / HALF_HOUR) + 1
    came = _counted(
        db.execute("SELECT queued_at FROM leads WHERE number > ? LIMIT ?", (number_at(db, begun), ROWS_MOST)), begun
    )
    query = "SELECT first_touch_at FROM leads WHERE first_touch_at IS NOT NULL AND first_touch_at >= ? LIMIT ?"
    answered = _counted(db.execute(query, (text_of(begun), ROWS_MOST)), begun)
    for place in range(count):
        starts = begun + place * HALF_HOUR
        ends = min(starts + HALF_HOUR, now)
        length = max((ends - starts).total_seconds(), 1.0)
        there = sum(_overlap(stretch, starts, ends) for strip in strips for stretch in strip.stretches)
        yield Slot(
            begins_at=starts, arrived=came.get(place, 0), answered=answered.get(place, 0), ready=there / length
        )


def _counted(rows: Iterable[tuple[str]], begun: datetime) -> dict[int, int]:
    """Return how many instants are in each half hour of the day."""
    counts: dict[int, int] = {}
    for (text,) in rows:
        place = (instant(text) - begun) // HALF_HOUR
        counts[place] = counts.get(place, 0) + 1
    return counts


def _overlap(stretch: Stretch, starts: datetime, ends: datetime) -> float:
    state, since, until = stretch
    return max(0.0, (min(until, ends) - max(since, starts)).total_seconds()) if state in ROUTABLE else 0.0


def _strips(db: sqlite3.Connection, begun: datetime, now: datetime) -> Iterator[Strip]:
    changes: dict[str, list[Change]] = {}
    joined_at: dict[str, datetime] = {}
    for entry in _entries(db, seq_at(db, begun)):
        event = entry.event
        if isinstance(event, PolicyChanged):
            joined_at |= dict.fromkeys(event.joined, entry.at)
        elif isinstance(event, AvailabilityChanged):
            changes.setdefault(event.rep_id, []).append((entry.at, event.was, event.availability))
        elif isinstance(event, RepRestored) and isinstance(act := _entry(db, event.act).event, AvailabilityChanged):
            changes.setdefault(event.rep_id, []).append((entry.at, act.availability, act.was))
    reps = db.execute("SELECT id, name, availability, since_at FROM reps WHERE place IS NOT NULL ORDER BY place")
    for rep_id, name, availability, since_at in reps.fetchall():
        own = changes.get(rep_id, [])
        first = joined_at.get(rep_id, begun) if own else max(begun, instant(since_at))
        stretches = tuple(_stretches(own, Availability(availability), first, now))
        yield Strip(rep_id=rep_id, name=name, stretches=stretches)


_COLUMNS = "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events"


def _entries(db: sqlite3.Connection, after: int) -> Iterator[Entry]:
    """What made reps come and go, in order."""
    kinds = "kind IN ('policy_changed', 'availability_changed', 'rep_restored')"
    for row in db.execute(f"{_COLUMNS} WHERE seq > ? AND {kinds} ORDER BY seq", (after,)):
        yield entry_of(JournalRow(*row))


def _entry(db: sqlite3.Connection, seq: int) -> Entry:
    return entry_of(JournalRow(*db.execute(f"{_COLUMNS} WHERE seq = ?", (seq,)).fetchone()))


def _stretches(changes: list[Change], state: Availability, since: datetime, now: datetime) -> Iterator[Stretch]:
    state = changes[0][1] if changes else state
    for at, _, after in changes:
        if at > since:
            yield state, since, at
        state, since = after, max(at, since)
    if now > since:
        yield state, since, now
