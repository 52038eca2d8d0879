"""How busy a rep was in the last hour, as far as the floor can know it.

Busy is the time in which a rep had at least one lead that waits for their first answer, or one held out to them: what
they do with a lead once the customer was reached, the floor does not see. Available is the time in which they could
have been given leads. Both are kept for an hour, as stretches in the rep's standing.
"""

from datetime import datetime, timedelta

from engine.lead import Lead, LeadState
from engine.rep import RepStanding, Stretch

WINDOW = timedelta(minutes=60)

AVAILABLE_MIN = timedelta(minutes=5)
"""Less time than this counts as this much, so that whoever has just come is not judged by a minute."""

STRETCHES_MAX = 120
"""Who turns busy or idle more often within the hour has their stretches summed by the minute: neither what a standing
holds nor what a change of it costs grows with the pace. Only at the far edge of the hour can that move a minute."""

NOTHING = timedelta(0)

ASSIGNED = LeadState.ASSIGNED


def is_work(lead: Lead) -> bool:
    """Whether a rep who has the lead has something to do at once."""
    return lead.state is ASSIGNED


def worked(rep: RepStanding, sign: int, at: datetime) -> dict[str, object]:
    """What changes of a rep who has one thing to do more or less."""
    count = rep.work_count + sign
    if count and rep.work_count:
        return {"work_count": count}
    if not count:
        busy = _recent((*rep.busy, (rep.busy_at or at, at)), at)
        return {"work_count": 0, "busy_at": None, "busy": busy}
    if rep.busy and rep.busy[-1][1] == at:  # it ended this very instant: the stretch goes on
        return {"work_count": count, "busy_at": rep.busy[-1][0], "busy": rep.busy[:-1]}
    return {"work_count": count, "busy_at": at}


def absences(rep: RepStanding, at: datetime) -> tuple[Stretch, ...]:
    """The times of the last hour in which a rep could get nothing, as their standing changes now."""
    if rep.is_there:
        return _recent(rep.absent, at)
    return _recent((*rep.absent, (rep.left_at or rep.since_at, at)), at)


def occupancy(rep: RepStanding, at: datetime) -> float:
    """Busy time over available time in the last hour: 0 is idle."""
    begun_at = max(at - WINDOW, rep.joined_at or at - WINDOW)
    absent = absences(rep, at)
    busy = rep.busy if rep.busy_at is None else (*rep.busy, (rep.busy_at, at))
    available = max(AVAILABLE_MIN, at - begun_at - _within(absent, begun_at, at))
    return min(1.0, _within(busy, begun_at, at) / available)


def _recent(stretches: tuple[Stretch, ...], at: datetime) -> tuple[Stretch, ...]:
    recent = tuple(stretch for stretch in stretches if stretch[1] > at - WINDOW and stretch[0] < stretch[1])
    return recent if len(recent) <= STRETCHES_MAX else _by_minute(recent)


def _by_minute(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """One stretch for all that begin in a minute, from the first one on and as long as they are together."""
    summed: dict[datetime, Stretch] = {}
    for since, to in stretches:
        minute = since.replace(second=0, microsecond=0)
        begun, ended = summed.get(minute, (since, since))
        summed[minute] = (begun, ended + (to - since))
    return tuple(summed.values())


def _within(stretches: tuple[Stretch, ...], low: datetime, high: datetime) -> timedelta:
    return sum((max(NOTHING, min(to, high) - max(since, low)) for since, to in stretches), NOTHING)
