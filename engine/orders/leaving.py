"""What becomes of a rep's leads when they leave: what is held out goes back at once, what they have not begun later.

Law: only leads that were theirs before they left, and of which they have not reached the customer, go to others.
"""

from datetime import datetime

from engine import fairness
from engine.dealing.dispatch import leave_after_last
from engine.dealing.filters import first_reason
from engine.dealing.work import Work
from engine.events import GraceEnded, LeadAssigned, LeadRequeued, OfferRescinded
from engine.fairness import moved
from engine.lead import Lead, LeadState, SlaState
from engine.rep import RepStanding
from engine.value import LEAD_UNIT

KEEP = "keep"
DELEGATE = "delegate:"


def give_back(work: Work, rep_id: str) -> None:
    """Take back what is held out to a rep who is not there for it, and release what cannot wait for their return."""
    rep = work.draft.reps[rep_id]
    if rep.is_there:
        return
    if rep.offered_count:
        offered = work.draft.leads.marked(lambda mark: mark.state is LeadState.OFFERED)
        held = [lead for lead in offered if lead.offer is not None and rep_id in lead.offer.holders]
        for lead in sorted(held, key=lambda lead: lead.order):
            work.happen(OfferRescinded(lead_id=lead.id, rep_id=rep_id, reason="rep_away"))
    if rep.release_at is not None:
        for lead in _not_begun(work, rep):
            release_if_urgent(work, lead)


def release_at(work: Work, rep_id: str) -> datetime | None:
    """When the leads that a rep who leaves now has not begun go to others; None where they stay."""
    rep = work.draft.reps[rep_id]
    if work.policy.on_away == KEEP or not rep.backlog_count or not rep.is_there:
        return None
    return work.turn.now + work.policy.away_grace


def end_grace(work: Work, rep_id: str) -> None:
    """A rep has been gone for long enough: what they have not begun goes to others."""
    rep = work.draft.reps[rep_id]
    if rep.release_at is None or rep.release_at > work.turn.now:
        return
    for lead in _not_begun(work, rep):
        _release(work, lead)
    work.happen(GraceEnded(rep_id=rep_id))


def release_if_urgent(work: Work, lead: Lead) -> None:
    """A lead whose clock has warned does not wait until its absent rep's grace is over."""
    rep = work.draft.reps.get(lead.rep_id) if lead.rep_id else None
    if rep is None or rep.release_at is None or lead.sla not in (SlaState.AT_RISK, SlaState.BREACHED):
        return
    if lead.state is LeadState.ASSIGNED and _was_theirs(lead, rep):
        _release(work, lead)


def _not_begun(work: Work, rep: RepStanding) -> list[Lead]:
    theirs = work.draft.leads.marked(lambda mark: mark.rep_id == rep.id and mark.state is LeadState.ASSIGNED)
    return sorted((lead for lead in theirs if _was_theirs(lead, rep)), key=lambda lead: lead.order)


def _was_theirs(lead: Lead, rep: RepStanding) -> bool:
    """Whether the lead was the rep's before they left; what others gave them since is meant for them."""
    return rep.left_at is not None and lead.assigned_at is not None and lead.assigned_at <= rep.left_at


def _release(work: Work, lead: Lead) -> None:
    delegate = work.policy.on_away.removeprefix(DELEGATE)
    if delegate != work.policy.on_away and _may_have(work, delegate, lead):
        posting = moved(lead.posting, delegate) if lead.posting else None
        work.happen(LeadAssigned(lead_id=lead.id, rep_id=delegate, how="delegated", was=lead.rep_id, posting=posting))
        leave_after_last(work, delegate)
        return
    work.happen(LeadRequeued(lead_id=lead.id, was=lead.rep_id, reason="rep_away"))


def _may_have(work: Work, delegate: str, lead: Lead) -> bool:
    """A delegate takes what they could be dealt, and no more than about their own share: the rest is for all."""
    lag = fairness.account(work.draft, lead.pool, delegate).lag
    return lag > -LEAD_UNIT and first_reason(work.draft, work.roster, delegate, lead) is None
