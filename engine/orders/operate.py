"""What people do with leads by hand: give them, take them back, note contacts, close them.

Law: a stale order changes nothing, and every act is whole or not at all.
"""

from datetime import datetime
from itertools import accumulate

from engine import lifecycle
from engine.commands import CloseLead, Park, Reassign, RecordContact, Requeue, WriteNote
from engine.dealing.dispatch import leave_after_last
from engine.dealing.grouping import by_hand
from engine.dealing.spans import next_due_at
from engine.dealing.work import Work
from engine.events import (
    LeadAssigned,
    LeadClosed,
    LeadContacted,
    LeadNoted,
    LeadParked,
    LeadRequeued,
    OfferRescinded,
)
from engine.fairness import moved
from engine.lead import Lead, LeadState, Posting
from engine.orders.claims import credit_back
from engine.orders.clocks import mark, run_out
from engine.orders.leaving import give_back
from engine.orders.seen import name_of, on_roster, open_leads
from engine.turn import Refused

NOTE_MAX = 4000
"""Letters of a note."""


def reassign(work: Work, order: Reassign) -> None:
    """Give leads to a rep, wherever they are. By hand the capacity may be passed, once the person was told."""
    rep = on_roster(work, order.rep_id)
    leads = [lead for lead in open_leads(work, order.leads) if lead.rep_id != order.rep_id]
    name = name_of(work, order.rep_id)
    if not leads:
        raise Refused(f"{name} has this lead already.")
    capacity = work.roster.reps[order.rep_id].capacity
    units = list(accumulate(lead.units for lead in leads))
    room = capacity - rep.open_units if capacity else units[-1]
    if units[-1] > room and not order.over_cap:
        would = f"would be over the cap with {rep.open_units + units[-1]}/{capacity} open leads"
        raise Refused(f"{name} {would}; enter twice, or --over-cap, goes over it.")
    for lead, filled in zip(leads, units, strict=True):
        _give(work, order, _freed(work, lead, "reassigned"), over_cap=filled > room)
    leave_after_last(work, order.rep_id, by_hand=True)
    give_back(work, order.rep_id)


def _give(work: Work, order: Reassign, lead: Lead, *, over_cap: bool) -> None:
    work.act(
        LeadAssigned(
            lead_id=lead.id,
            rep_id=order.rep_id,
            how="manual",
            was=lead.rep_id,
            reason=order.reason,
            over_cap=over_cap,
            is_quiet=order.is_quiet,
            posting=_charge(work, lead, order.rep_id),
        )
    )


def _charge(work: Work, lead: Lead, rep_id: str) -> Posting | None:
    """What a lead given by hand posts: a dealt one moves its receipt, a waiting one is dealt among those who fit."""
    if lead.posting is not None:
        return moved(lead.posting, rep_id)
    pool = work.roster.pools.get(lead.pool)
    if pool is None or lead.rep_id is not None:
        return None
    return by_hand(work.draft, work.roster, (pool, lead), rep_id)


def requeue(work: Work, order: Requeue) -> None:
    """Put leads back into the queue at their old place; their posting is taken back."""
    for lead in open_leads(work, order.leads):
        if lead.rep_id is None and lead.state is not LeadState.PARKED:
            raise Refused(f"{lead.id} is in the queue already.")
        work.act(LeadRequeued(lead_id=lead.id, was=lead.rep_id, reason=order.reason))


def contact(work: Work, order: RecordContact) -> None:
    """Note that the customers were reached."""
    for lead in open_leads(work, order.leads):
        if lead.state not in lifecycle.NEXT[LeadContacted]:
            raise Refused(f"{lead.id} is {lead.state}: somebody must own it before it can be marked contacted.")
        is_first = lead.first_touch_at is None
        run_out(work, mark(work, lead))
        ready_at = _wrapped_up_at(work, lead)
        due_at = next_due_at(work.policy, lead.rep_id, work.turn.now)
        work.act(
            LeadContacted(
                lead_id=lead.id, rep_id=lead.rep_id, is_first=is_first, next_due_at=due_at, ready_at=ready_at
            )
        )


def park(work: Work, order: Park) -> None:
    """Put leads aside until an instant. One that somebody has, or that is held out, is taken back first."""
    if order.until_at <= work.turn.now:
        raise Refused(f"{order.until_at:%Y-%m-%d %H:%M} UTC is past already; name a later time.")
    for lead in open_leads(work, order.leads):
        freed = _freed(work, lead, "parked")
        if freed.rep_id is not None:
            work.act(LeadRequeued(lead_id=lead.id, was=freed.rep_id, reason="put aside"))
        work.act(LeadParked(lead_id=lead.id, until_at=order.until_at, reason=order.reason))


def note(work: Work, order: WriteNote) -> None:
    """Say that something was written down."""
    text = order.text.strip()
    if not text or len(order.text) > NOTE_MAX:
        raise Refused(f"A note is a text of 1 to {NOTE_MAX} letters." if text else "An empty note says nothing.")
    for lead in open_leads(work, order.leads):
        work.act(LeadNoted(lead_id=lead.id, rep_id=lead.rep_id))


def close(work: Work, order: CloseLead) -> None:
    """End leads."""
    for lead in open_leads(work, order.leads):
        mark(work, _freed(work, lead, "closed"))
        credit_back(work, lead, order.disposition)
        ready_at = _wrapped_up_at(work, lead)
        work.act(LeadClosed(lead_id=lead.id, disposition=order.disposition, ready_at=ready_at))


def _wrapped_up_at(work: Work, lead: Lead) -> datetime | None:
    """Until when the owner rests after a contact or an end, by the rules of the lead's pool."""
    pool = work.roster.pools.get(lead.pool)
    span = pool.wrap_up if pool is not None and pool.wrap_up is not None else work.policy.wrap_up
    return work.turn.now + span if lead.rep_id and span else None


def _freed(work: Work, lead: Lead, why: str) -> Lead:
    """The lead with its offer, if one is out, taken back."""
    for rep_id in lead.offer.holders if lead.offer else ():
        lead = work.happen(OfferRescinded(lead_id=lead.id, rep_id=rep_id, reason=why)) or lead
    return lead
