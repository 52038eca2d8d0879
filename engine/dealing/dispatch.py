"""Dealing what waits: the lead that is due first goes to the rep whom its pool's strategy names.

Law: no lead is dealt while one that is due earlier waits and somebody could take it. Leads that wait for the same
stand in one lane, so the cost grows with lanes and not with leads.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from engine.dealing.filters import DECLINED, first_reason
from engine.dealing.grouping import ask, by_hand
from engine.dealing.owners import COMPANY, NAMED, OPEN, ask_owner
from engine.dealing.routing import Answers, Out, Panel, dealt
from engine.dealing.work import Work
from engine.events import AvailabilityChanged, LeadAssigned, LeadHeld, OfferMade
from engine.fairness import moved
from engine.history.lanes import Lane
from engine.lead import Lead, LeadState, Posting
from engine.policy import PULLED, Accept, Limits, Pool, Strategy
from engine.rep import Availability

RACE, CONFIRM, LAST_ONE = Strategy.FIRST_TO_CLAIM, Accept.CONFIRM, Availability.LAST_ONE

TO_TAKE = "to_take"
"""Why a lead waits that reps are to take themselves."""

Head = tuple[int, tuple[datetime, int, str], Lane]
"""The weight of its pool turned round, the order of the lead, and the lane."""


def dispatch(work: Work) -> None:
    """Deal every waiting lead that somebody can take, in queue order, and say of the others why they wait."""
    draft, crowd = work.draft, _crowd(work)
    heads = _heads(work, crowd, [lane for lane, _ in draft.lanes.items()])
    blocked: dict[Lane, None] = {}
    while heads:
        if work.roster.weighty and (now := _crowd(work)) != crowd:
            crowd, heads = now, _heads(work, now, [lane for *_, lane in heads])
            continue  # what was left may have gone to others meanwhile
        _, order, lane = heappop(heads)
        lead = draft.first_in(lane)
        if lead is None or lead.order != order or lane in blocked:
            continue  # the lane was put back with another head, or nobody fits it any more
        for affected in _work_off(work, lead, lane, blocked):
            if affected not in blocked and (following := draft.first_in(affected)):
                heappush(heads, _head(following, affected, crowd))
    _try_owners(work)
    while _has_found_owner(work, blocked):
        pass
    _explain(work, blocked)


def _crowd(work: Work) -> dict[str, int]:
    """The pools whose weight counts just now: as many of their leads wait as they have reps who are there."""
    crowd = {}
    for pool in work.roster.weighty:
        reps = (work.draft.reps.get(rep_id) for rep_id in pool.reps)
        if (work.draft.waiting.get(pool.name) or 0) >= sum(rep is not None and rep.is_there for rep in reps):
            crowd[pool.name] = pool.weight
    return crowd


def _heads(work: Work, crowd: dict[str, int], lanes: Iterable[Lane]) -> list[Head]:
    """The heads of lanes, as a heap."""
    heads = [_head(lead, lane, crowd) for lane in lanes if (lead := work.draft.first_in(lane))]
    heapify(heads)
    return heads


def _head(lead: Lead, lane: Lane, crowd: dict[str, int]) -> Head:
    """Where the head of a lane stands among the others: a weighty pool with a crowd comes first."""
    return -crowd.get(lead.pool, 0), lead.order, lane


def _work_off(work: Work, lead: Lead, lane: Lane, blocked: dict[Lane, None]) -> tuple[Lane, ...]:
    """Do what can be done for the head of a lane; returns the lanes that have another head now."""
    if _to_owner(work, lead):
        return (lane,)
    if ask_owner(work, lead):
        return lane, work.draft.lane(work.draft.leads[lead.id])
    pool = work.roster.pools[lead.pool]
    if pool.strategy in PULLED:
        blocked[lane] = None
        return ()
    asked = _ask(work, pool, lead, lane)
    if asked.ranked:
        _deal(work, lead, asked)
        return (lane,)
    if not _is_new_round(work, lead, asked.out):
        blocked[lane] = None
        return ()
    work.happen(LeadHeld(lead_id=lead.id, retry_at=work.turn.now))
    return lane, work.draft.lane(work.draft.leads[lead.id])


def _ask(work: Work, pool: Pool, lead: Lead, lane: Lane) -> Panel:
    answers = work.answers.get(lane) or work.answers.setdefault(lane, Answers())
    return ask(work.draft, work.roster, (pool, lead), answers)


def _to_owner(work: Work, lead: Lead) -> bool:
    """Give it to whom its source names, who has an open lead of the person, or whose it is, if they can take it."""
    if lead.linked_to is None and lead.owner is None and lead.beside is None:
        return False
    earlier = work.draft.leads.get(lead.linked_to) if lead.linked_to else None
    beside = work.draft.leads.get(lead.beside) if lead.beside else None
    owners = [(earlier.rep_id if earlier else None, OPEN), (lead.owner, lead.owner_why)]
    owners = owners[::-1] if lead.owner_why == NAMED else owners
    owners += [(beside.rep_id, COMPANY)] if beside is not None else []
    for rep_id, reason in owners:
        if rep_id is not None and first_reason(work.draft, work.roster, rep_id, lead) is None:
            posting = _owned_posting(work, lead, rep_id)
            work.happen(LeadAssigned(lead_id=lead.id, rep_id=rep_id, how="owner", reason=reason, posting=posting))
            leave_after_last(work, rep_id)
            return True
    return False


def _owned_posting(work: Work, lead: Lead, rep_id: str) -> Posting | None:
    """What a lead posts that goes to an owner: nothing, unless the pool counts it in the rotation."""
    pool = work.roster.pools.get(lead.pool)
    if pool is None or not pool.charge_owned:
        return None
    if rep_id in pool.reps:
        return by_hand(work.draft, work.roster, (pool, lead), rep_id)
    asked = ask(work.draft, work.roster, (pool, lead))
    return moved(asked.posting(rep_id), rep_id)


def _deal(work: Work, lead: Lead, asked: Panel) -> None:
    """Hold the lead out to the best of the panel, or give it at once where nobody needs to say yes."""
    pool = asked.pool
    posting, reason = dealt(lead, asked)
    is_race = pool.strategy is RACE
    if pool.accept is CONFIRM or is_race:
        expires_at = work.turn.now + offer_span(work.policy.limits, lead, asked.fitting, work.turn.now)
        work.happen(
            OfferMade(
                lead_id=lead.id,
                rep_id=posting.rep_id,
                expires_at=expires_at,
                dealt=reason,
                posting=posting,
                race=tuple(rank[4] for rank in asked.ranked[: pool.at_once]) if is_race else (),
            )
        )
        return
    work.happen(LeadAssigned(lead_id=lead.id, rep_id=posting.rep_id, how="dealt", dealt=reason, posting=posting))
    leave_after_last(work, posting.rep_id)


def leave_after_last(work: Work, rep_id: str, *, by_hand: bool = False) -> None:
    """A rep who wanted one more lead has had it, and goes away; given by hand, that is part of the person's act.

    They finish what they have, so none of it goes to others.
    """
    rep = work.draft.reps.get(rep_id)
    if rep is None or rep.availability is not LAST_ONE:
        return
    enter = work.act if by_hand else work.happen
    enter(
        AvailabilityChanged(
            rep_id=rep_id,
            was=rep.availability,
            availability=Availability.AWAY,
            reason=rep.reason,
            overtime=rep.overtime,
        )
    )


def offer_span(limits: Limits, lead: Lead, fitting: int, now: datetime) -> timedelta:
    """How long an offer stands: the rest of the customer clock, shared by the tries that are left, within bounds."""
    tries_left = max(1, min(limits.offers_max - len(lead.declined), fitting))
    rest = (lead.due_at - now) if lead.due_at else limits.offer_max
    return min(limits.offer_max, max(limits.offer_min, rest / (tries_left + 1)))


def _is_new_round(work: Work, lead: Lead, out: Out) -> bool:
    """Whether all who could take the lead said no, and are asked once more at once.

    A sole rep who said no is asked after a rest only, and so is everybody once the rounds are over.
    """
    return len(out.get(DECLINED, ())) > 1 and lead.round < work.policy.limits.rounds_max


def _try_owners(work: Work) -> None:
    """Offer new leads of known persons to owners outside the pool too: what else those could take is dealt by now."""
    for lead_id in tuple(work.pending):
        lead = work.draft.leads.get(lead_id)
        if lead is not None and lead.state is LeadState.QUEUED:
            _to_owner(work, lead)


def _has_found_owner(work: Work, blocked: dict[Lane, None]) -> bool:
    """Whether who was given a lead just now is the owner for whom one that is due earlier waited."""
    heads = (lead for lane in blocked if (lead := work.draft.first_in(lane)))
    return any(_to_owner(work, lead) for lead in heads)


def _explain(work: Work, blocked: dict[Lane, None]) -> None:
    """Say why they wait of the first in every lane that nobody fits, and of the leads that came during this order."""
    outs: dict[Lane, Out] = {}
    for lane in blocked:
        lead = work.draft.first_in(lane)
        if lead is not None:
            pool = work.roster.pools[lead.pool]
            outs[lane] = {TO_TAKE: pool.reps} if pool.strategy in PULLED else _ask(work, pool, lead, lane).out
            _hold(work, lead, outs[lane])
    for lead_id in tuple(work.pending):
        lead = work.draft.leads.get(lead_id)
        if lead is not None and lead.state is LeadState.QUEUED and not lead.out:
            _hold(work, lead, outs.get(work.draft.lane(lead), {}))


def _hold(work: Work, lead: Lead, out: Out) -> None:
    """Note why a lead waits, and when those who said no are asked again; until then whoever is free first has it."""
    rests = DECLINED in out and lead.retry_at is None
    if lead.out != out or rests:
        retry_at = work.turn.now + work.policy.limits.retry_after if rests else None
        work.happen(LeadHeld(lead_id=lead.id, out=out, retry_at=retry_at))
