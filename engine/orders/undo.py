"""Taking an operator's act back: owner, queue place, ledger and availability as they were.

Law: what a person touched since is never overwritten, and the customer clock goes on as if nothing had been.
"""

from engine.commands import Undo
from engine.dealing.work import Work
from engine.events import ActUndone, LeadRestored, LedgerAdjusted, OfferRescinded, RepRestored
from engine.history.acts import UNDONE, stays_put
from engine.history.kept import Act
from engine.lead import Lead, LeadState
from engine.orders.leaving import give_back
from engine.orders.seen import name_of
from engine.rep import RepStanding
from engine.turn import Refused


def undo(work: Work, order: Undo) -> None:
    """Take back the act that began at entry `order.act`, or the latest of whoever asks."""
    act = _act(work, order.act)
    for later in _in_the_way(work, act) if order.force else ():
        _take_back(work, later, forced=True)
    _take_back(work, act, forced=order.force)


def _in_the_way(work: Work, act: Act) -> list[Act]:
    """Later acts on the same leads and reps, and on what those touched too, the latest first."""
    touched, found = _ids(act), list[Act]()
    for later in (one for one in work.draft.acts if one.seq > act.seq):
        if touched & _ids(later):
            touched |= _ids(later)
            found.append(later)
    return found[::-1]


def _ids(act: Act) -> set[str]:
    return {lead.id for lead in act.leads} | {f"@{rep.id}" for rep in act.reps}


def _take_back(work: Work, act: Act, *, forced: bool) -> None:
    act = _act(work, act.seq)  # what was taken back before it may have moved it
    since = [other for other in work.draft.acts if other.seq > act.seq]
    leads_since = frozenset(lead.id for other in since for lead in other.leads)
    for was in act.leads:
        _refuse_if_gone(work, was)
        if not forced:
            _refuse_if_touched(work, act, was, leads_since)
    reps_since = frozenset(rep.id for other in since for rep in other.reps)
    for rep in act.reps:
        _refuse_if_changed(work, rep, reps_since)
    for was in reversed(act.leads):
        _restore(work, act, was)
    for rep in reversed(act.reps):
        work.act(RepRestored(rep_id=rep.id, act=act.seq))
        give_back(work, rep.id)
    for done in reversed(act.adjusted):
        shifts = {rep_id: -shift for rep_id, shift in done.shifts.items()}
        work.act(LedgerAdjusted(pool=done.pool, rep_id=done.rep_id, shifts=shifts, why=UNDONE))
    work.act(ActUndone(act=act.seq))


def _act(work: Work, seq: int | None) -> Act:
    acts = work.draft.acts
    own = [act for act in acts if act.actor == work.turn.actor]
    if seq is None and own:
        return own[-1]
    for act in acts:
        if act.seq == seq:
            return act
    if seq is None:
        raise Refused("There is nothing of yours to undo." if acts else "There is nothing to undo.")
    raise Refused(f"The act of entry {seq} was undone already, or is too long ago.")


def _refuse_if_touched(work: Work, act: Act, was: Lead, later: frozenset[str]) -> None:
    now = work.draft.leads.get(was.id)
    if was.id in later or (now is not None and now.touched_seq > act.last_seq):
        state = now.state if now is not None else LeadState.CLOSED
        owner = f" with {name_of(work, now.rep_id)}" if now is not None and now.rep_id else ""
        way = f"undo that first, or force it: `floorboard undo {act.seq} --force`"
        raise Refused(f"{was.id} was touched since and is {state}{owner}: {way}.")


def _refuse_if_gone(work: Work, was: Lead) -> None:
    if was.rep_id is not None and was.rep_id not in work.roster.reps:
        raise Refused(f"{was.id} was with {was.rep_id}, who has left the roster: assign it by hand.")


def _refuse_if_changed(work: Work, was: RepStanding, later: frozenset[str]) -> None:
    if was.id in later or was.id not in work.roster.reps:
        why = "was changed again since" if was.id in later else "has left the roster"
        raise Refused(f"{name_of(work, was.id)} {why}: set the availability by hand.")


def _restore(work: Work, act: Act, was: Lead) -> None:
    now = work.draft.leads.get(was.id)
    offer = now.offer if now is not None and not stays_put(act) else None
    for rep_id in offer.holders if offer is not None else ():
        work.happen(OfferRescinded(lead_id=was.id, rep_id=rep_id, reason="undo"))
    work.act(LeadRestored(lead_id=was.id, act=act.seq))
