"""How each event changes the floor.

Law: an entry that cannot follow what is there is refused (`LookupError`), never half applied.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from engine import events as ev
from engine.events import Entry, Event
from engine.fairness import post, without
from engine.floor import NOTHING, State
from engine.history import acts, arriving, records, shifted, standing, ticking
from engine.history.kept import Change, Ending, Run
from engine.history.pace import Pace
from engine.history.steps import put as _put
from engine.history.steps import step as _step
from engine.lead import Disposition, Lead, Offer, SlaState, source_of
from engine.lifecycle import ANSWERED, UNANSWERED
from engine.rep import Dealt, RepStanding

DEALT_KEPT = timedelta(hours=26)
"""How long a rep's standing remembers when they were given leads: longer than a day on which clocks are set back."""

QUARTER = timedelta(minutes=15)

MISSES_KEPT = 10
"""Missed offers that a rep's standing remembers."""


def fold(state: State, entry: Entry) -> Change:
    """Move the state on by one entry."""
    if entry.seq != state.seq + 1:
        raise LookupError(f"entry {entry.seq} cannot follow entry {state.seq}")
    event = entry.event
    lead_id = getattr(event, "lead_id", None)
    before = state.leads.get(lead_id) if lead_id else None
    is_act = acts.is_act(entry)
    rep_before = acts.touched_rep(state, event, before) if is_act else None
    state.seq, state.at = entry.seq, entry.at
    after = FOLDS[type(event)](state, entry, before)
    if is_act:
        acts.remember(state, entry, before, rep_before)
    return Change(entry=entry, before=before, after=after)


def _held(state: State, entry: Entry, before: Lead | None) -> Lead:
    """A lead that waits; when the instant to ask again is there, everybody may be asked once more."""
    event = entry.event
    assert isinstance(event, ev.LeadHeld)
    assert before is not None
    retry_at = event.retry_at or before.retry_at
    if retry_at is None or retry_at > entry.at:
        return _put(state, before, _step(entry, before, out=event.out, retry_at=retry_at))
    return _put(
        state, before, _step(entry, before, out=event.out, retry_at=None, declined=(), round=before.round + 1)
    )


def _offered(state: State, entry: Entry, before: Lead | None) -> Lead:
    event = entry.event
    assert isinstance(event, ev.OfferMade)
    offer = Offer(rep_id=event.rep_id, made_at=entry.at, expires_at=event.expires_at, race=event.race)
    return _put(state, before, _step(entry, before, offer=offer, posting=event.posting, out={}, retry_at=None))


def _offer_ended(state: State, entry: Entry, before: Lead | None) -> Lead:
    """An offer that led to nothing: the rep is left out this round, unless the house took it back."""
    event = entry.event
    assert isinstance(event, ev.OfferDeclined | ev.OfferMissed | ev.OfferRescinded)
    assert before is not None
    declined = before.declined
    if not isinstance(event, ev.OfferRescinded):
        declined = (*declined, event.rep_id)
    after = _step(entry, before, offer=None, posting=None, declined=declined)
    still = tuple(one for one in before.offer.holders if one != event.rep_id) if before.offer else ()
    if still and before.offer and before.posting:
        posting = without(before.posting, event.rep_id, still[0])
        offer = before.offer.but(rep_id=still[0], race=still)
        after = after.but(state=before.state, offer=offer, posting=posting)
    _put(state, before, after)
    rep, is_race = state.reps.get(event.rep_id), bool(before.offer and before.offer.race)
    if rep is not None:
        misses = (
            (*rep.misses, entry.at)[-MISSES_KEPT:]
            if isinstance(event, ev.OfferMissed) and not is_race
            else rep.misses
        )
        state.put_rep(rep.but(idle_since_at=entry.at, served_at=entry.at, misses=misses))
    if not isinstance(event, ev.OfferRescinded):
        why = "missed" if isinstance(event, ev.OfferMissed) else "declined"
        standing.rest(state, event.rep_id, event.ready_at, why)
    return after


def _assigned(state: State, entry: Entry, before: Lead | None) -> Lead:
    event = entry.event
    assert isinstance(event, ev.LeadAssigned)
    after = _step(
        entry,
        before,
        rep_id=event.rep_id,
        assigned_at=entry.at,
        posting=event.posting,
        offer=None,
        out={},
        retry_at=None,
        declined=(),
        parked_until=None,
        **(ticking.owned(before, event.owner_due_at) if before else {}),
    )
    assert before is not None
    state.put_lead(before, after, _gains(state, event, before, entry.at))
    if before.posting is not None and before.offer is None:
        post(state, before.posting, -1)
    if event.posting is not None:
        post(state, event.posting)
        if event.how in ("dealt", "accepted"):
            _run(state, event.posting.pool, event.rep_id)
    return after


def _gains(state: State, event: ev.LeadAssigned, lead: Lead, at: datetime) -> Mapping[str, object]:
    """What changes of a rep who gets a lead, besides their load; what others give by hand was never offered."""
    rep = state.reps.get(event.rep_id)
    if rep is None or event.how == "manual":
        return NOTHING
    source = source_of(lead) if state.capped else ""
    more = standing.taken(rep, source if source in state.capped else None)
    if event.posting is None:
        more["outside_count"] = rep.outside_count + 1
    return {"idle_since_at": at, "served_at": at, "misses": (), "dealt": _dealt(rep, at), **more}


def _dealt(rep: RepStanding, at: datetime) -> tuple[Dealt, ...]:
    if rep.dealt and rep.dealt[-1][0] <= at < rep.dealt[-1][0] + QUARTER:
        *before, (quarter, count) = rep.dealt
        return (*before, (quarter, count + 1))
    quarter = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    *earlier, (latest, count) = rep.dealt or ((quarter, 0),)
    if latest >= quarter:
        return (*earlier, (latest, count + 1))
    return (*(one for one in rep.dealt if one[0] > at - DEALT_KEPT), (quarter, 1))


def _run(state: State, pool: str, rep_id: str) -> None:
    run = state.runs.get(pool)
    length = run.length + 1 if run is not None and run.rep_id == rep_id else 1
    state.runs[pool] = Run(rep_id=rep_id, length=length)


def _requeued(state: State, entry: Entry, before: Lead | None) -> Lead:
    assert before is not None
    gone = {"rep_id": None, "assigned_at": None, "posting": None, "parked_until": None, "round": 1}
    after = _step(entry, before, **gone, **ticking.disowned(before))
    if before.posting is not None:
        post(state, before.posting, -1)
    return _put(state, before, after)


def _contacted(state: State, entry: Entry, before: Lead | None) -> Lead:
    assert before is not None
    first = before.first_touch_at or entry.at
    event = entry.event
    assert isinstance(event, ev.LeadContacted)
    touch = {"first_touch_at": first, "sla": ANSWERED.get(before.sla, before.sla), "next_due_at": event.next_due_at}
    owners = {"owner_touch_at": before.owner_touch_at or entry.at, "owner_due_at": None}
    after = _put(state, before, _step(entry, before, **touch, **owners, **ticking.GOES_ON))
    standing.wrapped_up(state, after.rep_id, event.ready_at, entry.at)
    return after


def _closed(state: State, entry: Entry, before: Lead | None) -> Lead:
    event = entry.event
    assert isinstance(event, ev.LeadClosed)
    assert before is not None
    sla = SlaState.VOID if event.disposition is Disposition.SPAM else UNANSWERED.get(before.sla, before.sla)
    after = _step(entry, before, closed_at=entry.at, disposition=event.disposition, sla=sla)
    if before.rep_id is not None and before.assigned_at is not None:
        pace = state.paces.get(before.pool) or Pace()
        state.paces[before.pool] = pace.with_one((entry.at - before.assigned_at).total_seconds())
    _put(state, before, after)
    records.note(state, before, Ending(lead_id=before.id, disposition=event.disposition, at=entry.at))
    standing.wrapped_up(state, after.rep_id, event.ready_at, entry.at)
    return after


def _warned(state: State, entry: Entry, before: Lead | None) -> Lead:
    return _put(state, before, _step(entry, before, sla=SlaState.AT_RISK))


def _breached(state: State, entry: Entry, before: Lead | None) -> Lead:
    return _put(state, before, _step(entry, before, sla=SlaState.BREACHED))


def _taken(state: State, entry: Entry, before: Lead | None) -> None:
    """Counting what came in changes nothing that is open."""


Fold = Callable[[State, Entry, Lead | None], Lead | None]

FOLDS: Mapping[type[Event], Fold] = MappingProxyType(
    {
        ev.PolicyChanged: standing.policy,
        ev.LeadReceived: arriving.received,
        ev.LeadRepeated: arriving.repeated,
        ev.LeadMerged: arriving.merged,
        ev.RecordsTaken: _taken,
        ev.LeadHeld: _held,
        ev.LeadRerouted: ticking.rerouted,
        ev.OwnerAwaited: ticking.awaited,
        ev.OwnerPassed: ticking.passed_on,
        ev.OfferMade: _offered,
        ev.OfferDeclined: _offer_ended,
        ev.OfferMissed: _offer_ended,
        ev.OfferRescinded: _offer_ended,
        ev.LeadAssigned: _assigned,
        ev.LeadRequeued: _requeued,
        ev.LedgerAdjusted: shifted.adjusted,
        ev.PostingReturned: shifted.returned,
        ev.WeightsSet: shifted.weighed,
        ev.LeadContacted: _contacted,
        ev.LeadNoted: arriving.repeated,
        ev.LeadClosed: _closed,
        ev.SlaWarned: _warned,
        ev.SlaBreached: _breached,
        ev.AvailabilityChanged: standing.availability,
        ev.ShiftChanged: standing.shift,
        ev.RepReady: standing.ready,
        ev.CapsTurned: standing.caps_turned,
        ev.LeadParked: ticking.parked,
        ev.LeadReleased: ticking.released,
        ev.LadderStepped: ticking.stepped,
        ev.LadderSet: ticking.ladder_set,
        ev.ChanceGiven: ticking.chance_given,
        ev.CalendarChanged: ticking.calendar_changed,
        ev.ClockPaused: ticking.paused,
        ev.ClockResumed: ticking.resumed,
        ev.ClockReset: ticking.reset,
        ev.ClockRanOut: ticking.ran_out,
        ev.AlarmSounded: ticking.alarmed,
        ev.GraceEnded: standing.grace_ended,
        ev.LeadRestored: acts.restore_lead,
        ev.RepRestored: acts.restore_rep,
        ev.ActUndone: acts.forget,
        ev.LeadForgotten: arriving.repeated,
    }
)
"""What each event does."""
