"""How each event changes what is known of a rep."""

from datetime import datetime

from engine import events as ev
from engine.events import Entry
from engine.floor import State
from engine.history.occupancy import absences
from engine.lead import Lead
from engine.rep import LEFT, ROLLING, ROLLING_DAYS, ROUTABLE, WINDOWS, Availability, RepStanding


def availability(state: State, entry: Entry, before: Lead | None) -> None:
    """A rep came, went, or was found absent."""
    event = entry.event
    assert isinstance(event, ev.AvailabilityChanged)
    rep = state.reps[event.rep_id]
    returns = event.availability in ROUTABLE and rep.availability not in ROUTABLE
    after = rep.but(
        version=rep.version + 1,
        availability=event.availability,
        reason=event.reason,
        until_at=event.until_at,
        since_at=entry.at,
        idle_since_at=entry.at if returns else rep.idle_since_at,
        misses=(),
        overtime=event.overtime,
    )
    state.put_rep(_gone_or_back(rep, after, entry.at, event.release_at))


def shift(state: State, entry: Entry, before: Lead | None) -> None:
    """A rep's hours began or ended; what they do beyond them ends with the next that begin."""
    event = entry.event
    assert isinstance(event, ev.ShiftChanged)
    rep = state.reps[event.rep_id]
    overtime = rep.overtime and not event.on_shift
    after = rep.but(version=rep.version + 1, on_shift=event.on_shift, shift_at=event.next_at, overtime=overtime)
    if after.is_there and not rep.is_there:
        after = after.but(idle_since_at=entry.at)
    state.put_rep(_gone_or_back(rep, after, entry.at, event.release_at))


def _gone_or_back(was: RepStanding, now: RepStanding, at: datetime, release_at: datetime | None) -> RepStanding:
    if now.is_there:
        return now.but(left_at=None, release_at=None, absent=was.absent if was.is_there else absences(was, at))
    return now.but(left_at=at, release_at=release_at) if was.is_there else now


def ready(state: State, entry: Entry, before: Lead | None) -> None:
    """A rep has rested; their idle time begins."""
    event = entry.event
    assert isinstance(event, ev.RepReady)
    rep = state.reps[event.rep_id]
    rested_at = rep.ready_at
    idle_since_at = rested_at or rep.idle_since_at
    state.put_rep(rep.but(ready_at=None, not_ready="", idle_since_at=idle_since_at, served_at=rested_at))


def rest(state: State, rep_id: str | None, ready_at: datetime | None, why: str) -> None:
    """Let a rep rest until an instant, unless they rest longer already."""
    rep = state.reps.get(rep_id) if rep_id else None
    if rep is not None and ready_at is not None and (rep.ready_at is None or rep.ready_at < ready_at):
        state.put_rep(rep.but(ready_at=ready_at, not_ready=why))


def wrapped_up(state: State, rep_id: str | None, ready_at: datetime | None, at: datetime) -> None:
    """A rep has done something with a lead, and perhaps rests from it."""
    if rep := state.reps.get(rep_id) if rep_id else None:
        state.put_rep(rep.but(handled_at=at))
    rest(state, rep_id, ready_at, "wrap_up")


def caps_turned(state: State, entry: Entry, before: Lead | None) -> None:
    """Windows of caps begin anew."""
    event = entry.event
    assert isinstance(event, ev.CapsTurned)
    rep = state.reps[event.rep_id]
    taken = {window: count for window, count in rep.taken.items() if window not in event.windows}
    days = () if ROLLING in event.windows else rep.days
    if event.days:
        days = (*days, *(0 for _ in range(min(event.days, ROLLING_DAYS))))[-ROLLING_DAYS:]
        taken[ROLLING] = sum(days)
    state.put_rep(rep.but(taken=taken, days=days, window_at=event.next_at))


def taken(rep: RepStanding, source: str | None) -> dict[str, object]:
    """What a rep has taken with one lead more, counted only where there are caps; `source` where it is capped."""
    if rep.window_at is None:
        return {}
    windows = (*WINDOWS, *(f"{window} {source}" for window in WINDOWS)) if source is not None else WINDOWS
    counts = {**rep.taken, **{window: rep.taken.get(window, 0) + 1 for window in windows}}
    if not rep.days:
        return {"taken": counts}
    *before, today = rep.days
    days = (*before, today + 1)
    return {"taken": {**counts, ROLLING: sum(days)}, "days": days}


def grace_ended(state: State, entry: Entry, before: Lead | None) -> None:
    """What a rep who is gone has not begun is with others by now."""
    event = entry.event
    assert isinstance(event, ev.GraceEnded)
    state.put_rep(state.reps[event.rep_id].but(release_at=None))


def _uncap(state: State, capped: tuple[str, ...]) -> None:
    """Keep no count of sources that nobody caps any more."""
    ends = tuple(f" {source}" for source in state.capped if source not in capped)
    state.cap(capped)
    for _, rep in list(state.reps.items()) if ends else ():
        state.put_rep(rep.but(taken={one: count for one, count in rep.taken.items() if not one.endswith(ends)}))


def policy(state: State, entry: Entry, before: Lead | None) -> None:
    """Reps joined and left with new house rules; who left has no hours, no rest and no caps."""
    event = entry.event
    assert isinstance(event, ev.PolicyChanged)
    state.policy_digest, state.calendar = event.digest, event.calendar
    state.own_calendars = event.own_calendars
    _uncap(state, event.capped)
    fresh: dict[str, object] = {"since_at": entry.at, "idle_since_at": entry.at, "until_at": None, "misses": ()}
    fresh |= {"overtime": False, "left_at": None, "release_at": None}
    for rep_id in (*event.joined, *event.left):
        if rep := state.reps.get(rep_id):
            state.put_rep(rep.but(absent=absences(rep, entry.at)))
    for rep_id in event.joined:
        rep = state.reps.get(rep_id)
        if rep is None:
            state.put_rep(RepStanding(id=rep_id, since_at=entry.at, idle_since_at=entry.at, joined_at=entry.at))
        else:
            state.put_rep(rep.but(availability=Availability.AVAILABLE, reason="", version=rep.version + 1, **fresh))
    fresh |= {"on_shift": True, "shift_at": None, "ready_at": None, "not_ready": "", "window_at": None, "taken": {}}
    fresh["days"] = ()
    for rep_id in event.left:
        rep = state.reps[rep_id]
        state.put_rep(rep.but(availability=Availability.OFFLINE, reason=LEFT, version=rep.version + 1, **fresh))
