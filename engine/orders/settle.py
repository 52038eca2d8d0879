"""Letting time work: offers lapse, reps return, clocks warn and breach, and then what waits is dealt.

Law: everything happens once; a second tick at the same instant says nothing.
"""

from datetime import datetime

from engine.dealing.dispatch import dispatch
from engine.dealing.holding import close_up, end_burst, guard, unpark
from engine.dealing.owners import end_owner_wait
from engine.dealing.performance import reweigh
from engine.dealing.rehoming import rehome
from engine.dealing.rota import hand_over_duty
from engine.dealing.work import Work
from engine.events import AvailabilityChanged, LeadHeld, OfferMissed
from engine.floor import State
from engine.history.heap import pop
from engine.history.lanes import WAITS, wake_at
from engine.lead import Lead, LeadState, SlaState
from engine.orders.claims import charge_miss, welcome
from engine.orders.climbing import climb, meet
from engine.orders.clocks import end_pause, escalate, mark, run_out
from engine.orders.leaving import end_grace, give_back, release_at, release_if_urgent
from engine.orders.shifts import end_rest, turn_caps, turn_shift
from engine.rep import ROUTABLE, Availability


def settle(work: Work) -> None:
    """Bring the floor up to the turn's instant and deal."""
    while (heap := work.draft.agenda) is not None and heap[0][0] <= work.turn.now:
        work.draft.agenda = pop(heap)
        _wake(work, heap[0][0], heap[1])
    _deal_and_meet(work)
    if _escalate_arrived(work):
        _deal_and_meet(work)


def _deal_and_meet(work: Work) -> None:
    """Deal, and take the steps of ladders that wait for what is so then."""
    _deal(work)
    while work.draft.armed.any() and meet(work):
        _deal(work)


def _escalate_arrived(work: Work) -> bool:
    """Escalate what came in late already and found nobody; returns whether there was any."""
    came = (lead for lead_id in work.pending if (lead := work.draft.leads.get(lead_id)) is not None)
    late = [lead for lead in came if lead.sla is SlaState.BREACHED and lead.queued_at == work.turn.now]
    waiting = [lead for lead in late if lead.state in WAITS]
    escalate(work, waiting)
    return bool(waiting)


def _deal(work: Work) -> None:
    """See to it that everything waits where it can be dealt, and deal."""
    rehome(work)
    close_up(work)
    guard(work)
    dispatch(work)
    while guard(work):  # who stayed had somebody else's lead by then
        dispatch(work)


def next_due(state: State) -> datetime | None:
    """The next instant at which time alone may change something; None when nothing is pending."""
    return state.agenda[0][0] if state.agenda else None


def _wake(work: Work, due_at: datetime, item: str) -> None:
    """Do what an instant of the agenda asks for, unless the lead's or the rep's next instant is another by now."""
    if item.startswith("@"):
        _stir(work, due_at, item[1:])
        return
    if item.startswith("#"):
        reweigh(work, due_at, item[1:])
        return
    lead = work.draft.leads.get(item)
    if lead is not None and wake_at(lead) == due_at:
        _lapse(work, lead)
        _retry(work, lead)
        unpark(work, lead)
        end_burst(work, work.draft.leads[item])
        end_owner_wait(work, work.draft.leads[item])
        end_pause(work, work.draft.leads[item])
        was, late = lead.sla, mark(work, work.draft.leads[item])
        run_out(work, late)
        release_if_urgent(work, work.draft.leads[item])
        if late.sla is SlaState.BREACHED and was is not SlaState.BREACHED and late.id not in work.arrived:
            escalate(work, (late,))
        climb(work, item)
        if (waiting := work.draft.leads.get(item)) is not None:
            hand_over_duty(work, waiting)


def _stir(work: Work, due_at: datetime, rep_id: str) -> None:
    """Do what time asks of a rep: return, begin or end the shift, be ready again, release leads, count anew."""
    rep = work.draft.reps.get(rep_id)
    if rep is None or rep_id not in work.roster.reps or due_at not in rep.moments():
        return
    if rep.until_at == due_at and rep.availability not in ROUTABLE:
        there = Availability.AVAILABLE
        work.happen(AvailabilityChanged(rep_id=rep_id, was=rep.availability, availability=there, reason="back"))
        welcome(work, rep_id, work.happen)
    if rep.shift_at == due_at:
        turn_shift(work, rep_id)
    end_rest(work, rep_id)
    end_grace(work, rep_id)
    turn_caps(work, rep_id)


def _lapse(work: Work, lead: Lead) -> None:
    """An offer was not answered in time."""
    if lead.offer is None or lead.offer.expires_at > work.turn.now:
        return
    limits = work.policy.limits
    ready_at = work.turn.now + limits.miss_rest if limits.miss_rest else None
    for rep_id in lead.offer.holders:
        work.happen(OfferMissed(lead_id=lead.id, rep_id=rep_id, ready_at=None if lead.offer.race else ready_at))
        if not lead.offer.race:
            _note_miss(work, lead, rep_id)


def _note_miss(work: Work, lead: Lead, rep_id: str) -> None:
    """Charge a missed offer where the pool does, and whoever misses too many does not respond."""
    charge_miss(work, lead, rep_id)
    limits = work.policy.limits
    rep = work.draft.reps.get(rep_id)
    recent = [at for at in (rep.misses if rep else ()) if work.turn.now - at <= limits.misses_window]
    handled_at = rep.handled_at if rep is not None else None
    if handled_at is not None and work.turn.now - handled_at <= limits.autopause_delay:
        return  # they are at work, and only did not see it
    if rep is not None and len(recent) >= limits.misses_max and rep.availability in ROUTABLE:
        missing = Availability.NOT_RESPONDING
        reason = f"missed {len(recent)} offers"
        work.happen(
            AvailabilityChanged(
                rep_id=rep_id,
                was=rep.availability,
                availability=missing,
                reason=reason,
                overtime=rep.overtime,
                release_at=release_at(work, rep_id),
            )
        )
        give_back(work, rep_id)


def _retry(work: Work, lead: Lead) -> None:
    """The rest of a lead that all declined is over."""
    if lead.state is LeadState.QUEUED and lead.retry_at is not None and lead.retry_at <= work.turn.now:
        work.happen(LeadHeld(lead_id=lead.id, retry_at=lead.retry_at))
