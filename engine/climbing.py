"""Climbing the overflow ladder: what is done, step by step, for a lead that waits too long.

Law: each step is noted once, also one that was skipped because it could lead to nobody.
"""

from datetime import datetime

from engine.events import AlarmSounded, LadderStepped, LeadAssigned, LeadRerouted, OfferRescinded
from engine.lead import Lead, LeadState
from engine.policy import Policy, Pool
from engine.rungs import Ahead
from engine.spans import customer
from engine.work import Work

WAITS = (LeadState.QUEUED, LeadState.OFFERED)


def ladder_of(policy: Policy, pool: Pool | None, since: datetime) -> tuple[Ahead, ...]:
    """The steps before a lead that begins to wait for a pool, in hours that its customer's clock counts."""
    counted = customer(policy)
    steps = [(counted.add(since, rung.after), rung.do) for rung in (pool.ladder if pool else ())]
    return tuple(Ahead(at=at, do=do) for at, do in steps if at is not None)


def climb(work: Work, lead_id: str) -> None:
    """Take every step of a waiting lead's ladder whose instant is there."""
    while (lead := work.draft.leads.get(lead_id)) is not None and lead.state in WAITS:
        if not lead.ladder or lead.ladder[0].at > work.turn.now:
            return
        kind, _, name = lead.ladder[0].do.partition(":")
        skipped = _why_skipped(work, lead, kind, name)
        work.happen(LadderStepped(lead_id=lead.id, do=lead.ladder[0].do, skipped=skipped))
        if not skipped:
            _do(work, work.draft.leads[lead.id], kind, name)


def _why_skipped(work: Work, lead: Lead, kind: str, name: str) -> str:
    if kind == "relax":
        return "" if lead.requires else "asks for no skill"
    if kind != "group":
        return "" if name in work.roster.reps else "not on the roster"
    if lead.state is LeadState.OFFERED:
        return "held out just now"
    pool = work.roster.pools.get(name)
    reps = [work.draft.reps.get(rep_id) for rep_id in pool.reps] if pool else []
    return "" if any(rep is not None and rep.is_there for rep in reps) else "nobody is there"


def _do(work: Work, lead: Lead, kind: str, name: str) -> None:
    if kind == "group":
        where = {"rule": lead.rule, "pool": name, "requires": lead.requires, "units": lead.units}
        work.happen(LeadRerouted(lead_id=lead.id, **where))  # type: ignore[arg-type]
    elif kind == "notify":
        work.happen(AlarmSounded(lead_id=lead.id, rep_id=name, why="waits_too_long"))
    elif kind == "assign":
        for holder in lead.offer.holders if lead.offer else ():
            work.happen(OfferRescinded(lead_id=lead.id, rep_id=holder, reason="ladder"))
        work.happen(LeadAssigned(lead_id=lead.id, rep_id=name, how="ladder"))
