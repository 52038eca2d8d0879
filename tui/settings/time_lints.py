"""Hours and caps that are allowed and hardly meant: open with nobody there, and more leads than anybody may take."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from engine.house.hours import Calendar, calendar
from engine.policy import Policy, Pool, Rep
from engine.rep import ROLLING, ROLLING_DAYS
from tui.settings.problems import Problem

WEEK = datetime(2026, 3, 2, tzinfo=UTC)
"""The Monday of a plain week: no holiday nearly anywhere, no change of the clock."""
STEP = timedelta(minutes=15)
STEPS = 7 * 24 * 4
MONTH_WEEKS = 30.4 / 7

Gap = tuple[datetime, datetime]


def time_lints(policy: Policy, weekly: Mapping[str, float]) -> Iterator[Problem]:
    """Yield each pool that is open with nobody rostered, or that gets more leads a week than its reps may take."""
    reps = {rep.id: rep for rep in policy.reps}
    for place, pool in enumerate(policy.pools):
        members = [reps[rep_id] for rep_id in pool.reps]
        gaps = list(unstaffed(policy, pool, members)) if members else []
        if gaps:
            more = f", and at {len(gaps) - 1} other times of the week" if len(gaps) > 1 else ""
            said = f"is open while nobody of it is rostered, {_words(gaps[0], policy)}{more}: what comes then waits"
            yield Problem(("pools", place), said, is_key=True)
        most = weekly_most(policy, members)
        if weekly.get(pool.name, 0) > most:
            said = (
                f"got {weekly[pool.name]:g} leads a week of late, and its reps may take {most:g} by their caps:"
                " the rest waits"
            )
            yield Problem(("pools", place), said, is_key=True)


def unstaffed(policy: Policy, pool: Pool, members: list[Rep]) -> Iterator[Gap]:
    """Yield the stretches of a plain week in which the pool is open and none of its reps works."""
    if any(not rep.hours for rep in members):
        return
    opening = calendar(pool.hours or policy.hours, policy.timezone, policy.country)
    shifts = [_shift(policy, rep) for rep in members]
    begun: datetime | None = None
    for step in range(STEPS + 1):
        at = WEEK + STEP * step
        is_gap = step < STEPS and opening.is_open(at) and not any(shift.is_open(at) for shift in shifts)
        if begun is not None and not is_gap:
            yield begun, at
        begun = (begun or at) if is_gap else None


def weekly_most(policy: Policy, members: list[Rep]) -> float:
    """How many leads a week all of these reps may be dealt together; without caps there is no most."""
    return sum(_most(policy, rep) for rep in members)


def _most(policy: Policy, rep: Rep) -> float:
    shift = _shift(policy, rep)
    hours = shift.elapsed(WEEK, WEEK + STEP * STEPS) / timedelta(hours=1)
    days = sum(shift.elapsed(day, day + timedelta(days=1)) > timedelta(0) for day in _days())
    times = {"hour": hours, "day": days, "week": 1, "month": 1 / MONTH_WEEKS, ROLLING: 7 / ROLLING_DAYS}
    return min((cap * times[window] for window, cap in rep.caps.items()), default=float("inf"))


def _days() -> list[datetime]:
    return [WEEK + timedelta(days=day) for day in range(7)]


def _shift(policy: Policy, rep: Rep) -> Calendar:
    return calendar(rep.hours or "24/7", rep.timezone or policy.timezone, policy.country)


def _words(gap: Gap, policy: Policy) -> str:
    zone = calendar("24/7", policy.timezone).zone
    start, end = (edge.astimezone(zone) for edge in gap)
    if end - start >= STEP * STEPS:
        return "at any hour"
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%a %H:%M}"
    return f"{start:%a %H:%M} to {last}"
