"""Where a waiting lead stands, and when time alone next changes something about a lead."""

from datetime import datetime, timedelta
from functools import lru_cache

from engine.lead import Lead, LeadState, SlaState, source_of
from engine.value import instants

Lane = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], str, int, int, int, bool, str]
"""Leads that wait for the same: pool, skills, who declined, who for good, the id of one by itself, units, burst,
tier, whether those on call are meant, and their source where somebody takes only so many of it."""


QUEUED, RUNNING, AT_RISK = LeadState.QUEUED, SlaState.RUNNING, SlaState.AT_RISK

WAITS = (QUEUED, LeadState.OFFERED)
"""Where a lead waits for somebody to take it."""

RESOLUTION = timedelta(microseconds=1)


def lane_of(lead: Lead, capped: tuple[str, ...]) -> Lane:
    """The lane a waiting lead stands in; `capped` are the sources that are apart."""
    if not (capped or lead.only or lead.owner or lead.declined or lead.declined_hard or lead.stay_until):
        return _plain(lead.pool, lead.requires, lead.units, lead.burst, lead.tier, lead.on_call)
    source = source_of(lead) if capped else ""
    apart = lead.id if lead.declined or lead.stay_until else ""  # each has its own rounds, or its own hour
    return (
        lead.pool,
        (*lead.requires, *(f"@{one}" for one in lead.only), *_owner(lead)),
        lead.declined,
        lead.declined_hard,
        apart,
        lead.units,
        lead.burst,
        lead.tier,
        lead.on_call,
        source if source in capped else "",
    )


@lru_cache(maxsize=1024)
def _plain(pool: str, requires: tuple[str, ...], units: int, burst: int, tier: int, on_call: bool) -> Lane:
    """The lane of leads that ask for nobody by name, and that nobody was asked about yet."""
    return (pool, requires, (), (), "", units, burst, tier, on_call, "")


def _owner(lead: Lead) -> tuple[str, ...]:
    """The owner who is asked first, if anybody is; who is waited for already holds up none that is still to ask."""
    if lead.owner is None or lead.owner_passed:
        return ()
    return (f"@@{lead.owner}", "awaited") if lead.owner_until is not None else (f"@@{lead.owner}",)


def wake_at(lead: Lead) -> datetime | None:
    """The next instant at which time alone changes something about the lead.

    Only what it can do in the lead's state counts: an instant that passes without a change would hide all later ones.
    """
    mark = None
    if lead.sla is RUNNING:
        mark = lead.warn_at
    elif lead.sla is AT_RISK and lead.due_at:
        mark = lead.due_at + RESOLUTION  # an answer on the very instant is in time
    step_at = _step_at(lead) if lead.ladder and lead.state in WAITS else None
    others = (
        lead.retry_at,
        lead.parked_until,
        lead.owner_due_at,
        lead.next_due_at,
        lead.paused_at,
        lead.burst_until,
        lead.duty_until,
        lead.owner_until,
        step_at,
    )
    if lead.offer is None and others == (None,) * 9:
        return mark
    expiry = lead.offer.expires_at if lead.offer else None
    retry_at, duty_until = (lead.retry_at, lead.duty_until) if lead.state is QUEUED else (None, None)
    burst_until = lead.burst_until if lead.state in WAITS else None
    owner_until = lead.owner_until if lead.state is QUEUED else None
    rest = (lead.pause_until,) if lead.paused_at else (_past(lead.owner_due_at), _past(lead.next_due_at))
    soon = (mark, expiry, retry_at, lead.parked_until, burst_until, duty_until, owner_until, step_at)
    return min(instants(*soon, *rest), default=None)


def _step_at(lead: Lead) -> datetime | None:
    """When the next step of its ladder comes by time."""
    return min(instants(*(step.at for step in lead.ladder)), default=None)


def _past(due_at: datetime | None) -> datetime | None:
    """The first instant that is too late."""
    return due_at + RESOLUTION if due_at else None


def is_armed(lead: Lead) -> bool:
    """Whether a step of its ladder waits for something else than time, while the lead waits in the queue."""
    return lead.state is QUEUED and any(step.when is not None for step in lead.ladder)
