"""What reps say: that they come or go, and yes or no to a lead that is held out to them."""

from engine.commands import AcceptOffer, AskAgain, DeclineOffer, SetAvailability
from engine.dealing.dispatch import leave_after_last
from engine.dealing.work import Work
from engine.events import AvailabilityChanged, ChanceGiven, LeadAssigned, OfferDeclined, OfferRescinded
from engine.history.lanes import WAITS
from engine.lead import Lead
from engine.orders.claims import welcome
from engine.orders.leaving import give_back, release_at
from engine.orders.seen import name_of, on_roster, open_leads
from engine.rep import ROUTABLE, RepStanding
from engine.turn import Refused


def set_availability(work: Work, order: SetAvailability) -> None:
    """Note how available a rep is; whoever leaves gives back what is held out to them."""
    rep = on_roster(work, order.rep_id)
    if order.until_at is not None and order.until_at <= work.turn.now:
        raise Refused(f"{order.until_at:%H:%M} UTC is past already; name a later time.")
    if order.until_at is not None and order.availability in ROUTABLE:
        raise Refused(f"Only who is away can have a time to come back; {name_of(work, order.rep_id)} would not be.")
    said = (order.availability, order.reason, order.until_at, order.overtime)
    is_same = order.availability == rep.availability in ROUTABLE and order.overtime == rep.overtime
    if is_same or said == (rep.availability, rep.reason, rep.until_at, rep.overtime):
        raise Refused(f"{name_of(work, order.rep_id)} is {rep.availability} already.")
    work.act(
        AvailabilityChanged(
            rep_id=rep.id,
            was=rep.availability,
            availability=order.availability,
            reason=order.reason,
            until_at=order.until_at,
            overtime=order.overtime,
            release_at=None if _stays(rep, order) else release_at(work, rep.id),
        )
    )
    give_back(work, rep.id)
    if order.availability in ROUTABLE and rep.availability not in ROUTABLE:
        welcome(work, rep.id, work.act)


def _stays(rep: RepStanding, order: SetAvailability) -> bool:
    return order.availability in ROUTABLE and (rep.on_shift or order.overtime)


def accept(work: Work, order: AcceptOffer) -> None:
    """The rep takes the lead, which posts it to the ledger; to others it is not held out any more."""
    lead = _held_out(work, order)
    for other in lead.offer.holders if lead.offer else ():
        if other != order.rep_id:
            lead = work.happen(OfferRescinded(lead_id=lead.id, rep_id=other, reason="claimed")) or lead
    work.act(LeadAssigned(lead_id=lead.id, rep_id=order.rep_id, how="accepted", posting=lead.posting))
    leave_after_last(work, order.rep_id)


def decline(work: Work, order: DeclineOffer) -> None:
    """The rep says no, and is left out of this round."""
    lead = _held_out(work, order)
    rest = work.policy.limits.decline_rest
    ready_at = work.turn.now + rest if rest else None
    work.act(OfferDeclined(lead_id=lead.id, rep_id=order.rep_id, reason=order.reason, ready_at=ready_at))


def ask_again(work: Work, order: AskAgain) -> None:
    """Put a rep who declined or missed a lead back among those who are asked about it."""
    (lead,) = open_leads(work, (order.lead,))
    on_roster(work, order.rep_id)
    name = name_of(work, order.rep_id)
    if lead.state not in WAITS:
        owner = f" with {name_of(work, lead.rep_id)}" if lead.rep_id else ""
        raise Refused(f"{lead.id} is {lead.state}{owner}: there is no other chance to give.")
    if order.rep_id not in lead.declined:
        raise Refused(f"{name} has neither declined nor missed {lead.id} in this round.")
    work.act(ChanceGiven(lead_id=lead.id, rep_id=order.rep_id))


def _held_out(work: Work, order: AcceptOffer | DeclineOffer) -> Lead:
    """The lead, if it is held out to this very rep and in time."""
    (lead,) = open_leads(work, (order.lead,))
    if lead.offer is None or order.rep_id not in lead.offer.holders or lead.offer.expires_at <= work.turn.now:
        raise Refused(f"{lead.id} is not held out to {name_of(work, order.rep_id)} any more.")
    return lead
