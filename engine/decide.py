"""The one question the engine answers: given this floor and these house rules, what does this order lead to?

Law: `decide` does not change its floor, and the same turn twice gives the same entries.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from engine import commands as co
from engine.dealing.owners import align_waits
from engine.dealing.performance import align_weights
from engine.dealing.rehoming import reroute
from engine.dealing.work import Work
from engine.events import Entry, LeadRequeued, OfferRescinded, PolicyChanged
from engine.floor import Draft, Floor, State
from engine.history.kept import Change
from engine.history.resting import Mark, Suits
from engine.lead import Lead, LeadState
from engine.orders import clocks
from engine.orders.allowed import check_allowed
from engine.orders.claims import credit
from engine.orders.climbing import set_ladder
from engine.orders.operate import close, contact, note, park, reassign, requeue
from engine.orders.presence import accept, ask_again, decline, set_availability
from engine.orders.pulling import claim, pull
from engine.orders.receive import receive
from engine.orders.recount import own_versions, recount, version_of
from engine.orders.settle import settle
from engine.orders.shifts import align
from engine.orders.undo import undo
from engine.policy import Policy, Roster
from engine.rep import LEFT
from engine.turn import Turn


def decide(floor: Floor, command: co.Command, policy: Policy, turn: Turn) -> tuple[Entry, ...]:
    """Return what the order leads to. Raises Refused or Conflict, and then nothing has happened."""
    return tuple(change.entry for change in step(Draft(floor), command, Roster(policy), turn))


def step(draft: State, command: co.Command, roster: Roster, turn: Turn) -> list[Change]:
    """Work the order out on the draft, moving it on, and return what changed.

    A draft on which this raised is spoilt. Where orders are decided one after another, give each a draft on the last.
    """
    if isinstance(command, co.ChangePolicy):
        roster = Roster(command.policy)
    work = Work(draft, roster, turn)
    check_allowed(work, command)
    ORDERS[type(command)](work, command)
    settle(work)
    return work.changes


def change_policy(work: Work, order: co.ChangePolicy) -> None:
    """Put new house rules in force. Whoever left the roster gives their leads back; nobody's ledger moves."""
    here = {rep_id for rep_id, rep in work.draft.reps.items() if rep.reason != LEFT}
    work.facts = order.facts
    roster = work.roster
    joined = tuple(rep_id for rep_id in roster.reps if rep_id not in here)
    left = tuple(sorted(here - roster.reps.keys()))
    was, was_own, own = work.draft.calendar, work.draft.own_calendars, own_versions(work.policy)
    version = version_of(work.policy)
    work.act(
        PolicyChanged(
            digest=order.digest,
            calendar=version,
            own_calendars=own,
            joined=joined,
            left=left,
            capped=roster.capped,
        )
    )
    for lead in sorted(work.draft.leads.marked(_displaced(work)), key=lambda lead: lead.order):
        _unhand(work, lead)
    align(work)
    recount(work, was, was_own)
    align_waits(work)
    align_weights(work)


def _displaced(work: Work) -> Suits:
    """Whether, by its mark, a lead may be with a rep or in a pool that is no more; the others need no look."""
    reps, pools = work.roster.reps, work.roster.pools
    unsure = {lane[0] for lane, _ in work.draft.lanes.items() if any(one.startswith("@") for one in lane[1])}

    def is_displaced(mark: Mark) -> bool:
        if mark.state is LeadState.QUEUED:
            return mark.pool not in pools or mark.pool in unsure
        return mark.state is LeadState.OFFERED or (mark.rep_id is not None and mark.rep_id not in reps)

    return is_displaced


def _unhand(work: Work, lead: Lead) -> None:
    """Take a lead from a rep or a pool that is no more."""
    roster, offer = work.roster, lead.offer
    if lead.rep_id is not None and lead.rep_id not in roster.reps:
        work.happen(LeadRequeued(lead_id=lead.id, was=lead.rep_id, reason=LEFT))
    for rep_id in offer.holders if offer is not None else ():
        if rep_id not in roster.reps or lead.pool not in roster.pools:
            work.happen(OfferRescinded(lead_id=lead.id, rep_id=rep_id, reason="policy"))
    waiting = work.draft.leads[lead.id]
    is_nobodys = bool(waiting.only) and not any(one in roster.reps for one in waiting.only)
    if waiting.state is LeadState.QUEUED and (waiting.pool not in roster.pools or is_nobodys):
        reroute(work, waiting)


def _tick(work: Work, order: co.Tick) -> None:
    """Settling is all that a tick asks for."""


ORDERS: Mapping[type[co.Command], Callable[[Work, Any], None]] = MappingProxyType(
    {
        co.ReceiveLeads: receive,
        co.SetAvailability: set_availability,
        co.AcceptOffer: accept,
        co.DeclineOffer: decline,
        co.Pull: pull,
        co.Claim: claim,
        co.Reassign: reassign,
        co.Requeue: requeue,
        co.RecordContact: contact,
        co.Park: park,
        co.WriteNote: note,
        co.CloseLead: close,
        co.PauseClock: clocks.pause,
        co.ResumeClock: clocks.resume,
        co.ResetClock: clocks.reset,
        co.Credit: credit,
        co.SetLadder: set_ladder,
        co.AskAgain: ask_again,
        co.Undo: undo,
        co.ChangePolicy: change_policy,
        co.Tick: _tick,
    }
)
"""What each order does."""
