"""What each step of an overflow ladder does for a lead, and when there is no use in it.

Law: a step that could lead to nobody says why, and is not taken.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import NamedTuple

from engine.dealing.dispatch import leave_after_last
from engine.dealing.holding import hours_of
from engine.dealing.rota import on_duty, place_in, reroute_to
from engine.dealing.work import Work
from engine.events import AlarmSounded, LeadAssigned, LeadParked, OfferRescinded
from engine.lead import Lead, LeadState
from engine.orders.leaving import give_back
from engine.policy import Pool, Rep
from engine.rep import ROUTABLE

NEXT_OPEN = "next_open"
UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
HELD_OUT = "held out just now"


class Deed(NamedTuple):
    """A kind of step: why there is no use in it for a lead (nothing when there is), and what it does."""

    why_not: Callable[[Work, Lead, str], str]
    do: Callable[[Work, Lead, str], None]


def _no_skill(work: Work, lead: Lead, name: str) -> str:  # noqa: ARG001
    return "" if lead.requires else "asks for no skill"


def _no_territory(work: Work, lead: Lead, name: str) -> str:  # noqa: ARG001
    return "" if lead.only else "is in no territory"


def _no_tier(work: Work, lead: Lead, name: str) -> str:  # noqa: ARG001
    tiers = [rep.tier for rep in _members(work, lead.pool)]
    return "" if any(tier > lead.tier for tier in tiers) else "all tiers are asked already"


def _nobody_there(work: Work, lead: Lead, name: str) -> str:
    if lead.state is LeadState.OFFERED:
        return HELD_OUT
    reps = [work.draft.reps.get(rep.id) for rep in _members(work, place_in(work, lead, name).pool)]
    return "" if any(rep is not None and rep.is_there for rep in reps) else "nobody is there"


def _nobody_on_call(work: Work, lead: Lead, name: str) -> str:
    if lead.state is LeadState.OFFERED:
        return HELD_OUT
    pool = work.roster.pools.get(name)
    duty = on_duty(work.policy, pool, work.turn.now) if pool else None
    called = [duty[0]] if duty else pool.reps if pool else ()
    reps = [work.draft.reps.get(rep_id) for rep_id in called]
    return "" if any(rep is not None and rep.availability in ROUTABLE for rep in reps) else "nobody is on call"


def _not_on_roster(work: Work, lead: Lead, name: str) -> str:  # noqa: ARG001
    return "" if name in work.roster.reps else "not on the roster"


def _held_out(work: Work, lead: Lead, name: str) -> str:  # noqa: ARG001
    return HELD_OUT if lead.state is LeadState.OFFERED else ""


def _in_pond(work: Work, lead: Lead, name: str) -> str:  # noqa: ARG001
    return "can be claimed already" if lead.in_pond else ""


def _always(work: Work, lead: Lead, name: str) -> str:  # noqa: ARG001
    return ""


def _nothing(work: Work, lead: Lead, name: str) -> None:
    """The step itself is all: what it changes about the lead is folded from its entry."""


def _group(work: Work, lead: Lead, name: str) -> None:
    reroute_to(work, lead, name)


def _oncall(work: Work, lead: Lead, name: str) -> None:
    reroute_to(work, lead, name, on_call=True)


def _notify(work: Work, lead: Lead, name: str) -> None:
    work.happen(AlarmSounded(lead_id=lead.id, rep_id=name, why="waits_too_long"))


def _assign(work: Work, lead: Lead, name: str) -> None:
    for holder in lead.offer.holders if lead.offer else ():
        work.happen(OfferRescinded(lead_id=lead.id, rep_id=holder, reason="ladder"))
    work.happen(LeadAssigned(lead_id=lead.id, rep_id=name, how="ladder"))
    leave_after_last(work, name)
    give_back(work, name)


def _callback(work: Work, lead: Lead, name: str) -> None:
    """Put the lead aside until the next opening of its pool, or for a while."""
    now, pool = work.turn.now, work.roster.pools.get(lead.pool)
    if name == NEXT_OPEN:
        hours = hours_of(work.policy, pool) if pool else None
        closes = hours.next_edge(now) if hours and hours.is_open(now) else None
        until_at = hours.next_open(closes or now) if hours else None
    else:
        until_at = now + span_in(name)
    if until_at is not None and until_at > now:
        work.happen(LeadParked(lead_id=lead.id, until_at=until_at, reason="callback"))


def span_in(name: str) -> timedelta:
    """The span of `+30m`, `+1h30m`."""
    return timedelta(seconds=sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)([dhms])", name)))


def _members(work: Work, name: str) -> list[Rep]:
    pool: Pool | None = work.roster.pools.get(name)
    return [work.roster.reps[rep_id] for rep_id in pool.reps if rep_id in work.roster.reps] if pool else []


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "relax": Deed(_no_skill, _nothing),
        "widen": Deed(_no_territory, _nothing),
        "raise": Deed(_no_tier, _nothing),
        "group": Deed(_nobody_there, _group),
        "oncall": Deed(_nobody_on_call, _oncall),
        "claim": Deed(_in_pond, _nothing),
        "ack": Deed(_always, _nothing),
        "callback": Deed(_held_out, _callback),
        "notify": Deed(_not_on_roster, _notify),
        "assign": Deed(_not_on_roster, _assign),
    }
)
"""Every kind of step. An `ack` is written to the outbox from its entry in the journal."""
