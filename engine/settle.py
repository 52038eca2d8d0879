"""Letting time work: offers lapse, reps return, clocks warn and breach, and then what waits is dealt.

Law: everything happens once; a second tick at the same instant says nothing.
"""

from datetime import datetime

from engine.claims import charge_miss, welcome
from engine.dispatch import dispatch
from engine.events import AvailabilityChanged, LeadHeld, LeadRequeued, OfferMissed, SlaBreached, SlaWarned
from engine.floor import State, wake_at
from engine.heap import pop
from engine.lead import Lead, LeadState, SlaState
from engine.rep import ROUTABLE, Availability
from engine.work import Work


def settle(work: Work) -> None:
    """Bring the floor up to the turn's instant and deal."""
    while (heap := work.draft.agenda) is not None and heap[0][0] <= work.turn.now:
        work.draft.agenda = pop(heap)
        _wake(work, heap[0][0], heap[1])
    dispatch(work)


def next_due(state: State) -> datetime | None:
    """The next instant at which time alone may change something; None when nothing is pending."""
    return state.agenda[0][0] if state.agenda else None


def _wake(work: Work, due_at: datetime, item: str) -> None:
    """Do what an instant of the agenda asks for, unless the lead's or the rep's next instant is another by now."""
    if item.startswith("@"):
        _return(work, due_at, item[1:])
        return
    lead = work.draft.leads.get(item)
    if lead is not None and wake_at(lead) == due_at:
        _lapse(work, lead)
        _retry(work, lead)
        _release(work, lead)
        mark(work, work.draft.leads[item])


def _return(work: Work, due_at: datetime, rep_id: str) -> None:
    """A rep said until when they would be away, and it is past."""
    rep = work.draft.reps.get(rep_id)
    if rep is None or rep.until_at != due_at or rep.availability in ROUTABLE:
        return
    work.happen(
        AvailabilityChanged(rep_id=rep_id, was=rep.availability, availability=Availability.AVAILABLE, reason="back")
    )
    welcome(work, rep_id, work.happen)


def _lapse(work: Work, lead: Lead) -> None:
    """An offer was not answered in time."""
    if lead.offer is None or lead.offer.expires_at > work.turn.now:
        return
    for rep_id in lead.offer.holders:
        work.happen(OfferMissed(lead_id=lead.id, rep_id=rep_id))
        if not lead.offer.race:
            _note_miss(work, lead, rep_id)


def _note_miss(work: Work, lead: Lead, rep_id: str) -> None:
    """Charge a missed offer where the pool does, and whoever misses too many does not respond."""
    charge_miss(work, lead, rep_id)
    rep = work.draft.reps.get(rep_id)
    limits = work.policy.limits
    recent = [at for at in (rep.misses if rep else ()) if work.turn.now - at <= limits.misses_window]
    if rep is not None and len(recent) >= limits.misses_max and rep.availability in ROUTABLE:
        missing = Availability.NOT_RESPONDING
        reason = f"missed {len(recent)} offers"
        work.happen(AvailabilityChanged(rep_id=rep_id, was=rep.availability, availability=missing, reason=reason))


def _retry(work: Work, lead: Lead) -> None:
    """The rest of a lead that all declined is over."""
    if lead.state is LeadState.QUEUED and lead.retry_at is not None and lead.retry_at <= work.turn.now:
        work.happen(LeadHeld(lead_id=lead.id, retry_at=lead.retry_at))


def _release(work: Work, lead: Lead) -> None:
    """A lead that was put aside comes back."""
    if lead.state is LeadState.PARKED and lead.parked_until is not None and lead.parked_until <= work.turn.now:
        work.happen(LeadRequeued(lead_id=lead.id, reason="it was put aside until now"))


def mark(work: Work, lead: Lead) -> None:
    """Stamp the customer clock's marks that are past."""
    now = work.turn.now
    if lead.sla is SlaState.RUNNING and lead.due_at and lead.warn_at and lead.warn_at <= now <= lead.due_at:
        work.happen(SlaWarned(lead_id=lead.id, due_at=lead.due_at))
    elif lead.sla in (SlaState.RUNNING, SlaState.AT_RISK) and lead.due_at and lead.due_at < now:
        work.happen(SlaBreached(lead_id=lead.id, rep_id=lead.rep_id, due_at=lead.due_at))
