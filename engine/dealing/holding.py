"""After hours: what becomes of leads that wait while their pool is closed, and how they are released when it opens.

Law: a lead that is parked has an instant at which it comes back, and comes back in queue order.
"""

from datetime import datetime, timedelta

from engine.dealing.filters import first_reason
from engine.dealing.rota import reroute_to
from engine.dealing.work import Work
from engine.events import LeadParked, LeadReleased, LeadRequeued
from engine.house.hours import Calendar, calendar
from engine.lead import Lead, LeadState
from engine.policy import Policy, Pool

HOLD = "hold"
ONCALL = "oncall:"


def hours_of(policy: Policy, pool: Pool) -> Calendar:
    """When a pool is open: by its own hours, else by the floor's."""
    return calendar(pool.hours or policy.hours, policy.timezone, policy.country)


def stay_until(work: Work, pool: Pool | None, target: timedelta) -> datetime | None:
    """Until when who gets a lead that comes now is to be there; None where it does not come so near to closing."""
    guard, now = work.policy.close_guard, work.turn.now
    if guard is None or pool is None or not _sends_off(work, pool):
        return None
    hours, until_at = hours_of(work.policy, pool), now + (guard or target)
    closes_at = hours.next_edge(now) if hours.is_open(now) else None
    return until_at if closes_at is not None and closes_at < until_at else None


def close_up(work: Work) -> None:
    """Park what waits for pools that are closed, or send it to those on call."""
    closed = {pool.name: pool for pool in work.policy.pools if closes(work, pool)}
    if not closed:
        return
    for lane in sorted(lane for lane, _ in work.draft.lanes.items() if lane[0] in closed):
        while (lead := work.draft.first_in(lane)) is not None:
            if not _put_away(work, lead, closed[lane[0]]):
                break


def guard(work: Work) -> bool:
    """Treat as after hours what came so near to closing that nobody who stays can take it; whether there was any."""
    was = len(work.changes)
    apart = (work.draft.first_in(lane) for lane, _ in list(work.draft.lanes.items()) if lane[4])
    for lead in sorted((one for one in apart if one is not None and one.stay_until), key=lambda one: one.order):
        pool = work.roster.pools.get(lead.pool)
        reps = pool.reps if pool is not None else ()
        if pool and not any(first_reason(work.draft, work.roster, rep_id, lead) is None for rep_id in reps):
            _put_away(work, lead, pool)
    return len(work.changes) > was


def closes(work: Work, pool: Pool) -> bool:
    """Whether a pool deals nothing just now: it is closed, and what waits for it is held or sent to those on call."""
    return _sends_off(work, pool) and not hours_of(work.policy, pool).is_open(work.turn.now)


def _sends_off(work: Work, pool: Pool) -> bool:
    """Whether what comes to a pool after hours is held, or sent to others."""
    after = pool.after_hours or work.policy.after_hours
    return after == HOLD or (after.startswith(ONCALL) and after != f"{ONCALL}{pool.name}")


def _put_away(work: Work, lead: Lead, pool: Pool) -> bool:
    """Park a lead or send it on; False where neither is possible."""
    after = pool.after_hours or work.policy.after_hours
    if after == HOLD:
        hours, now = hours_of(work.policy, pool), work.turn.now
        closes_at = hours.next_edge(now) if hours.is_open(now) else None
        opens_at = hours.next_open(closes_at or now)
        if opens_at is not None:
            ack = "" if lead.is_told else work.policy.after_hours_ack
            work.happen(LeadParked(lead_id=lead.id, until_at=opens_at, reason="after_hours", ack=ack))
        return opens_at is not None
    name = after.removeprefix(ONCALL)
    if name not in work.roster.pools:
        return False
    reroute_to(work, lead, name, on_call=True)
    return True


def unpark(work: Work, lead: Lead) -> None:
    """Release parked leads whose instant is there: the first of their pool now, the others at the floor's pace."""
    if lead.state is not LeadState.PARKED or lead.parked_until is None or lead.parked_until > work.turn.now:
        return
    if not _paces(work, lead):
        work.happen(LeadRequeued(lead_id=lead.id, reason="it was put aside until now"))
        return
    parked = work.draft.leads.marked(lambda mark: mark.state is LeadState.PARKED and mark.pool == lead.pool)
    due = [one for one in parked if one.parked_until is not None and one.parked_until <= work.turn.now]
    first, *others = sorted(due, key=lambda one: one.order)
    _release(work, first)
    for place, other in enumerate(others, start=1):
        until_at = work.turn.now + work.policy.pace * place
        work.happen(LeadParked(lead_id=other.id, until_at=until_at, reason="pace"))


def _paces(work: Work, lead: Lead) -> bool:
    """Whether the lead's pool holds leads, and so lets them go one by one."""
    pool = work.roster.pools.get(lead.pool)
    return (pool.after_hours if pool and pool.after_hours else work.policy.after_hours) == HOLD


def _release(work: Work, lead: Lead) -> None:
    """Let a lead wait again; for a while after the opening nobody is given more than they can begin."""
    until_at = work.turn.now + work.policy.opening_grace
    burst = work.policy.opening_burst
    work.happen(LeadReleased(lead_id=lead.id, burst=burst, burst_until=until_at if burst else None))


def end_burst(work: Work, lead: Lead) -> None:
    """The while after the opening is over: what still waits is for whoever is there."""
    is_over = lead.burst_until is not None and lead.burst_until <= work.turn.now
    if is_over and lead.state in (LeadState.QUEUED, LeadState.OFFERED):
        work.happen(LeadReleased(lead_id=lead.id))
