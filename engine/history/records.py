"""What came of the leads of each pool, rep by rep: the record from which close rates are worked out.

It is kept by the day on which a lead came in, for a year, so its size follows the calendar and never the leads.
"""

from datetime import datetime, timedelta

from engine.floor import State
from engine.history.kept import Closings, Ending, Record
from engine.lead import NO_LEAD, Disposition, Lead, dealing_pool

KEPT = timedelta(days=366)

BUCKETS = 96
"""Spans are counted in buckets of which four make twice as long: 96 reach over thirty years."""


def note(state: State, lead: Lead, ending: Ending, sign: int = 1) -> None:
    """Count a lead that its owner closed, or with `sign` -1 no longer; what was no lead counts for nobody."""
    if lead.rep_id is None or ending.disposition in NO_LEAD:
        return
    pool = dealing_pool(lead)
    record = state.records.get(pool) or Record()
    won = sign * (ending.disposition is Disposition.WON)
    days = _with(record.days.get(lead.rep_id, ()), lead.queued_at, (sign, won))
    spans = list(record.spans or (0,) * BUCKETS)
    spans[bucket_of(ending.at - lead.queued_at)] += sign
    state.put_record(pool, record.but(days={**record.days, lead.rep_id: days}, spans=tuple(spans)))


def _with(days: tuple[Closings, ...], at: datetime, more: tuple[int, int]) -> tuple[Closings, ...]:
    """The days with one closing more, or one less."""
    on = at.date().toordinal()
    known = {day.on: day for day in days if day.on > on - KEPT.days}
    if more[0] < 0 and on not in known:
        return days  # it is longer ago than is kept
    was = known.get(on, Closings(on))
    known[on] = Closings(on, was.closed + more[0], was.won + more[1])
    return tuple(known[one] for one in sorted(known) if known[one].closed)


def bucket_of(span: timedelta) -> int:
    """The bucket of a span: twice its length, four buckets on."""
    minutes = max(1, int(span.total_seconds() // 60))
    length = minutes.bit_length() - 1
    return min(BUCKETS - 1, 4 * length + ((minutes << 2) >> length) % 4)


def median(spans: tuple[int, ...]) -> timedelta:
    """The span within which half of the leads were closed, at most a quarter too long; nought before the first."""
    total, upto = sum(spans), 0
    for bucket, count in enumerate(spans):
        upto += count
        if 2 * upto >= total > 0:
            length, part = divmod(bucket, 4)
            return timedelta(minutes=((5 + part) << length) / 4)
    return timedelta(0)
