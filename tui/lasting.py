"""Until when what a row says of time stays true: the next instant at which an age, a countdown or a sign moves on.

Law: never later than that instant. Sooner costs a row that is worked out once more, later would show an old age.
"""

from datetime import datetime, timedelta

from engine.board import QueueRow, RepRow
from tui.rows import step_of


def queue_lasts(row: QueueRow, now: datetime) -> datetime:
    """Return until when a lead's cells stay as they are."""
    ends = [age_lasts(row.queued_at, now)]
    ends += [countdown_lasts(at, now) for at in (row.due_at, row.parked_until) if at]
    if row.warn_at is not None and row.warn_at > now:
        ends.append(row.warn_at)
    return min(ends)


def rep_lasts(row: RepRow, now: datetime) -> datetime:
    """Return until when a rep's cells stay as they are."""
    ends = age_lasts(row.since_at, now)
    return min(ends, countdown_lasts(row.until_at, now)) if row.until_at else ends


def age_lasts(at: datetime, now: datetime) -> datetime:
    """Return when the steady text of the time since an instant moves on."""
    seconds = (now - at).total_seconds()
    if seconds < 0:
        return at
    step = step_of(seconds)
    return at + timedelta(seconds=(seconds // step + 1) * step)


def countdown_lasts(at: datetime, now: datetime) -> datetime:
    """Return when the steady text of the time left to an instant moves on, or of the time over it."""
    seconds = (at - now).total_seconds()
    if seconds <= 0:
        return age_lasts(at, now)
    step = step_of(seconds)
    return at - timedelta(seconds=seconds // step * step)
