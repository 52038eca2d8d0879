"""Leads that reps take themselves: the next one blindly, or one they have picked from the pond.

Law: who takes a lead passes the same filters as who is given one, and the ledger is posted alike.
"""

from engine.commands import Claim, Pull
from engine.dealing.dispatch import leave_after_last
from engine.dealing.filters import first_reason
from engine.dealing.routing import dealt, panel
from engine.dealing.work import Work
from engine.events import LeadAssigned
from engine.lead import Lead, LeadState
from engine.orders.seen import name_of, on_roster, open_leads
from engine.policy import PULLED, Pool, Strategy
from engine.turn import Refused


def pull(work: Work, order: Pull) -> None:
    """Give a rep the first in the queue of those they may take, from every pool in which reps take leads."""
    on_roster(work, order.rep_id)
    name = name_of(work, order.rep_id)
    pools = {pool.name for pool in work.policy.pools if pool.strategy in PULLED and order.rep_id in pool.reps}
    if not pools:
        raise Refused(f"{name} is in no pool in which reps take leads: theirs are dealt.")
    draft = work.draft
    heads = [lead for lane, _ in draft.lanes.items() if lane[0] in pools and (lead := draft.first_in(lane))]
    reasons = []
    for lead in sorted(heads, key=lambda lead: lead.order):
        reason = first_reason(draft, work.roster, order.rep_id, lead)
        if reason is None:
            _take(work, lead, order.rep_id, "pulled")
            return
        reasons.append(reason)
    raise Refused(f"{name} cannot take any of what waits: {reasons[0]}." if reasons else f"Nothing waits for {name}.")


def claim(work: Work, order: Claim) -> None:
    """Give a rep the lead they have picked."""
    (lead,) = open_leads(work, (order.lead,))
    on_roster(work, order.rep_id)
    name = name_of(work, order.rep_id)
    pool = work.roster.pools.get(lead.pool)
    if lead.state is not LeadState.QUEUED or pool is None:
        owner = f" with {name_of(work, lead.rep_id)}" if lead.rep_id else ""
        raise Refused(f"{lead.id} is {lead.state}{owner}: only what waits can be claimed.")
    if not lead.in_pond:
        _refuse_unless_pond(pool, lead, name)
    may = lead.in_pond or order.rep_id in pool.reps
    reason = first_reason(work.draft, work.roster, order.rep_id, lead) if may else "not_in_pool"
    if reason is not None:
        raise Refused(f"{name} cannot take {lead.id}: {reason}.")
    _take(work, lead, order.rep_id, "claimed")


def _refuse_unless_pond(pool: Pool, lead: Lead, name: str) -> None:
    if pool.strategy is Strategy.PULL_BLIND:
        raise Refused(f"In {pool.name} leads are taken in the order of the queue: use `floorboard next`.")
    if pool.strategy is not Strategy.PULL_PREVIEW:
        raise Refused(f"{lead.id} waits in {pool.name}, where leads are dealt; assign it to {name} by hand instead.")


def _take(work: Work, lead: Lead, rep_id: str, how: str) -> None:
    pool = work.roster.pools[lead.pool]
    if rep_id not in pool.reps:  # out of the pond, by somebody of another pool: outside the rotation
        work.act(LeadAssigned(lead_id=lead.id, rep_id=rep_id, how=how))
        leave_after_last(work, rep_id)
        return
    posting, reason = dealt(lead, panel(work.draft, work.roster, pool, lead), rep_id)
    work.act(LeadAssigned(lead_id=lead.id, rep_id=rep_id, how=how, dealt=reason, posting=posting))
    leave_after_last(work, rep_id)
