"""Reps' own time: when they work, when their caps count from nought again, and how long they rest."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.dealing.work import Work
from engine.events import CapsTurned, RepReady, ShiftChanged
from engine.house.hours import Calendar, calendar, zone_of
from engine.orders.claims import welcome
from engine.orders.leaving import give_back, release_at
from engine.policy import Policy, Rep
from engine.rep import ROLLING


def calendar_of(policy: Policy, rep: Rep) -> Calendar | None:
    """The hours in which a rep works; None when they have none of their own."""
    return calendar(rep.hours, rep.timezone or policy.timezone, policy.country) if rep.hours else None


def align(work: Work) -> None:
    """Bring everybody's shifts and windows up to new house rules."""
    for rep_id in work.roster.reps:
        turn_shift(work, rep_id)
        _align_caps(work, rep_id)


def turn_shift(work: Work, rep_id: str) -> None:
    """Note that a rep's hours began or ended, where that is so; the end is a leaving."""
    rep, standing = work.roster.reps[rep_id], work.draft.reps[rep_id]
    hours, now = calendar_of(work.policy, rep), work.turn.now
    on_shift = hours is None or hours.is_open(now)
    next_at = hours.next_edge(now) if hours else None
    if (on_shift, next_at) == (standing.on_shift, standing.shift_at):
        return
    leaves = standing.is_there and not on_shift and not standing.overtime
    grace_at = release_at(work, rep_id) if leaves else None
    work.happen(ShiftChanged(rep_id=rep_id, on_shift=on_shift, next_at=next_at, release_at=grace_at))
    if leaves:
        give_back(work, rep_id)
    elif work.draft.reps[rep_id].is_there and not standing.is_there:
        welcome(work, rep_id, work.happen)


def end_rest(work: Work, rep_id: str) -> None:
    """Note that a rep has rested, when the time is there."""
    ready_at = work.draft.reps[rep_id].ready_at
    if ready_at is not None and ready_at <= work.turn.now:
        work.happen(RepReady(rep_id=rep_id))


def _align_caps(work: Work, rep_id: str) -> None:
    """Count from now on where there are caps, and no longer where there are none."""
    caps, standing = work.roster.reps[rep_id].windows, work.draft.reps[rep_id]
    next_at = _next_window(work, rep_id)
    is_begun = ROLLING in caps and not standing.days
    if next_at != standing.window_at or is_begun or (standing.days and ROLLING not in caps):
        gone = tuple(window for window in standing.taken if window not in caps)
        work.happen(CapsTurned(rep_id=rep_id, windows=gone, next_at=next_at, days=int(is_begun)))


def turn_caps(work: Work, rep_id: str) -> None:
    """Let the windows that ended count from nought again."""
    standing = work.draft.reps[rep_id]
    if standing.window_at is None or standing.window_at > work.turn.now:
        return
    zone, caps = _zone(work.policy, work.roster.reps[rep_id]), work.roster.reps[rep_id].windows
    before = standing.window_at - timedelta(microseconds=1)
    counted = [window for window in standing.taken if window != ROLLING]
    over = tuple(window for window in counted if window_end(window, before, zone) <= work.turn.now)
    days = (work.turn.now.astimezone(zone).date() - before.astimezone(zone).date()).days if ROLLING in caps else 0
    next_at = _next_window(work, rep_id)
    work.happen(CapsTurned(rep_id=rep_id, windows=over if caps else (), next_at=next_at, days=days))


def _next_window(work: Work, rep_id: str) -> datetime | None:
    rep = work.roster.reps[rep_id]
    zone = _zone(work.policy, rep)
    return min((window_end(window, work.turn.now, zone) for window in rep.windows), default=None)


def _zone(policy: Policy, rep: Rep) -> ZoneInfo:
    return zone_of(rep.timezone or policy.timezone)


def window_end(window: str, at: datetime, zone: ZoneInfo) -> datetime:
    """When the hour, day, week or month of the calendar ends in which an instant lies; weeks begin on Monday.

    The rolling window moves on when the day ends. Of a source's window the first word says which it is.
    """
    window = window if window == ROLLING else window.partition(" ")[0]
    local = at.astimezone(zone)
    if window == "hour":
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return at - past + timedelta(hours=1)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    ends = {
        "day": midnight + timedelta(days=1),
        ROLLING: midnight + timedelta(days=1),
        "week": midnight + timedelta(days=7 - midnight.weekday()),
        "month": (midnight.replace(day=1) + timedelta(days=32)).replace(day=1),
    }[window]
    return ends.replace(tzinfo=zone).astimezone(UTC)
