"""Who is on call, and sending leads to them: the reps of a pool with a rota take turns, as it says.

Turns are counted in the floor's local time, so that a handover at eight stays at eight through a clock change. One
in the hour that comes twice happens the first time, and is not taken back when the clock is.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine.dealing.placing import Placed, person_of, place
from engine.dealing.work import Work
from engine.events import LeadRerouted
from engine.house.hours import zone_of
from engine.lead import Lead, LeadState
from engine.matching.rules import facts_kept
from engine.policy import Policy, Pool, Rota

Duty = tuple[str, datetime]
"""Who, and until when."""


def on_duty(policy: Policy, pool: Pool, at: datetime) -> Duty | None:
    """Who of a pool is on call at an instant; None where it has no rota, and all of it is."""
    rota = pool.rota
    if rota is None or not pool.reps:
        return None
    zone = zone_of(policy.timezone)
    local = at.astimezone(zone).replace(tzinfo=None)
    turns = (local - rota.since) // rota.every
    while (until := _handover(rota, turns, zone)) <= at:
        turns += 1
    return pool.reps[turns % len(pool.reps)], until


def _handover(rota: Rota, turns: int, zone: ZoneInfo) -> datetime:
    """When a turn ends, counted from nought."""
    return (rota.since + (turns + 1) * rota.every).replace(tzinfo=zone).astimezone(UTC)


def place_in(work: Work, lead: Lead, name: str) -> Placed:
    """Where a lead comes to that is sent to a pool: a trial or a territory sends it further."""
    return place(work.roster, name, facts_kept(lead), person_of(lead))


def reroute_to(work: Work, lead: Lead, name: str, *, on_call: bool = False) -> None:
    """Let a lead wait in another pool, or where that one sends it; of those on call only whose turn it is."""
    placed = place_in(work, lead, name)
    duty = on_duty(work.policy, work.roster.pools[placed.pool], work.turn.now) if on_call else None
    work.happen(
        LeadRerouted(
            lead_id=lead.id,
            rule=lead.rule,
            pool=placed.pool,
            requires=lead.requires,
            units=lead.units,
            only=(duty[0],) if duty else placed.only,
            on_call=on_call,
            duty_until=duty[1] if duty else None,
        )
    )


def hand_over_duty(work: Work, lead: Lead) -> None:
    """Somebody else is on call by now: what still waits is for them."""
    if lead.duty_until is None or lead.duty_until > work.turn.now or lead.state is not LeadState.QUEUED:
        return
    if lead.pool in work.roster.pools:
        reroute_to(work, lead, lead.pool, on_call=True)
