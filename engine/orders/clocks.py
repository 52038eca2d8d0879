"""Holding, resuming and resetting a lead's clocks, and noting that one ran out.

Law: the customer's clock stands still for a listed reason only, never because a rep left or the owner changed.
"""

from collections.abc import Sequence
from datetime import datetime

from engine.commands import PAUSES, PauseClock, ResetClock, ResumeClock
from engine.dealing.dispatch import leave_after_last
from engine.dealing.filters import first_reason
from engine.dealing.spans import counted_by, customer
from engine.dealing.work import Work
from engine.events import (
    AlarmSounded,
    ClockPaused,
    ClockRanOut,
    ClockReset,
    ClockResumed,
    LeadAssigned,
    OfferRescinded,
    SlaBreached,
    SlaWarned,
)
from engine.history.lanes import RESOLUTION
from engine.house.hours import Calendar
from engine.lead import Lead, LeadState, SlaState
from engine.matching.scoring import grade_at
from engine.orders.receive import marks
from engine.orders.seen import open_leads
from engine.turn import Refused


def pause(work: Work, order: PauseClock) -> None:
    """Let the clocks of leads stand still, for a listed reason, perhaps until an instant."""
    if order.reason not in PAUSES:
        raise Refused(f"A clock stands still for one of these alone: {', '.join(PAUSES)}.")
    if order.until_at is not None and order.until_at <= work.turn.now:
        raise Refused(f"{order.until_at:%H:%M} UTC is past already; name a later time.")
    for lead in open_leads(work, order.leads):
        if lead.paused_at is not None:
            raise Refused(f"The clocks of {lead.id} stand still already: {lead.pause_reason.replace('_', ' ')}.")
        _mark_late(work, lead)
        work.act(ClockPaused(lead_id=lead.id, reason=order.reason, until_at=order.until_at))


def resume(work: Work, order: ResumeClock) -> None:
    """Let the clocks of leads run again."""
    for lead in open_leads(work, order.leads):
        if lead.paused_at is None:
            raise Refused(f"The clocks of {lead.id} run already.")
        work.act(_resumed(work, lead, "by_hand"))


def reset(work: Work, order: ResetClock) -> None:
    """Start the customer's clock anew, which only a person can do, who says why."""
    if not order.reason.strip():
        raise Refused("Say why the clock starts anew: the reason is kept with the lead.")
    for lead in open_leads(work, order.leads):
        if lead.first_touch_at is not None:
            raise Refused(f"{lead.id} was answered: its clock has stopped.")
        rule = work.roster.rules.get(lead.rule, work.policy.catch_all)
        grade = grade_at(work.policy, lead.score) if lead.grade else None
        target = rule.first_touch or (grade.first_touch if grade else None) or work.policy.first_touch
        _mark_late(work, lead)
        warn_at, due_at = marks(work, target, work.turn.now)
        work.act(ClockReset(lead_id=lead.id, reason=order.reason, warn_at=warn_at, due_at=due_at))


def end_pause(work: Work, lead: Lead) -> None:
    """The instant until which the clocks stood still is there."""
    if lead.pause_until is not None and lead.pause_until <= work.turn.now:
        work.happen(_resumed(work, lead, "time"))


def _resumed(work: Work, lead: Lead, reason: str) -> ClockResumed:
    """Each clock has as much of its hours left as it had when it was stopped."""
    policy = work.policy
    own = counted_by(policy, policy.rep_hours, lead.rep_id)
    return ClockResumed(
        lead_id=lead.id,
        reason=reason,
        warn_at=_moved(work, lead, customer(policy), lead.warn_at),
        due_at=_moved(work, lead, customer(policy), lead.due_at),
        owner_due_at=_moved(work, lead, own, lead.owner_due_at),
        next_due_at=_moved(work, lead, own, lead.next_due_at),
    )


def _moved(work: Work, lead: Lead, counted: Calendar, due_at: datetime | None) -> datetime | None:
    """An instant as much later as the pause was long; one that was past before stays."""
    if due_at is None or lead.paused_at is None or due_at <= lead.paused_at:
        return due_at
    return counted.add(work.turn.now, counted.elapsed(lead.paused_at, due_at))


def mark(work: Work, lead: Lead) -> Lead:
    """Stamp the customer clock's marks that are past; returns the lead as it is then."""
    now = work.turn.now
    if lead.sla is SlaState.RUNNING and lead.due_at and lead.warn_at and lead.warn_at <= now <= lead.due_at:
        work.happen(SlaWarned(lead_id=lead.id, due_at=lead.due_at))
    elif lead.sla in (SlaState.RUNNING, SlaState.AT_RISK) and lead.due_at and lead.due_at < now:
        work.happen(SlaBreached(lead_id=lead.id, rep_id=lead.rep_id, due_at=lead.due_at))
    return work.draft.leads[lead.id]


def _mark_late(work: Work, lead: Lead) -> None:
    """What is late before a person stops or restarts its clock stays late, and somebody hears of it."""
    late = mark(work, lead)
    if late.sla is SlaState.BREACHED and lead.sla is not SlaState.BREACHED:
        escalate(work, (late,))


def run_out(work: Work, lead: Lead) -> None:
    """Note, once, that the owner's clock or the one of the next touch has run out."""
    if lead.paused_at is not None:
        return
    for clock, due_at in (("owner", lead.owner_due_at), ("next_touch", lead.next_due_at)):
        if due_at is not None and due_at + RESOLUTION <= work.turn.now:
            work.happen(ClockRanOut(lead_id=lead.id, rep_id=lead.rep_id, clock=clock, due_at=due_at))


def escalate(work: Work, leads: Sequence[Lead]) -> None:
    """Bring late leads that nobody owns to the person named for them; else to everybody's ears, all at once."""
    unheard = [lead for lead in leads if lead.rep_id is None and not _is_handed_up(work, lead)]
    if unheard:
        first, *others = unheard
        work.happen(AlarmSounded(lead_id=first.id, why="late_without_owner", others=len(others)))


def _is_handed_up(work: Work, lead: Lead) -> bool:
    person = work.policy.unowned_escalation
    reason = first_reason(work.draft, work.roster, person, lead) if person else "nobody"
    if reason is not None and not reason.startswith("skill:"):
        return False
    if lead.state is LeadState.OFFERED and lead.offer is not None:
        for holder in lead.offer.holders:
            work.happen(OfferRescinded(lead_id=lead.id, rep_id=holder, reason="escalated"))
    work.happen(LeadAssigned(lead_id=lead.id, rep_id=person, how="escalated"))
    leave_after_last(work, person)
    return True
