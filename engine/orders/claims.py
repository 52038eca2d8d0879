"""What shifts a rep's claim without a lead: a credit by hand, a charge given back, a missed offer, a return.

Law: what one rep gains the others of the pool yield, so the lags of a pool go on summing to nought.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from math import isfinite

from engine.commands import Credit
from engine.dealing.work import Work
from engine.events import Happening, LedgerAdjusted, PostingReturned
from engine.fairness import account, spread
from engine.lead import NO_LEAD, Disposition, Lead, dealing_pool
from engine.orders.seen import name_of, on_roster
from engine.policy import AbsenceKind, Pool
from engine.rep import ROUTABLE
from engine.turn import Refused
from engine.value import LEAD_UNIT

WEEK = timedelta(days=7)

CREDIT_MAX = 100
"""Leads that one credit may shift."""


def credit(work: Work, order: Credit) -> None:
    """Shift claims in a pool by hand, with a reason."""
    on_roster(work, order.rep_id)
    name = name_of(work, order.rep_id)
    pool = _credited(work, order)
    others = [rep_id for rep_id in pool.reps if rep_id != order.rep_id]
    amount = round(order.leads * LEAD_UNIT) if isfinite(order.leads) else 0
    if not amount or abs(order.leads) > CREDIT_MAX:
        raise Refused(f"A credit is a number of leads, at most {CREDIT_MAX} at a time, and not nought.")
    if not order.reason.strip():
        raise Refused("A credit needs a reason: it stays in the journal.")
    if not others:
        raise Refused(f"{name} is alone in {pool.name}: there is nobody who could yield a claim.")
    shifts = moving(order.rep_id, amount, others)
    work.act(LedgerAdjusted(pool=pool.name, rep_id=order.rep_id, shifts=shifts, why="credit", reason=order.reason))


def _credited(work: Work, order: Credit) -> Pool:
    """The pool that an order names, or the rep's only one. Raises Refused when they are not in it, or in several."""
    theirs = {one.name: one for one in work.policy.pools if order.rep_id in one.reps and not one.groups}
    if not order.pool and len(theirs) == 1:
        (pool,) = theirs.values()
        return pool
    if order.pool in theirs:
        return theirs[order.pool]
    name, said = name_of(work, order.rep_id), f"Their pools are: {', '.join(theirs) or 'none'}."
    if order.pool:
        raise Refused(f"{name} is not in a pool {order.pool!r}. {said}")
    raise Refused(f"Say in which pool {name} is to have the claim. {said}")


def credit_back(work: Work, lead: Lead, disposition: Disposition) -> None:
    """Give the charge back for what was no lead, where the pool has it so, soon enough and not too often."""
    pool = work.roster.pools.get(lead.posting.pool) if lead.posting is not None and lead.offer is None else None
    if pool is None or pool.credit_window is None or disposition not in NO_LEAD or lead.rep_id is None:
        return
    rep, now = work.draft.reps.get(lead.rep_id), work.turn.now
    lately = [at for at in (rep.credited_at if rep else ()) if at > now - WEEK]
    is_soon = lead.assigned_at is not None and now - lead.assigned_at <= pool.credit_window
    if is_soon and len(lately) < pool.credits_per_week:
        work.act(PostingReturned(lead_id=lead.id, rep_id=lead.rep_id, reason=disposition))


def charge_miss(work: Work, lead: Lead, rep_id: str) -> None:
    """Let an offer that lapsed cost what the pool says, to the good of its other reps."""
    pool = work.roster.pools.get(dealing_pool(lead))
    others = [one for one in pool.reps if one != rep_id] if pool else []
    if pool is None or not pool.miss_charge or not others:
        return
    shifts = moving(rep_id, -round(pool.miss_charge * LEAD_UNIT), others)
    work.happen(LedgerAdjusted(pool=pool.name, rep_id=rep_id, shifts=shifts, why="missed"))


def welcome(work: Work, rep_id: str, enter: Callable[[Happening], object]) -> None:
    """Put a rep who has just come back behind those who stayed, in the pools that want it so."""
    for pool in work.roster.policy.pools:
        if pool.absence.kind is AbsenceKind.BACK_OF_LINE and rep_id in pool.reps:
            _to_the_back(work, pool, rep_id, enter)


def _to_the_back(work: Work, pool: Pool, rep_id: str, enter: Callable[[Happening], object]) -> None:
    """Lower a rep's lag below the least of those present, by what the others get evenly for it."""
    others = [one for one in pool.reps if one != rep_id and _is_here(work, one)]
    if not others:
        return
    least = min(account(work.draft, pool.name, one).lag for one in others)
    ahead = account(work.draft, pool.name, rep_id).lag - least
    if ahead < 0:
        return
    amount = (ahead * len(others)) // (len(others) + 1) + 1
    shifts = moving(rep_id, -amount, others)
    enter(LedgerAdjusted(pool=pool.name, rep_id=rep_id, shifts=shifts, why="back_of_line"))


def _is_here(work: Work, rep_id: str) -> bool:
    rep = work.draft.reps.get(rep_id)
    return rep is not None and rep.availability in ROUTABLE


def moving(rep_id: str, amount: int, others: Sequence[str]) -> dict[str, int]:
    """Give a rep an amount that the others yield evenly; below nought it is the other way round."""
    sign = 1 if amount >= 0 else -1
    yielded = zip(others, spread(abs(amount), len(others)), strict=True)
    return {rep_id: amount, **{one: -sign * part for one, part in yielded}}
