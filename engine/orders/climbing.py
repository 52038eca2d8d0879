"""Climbing the overflow ladder: what is done, step by step, for a lead that waits too long.

Law: each step is noted once, also one that was skipped because it could lead to nobody. A step that waits for
something else than time holds none of the others up.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from engine.commands import SetLadder
from engine.dealing.routing import Out, panel
from engine.dealing.spans import customer
from engine.dealing.work import Work
from engine.events import LadderSet, LadderStepped
from engine.floor import State
from engine.history.lanes import WAITS
from engine.history.pace import foretold, places
from engine.house.rungs import Ahead, When
from engine.lead import Lead, LeadState
from engine.orders.overflow import DEEDS
from engine.orders.seen import open_leads
from engine.policy import Policy, Pool
from engine.turn import Refused

ABSENT = ("inactive", "off_shift", "presence:")
"""The beginnings of reasons that say somebody is not there at all."""

UNROSTERED = ("inactive", "off_shift", "presence:offline")
"""Of those, the ones that say they were not to be there."""

DECLINED = ("declined_this_round", "hard_declined")


def ladder_of(policy: Policy, pool: Pool | None, since: datetime) -> tuple[Ahead, ...]:
    """The steps before a lead that begins to wait for a pool, in hours that its customer's clock counts."""
    if pool is None or not pool.ladder:
        return ()
    counted, ahead = customer(policy), []
    for rung in pool.ladder:
        by_time = rung.when in (None, When.WAIT_OVER)
        at = counted.add(since, rung.after) if by_time else None
        if at is not None or not by_time:
            wait = rung.after if rung.when is When.WAIT_OVER else None
            ahead.append(Ahead(at=at, do=rung.do, when=rung.when, count=rung.count, wait=wait))
    return tuple(ahead)


def is_on(policy: Policy, pool: Pool | None, lead: Lead) -> bool:
    """Whether all that a waiting lead has before it are steps of the pool's present ladder, in their order."""
    fresh = ladder_of(policy, pool, lead.queued_at)
    rest = iter(fresh)
    return all(step in rest for step in lead.ladder) and bool(lead.ladder or not fresh)


def climb(work: Work, lead_id: str) -> None:
    """Take every step of a waiting lead's ladder whose instant is there."""
    while (lead := work.draft.leads.get(lead_id)) is not None and lead.state in WAITS:
        due = [place for place, step in enumerate(lead.ladder) if step.at is not None and step.at <= work.turn.now]
        if not due:
            return
        _take(work, lead, due[0])


def meet(work: Work) -> bool:
    """Take the steps of leads that wait for something which is so now; returns whether there were any."""
    armed = [lead for one, _ in work.draft.armed.items() if (lead := work.draft.leads.get(one)) is not None]
    was = len(work.changes)
    line = _Line(work.draft) if any(step.when is When.WAIT_OVER for lead in armed for step in lead.ladder) else None
    for lead in sorted(armed, key=lambda lead: lead.order):
        now: Lead | None = lead
        while now is not None and now.state is LeadState.QUEUED and (place := _holding(work, now, line)) is not None:
            _take(work, now, place)
            now = work.draft.leads.get(lead.id)
    return len(work.changes) > was


def _take(work: Work, lead: Lead, place: int) -> None:
    do = lead.ladder[place].do
    kind, _, name = do.partition(":")
    deed = DEEDS[kind]
    skipped = deed.why_not(work, lead, name)
    work.happen(LadderStepped(lead_id=lead.id, do=do, skipped=skipped, place=place))
    if not skipped:
        deed.do(work, work.draft.leads[lead.id], name)


def _holding(work: Work, lead: Lead, line: "_Line | None") -> int | None:
    """The first of its steps that waits for what is so."""
    for place, step in enumerate(lead.ladder):
        if step.when is When.WAIT_OVER and line is not None:
            wait = line.wait(work, lead)
            is_so = wait is not None and step.wait is not None and wait > step.wait
        elif step.when is When.QUEUE_OVER:
            is_so = (work.draft.waiting.get(lead.pool) or 0) > step.count
        else:
            is_so = step.when in HOLDS and HOLDS[step.when](_out(work, lead))
        if is_so:
            return place
    return None


def _out(work: Work, lead: Lead) -> Out:
    """Why nobody of the pool can take the lead, as those of its lane were just asked."""
    pool, answers = work.roster.pools.get(lead.pool), work.answers.get(work.draft.lane(lead))
    if answers is not None or pool is None:
        return answers.out if answers is not None else {}
    return panel(work.draft, work.roster, pool, lead).out


def _nobody_rostered(out: Out) -> bool:
    return bool(out) and all(reason.startswith(UNROSTERED) for reason in out)


def all_at_cap(out: Out) -> bool:
    """Whether all who are there are full, and somebody is there."""
    there = [reason for reason in out if not reason.startswith(ABSENT)]
    return bool(there) and all(reason.startswith("at_cap:") for reason in there)


def _all_declined(out: Out) -> bool:
    there = [reason for reason in out if not reason.startswith(ABSENT)]
    return bool(there) and all(reason in DECLINED for reason in there)


HOLDS: Mapping[When | None, Callable[[Out], bool]] = MappingProxyType(
    {
        When.NOBODY_ROSTERED: _nobody_rostered,
        When.ALL_AT_CAP: all_at_cap,
        When.ALL_DECLINED: _all_declined,
    }
)
"""What the reasons of a pool's reps must be for a step."""


class _Line:
    """Who stands where in the queues, looked up once in an order."""

    def __init__(self, state: State) -> None:
        waiting = state.leads.marked(lambda mark: mark.state is LeadState.QUEUED)
        queued = sorted((lead.order, lead.pool, lead.id) for lead in waiting)
        self._ahead: dict[str, int] = {}
        self._position: dict[str, int] = {}
        for _, pool, lead_id in queued:
            self._position[lead_id] = self._ahead[pool] = self._ahead.get(pool, 0) + 1

    def wait(self, work: Work, lead: Lead) -> timedelta | None:
        """How long a lead will wait, as far as that can be foretold."""
        pool = work.roster.pools.get(lead.pool)
        reps = [(work.roster.reps.get(rep_id), work.draft.reps.get(rep_id)) for rep_id in pool.reps] if pool else []
        return foretold(self._position.get(lead.id, 1), work.draft.paces.get(lead.pool), places(reps))


def set_ladder(work: Work, order: SetLadder) -> None:
    """Put the ladder of the present house rules to leads that wait; all of them, where none is named."""
    named = open_leads(work, order.leads) if order.leads else _waiting(work)
    pools = work.roster.pools
    changed = [lead for lead in named if not is_on(work.policy, pools.get(lead.pool), lead)]
    if not changed:
        raise Refused("Every lead that waits climbs the ladder of the present house rules.")
    for lead in changed:
        ladder = ladder_of(work.policy, pools.get(lead.pool), lead.queued_at)
        work.act(LadderSet(lead_id=lead.id, ladder=ladder))


def _waiting(work: Work) -> list[Lead]:
    states = (*WAITS, LeadState.PARKED)
    return sorted(work.draft.leads.marked(lambda mark: mark.state in states), key=lambda lead: lead.order)
