"""Operators' acts: what each touched is kept as it was, so that it can be put back."""

from collections.abc import Mapping

from engine import events as ev
from engine.events import Entry, Event
from engine.fairness import post
from engine.floor import State
from engine.history import records
from engine.history.kept import Act, Ending
from engine.lead import Lead, SlaState
from engine.rep import RepStanding
from engine.turn import HOUSE

OPERATED: frozenset[type[Event]] = frozenset(
    {
        ev.AvailabilityChanged,
        ev.LeadAssigned,
        ev.LeadRequeued,
        ev.LeadParked,
        ev.LeadContacted,
        ev.LeadClosed,
        ev.ClockPaused,
        ev.ClockResumed,
        ev.ClockReset,
        ev.LedgerAdjusted,
        ev.PostingReturned,
        ev.LadderSet,
    }
)
"""The events that are an operator's act when a person made them; a rep's yes to an offer is not."""

LADDER_ACT = "LadderSet"
STANDING_ACTS = frozenset({"ClockPaused", "ClockResumed", "ClockReset", LADDER_ACT})
"""What acts are called that leave a lead with whom it is: they are about its clocks or its ladder alone."""

ACTS_KEPT = 200
"""How far back undo reaches."""

HOURS: Mapping[str, object] = {
    "busy": (),
    "absent": (),
    "dealt": (),
    "misses": (),
    "credited_at": (),
    "taken": {},
    "days": (),
}
"""What a rep did in their last hours goes on counting when an act is taken back, so acts do not keep it."""

UNDONE = "undo"
"""Why claims are shifted back."""

MARKS = (SlaState.AT_RISK, SlaState.BREACHED)
"""What time makes of a customer clock."""


def is_act(entry: Entry) -> bool:
    """Whether the entry is something that undo can take back."""
    event = entry.event
    if entry.actor == HOUSE or type(event) not in OPERATED:
        return False
    if isinstance(event, ev.LedgerAdjusted):
        return event.why != UNDONE
    return not isinstance(event, ev.LeadAssigned) or event.how == "manual"


RESTED = (ev.LeadContacted, ev.LeadClosed)
"""After which a rep rests."""


def touched_rep(state: State, event: Event, lead: Lead | None) -> RepStanding | None:
    """The rep whom an act touches beside the lead, as they are before it."""
    rep_id = event.rep_id if isinstance(event, ev.AvailabilityChanged) else None
    if isinstance(event, RESTED) and lead is not None:
        rep_id = lead.rep_id
    return state.reps.get(rep_id) if rep_id else None


def remember(state: State, entry: Entry, lead: Lead | None, before: RepStanding | None) -> None:
    """Keep what an operator's act touched as it was; entries of one cause that follow each other are one act."""
    last = state.acts[-1] if state.acts else None
    rest = before if isinstance(entry.event, RESTED) else None
    rep = before if rest is None else None
    if last is not None and entry.cause and last.cause == entry.cause:
        act = last.but(last_seq=entry.seq)
        older = state.acts[:-1]
    else:
        act = Act(
            seq=entry.seq, last_seq=entry.seq, actor=entry.actor, cause=entry.cause, words=type(entry.event).__name__
        )
        older = state.acts
    if lead is not None:
        act = act.but(leads=(*act.leads, lead))
    if rep is not None:
        act = act.but(reps=(*act.reps, rep.but(**HOURS)))
    if rest is not None:
        act = act.but(rests=(*act.rests, rest.but(**HOURS)))
    if isinstance(entry.event, ev.LedgerAdjusted):
        act = act.but(adjusted=(*act.adjusted, entry.event))
    if isinstance(entry.event, ev.LeadClosed):
        ending = Ending(lead_id=entry.event.lead_id, disposition=entry.event.disposition, at=entry.at)
        act = act.but(ended=(*act.ended, ending))
    state.acts = (*older, act)[-ACTS_KEPT:]


def restore_lead(state: State, entry: Entry, now: Lead | None) -> Lead:
    """Put a lead back as it was, its posting with it, and forget how it was.

    One that is closed by now has kept its posting. The customer clock keeps the marks that time has set since.
    """
    event = entry.event
    assert isinstance(event, ev.LeadRestored)
    act = act_at(state, event.act)
    place = max(place for place, lead in enumerate(act.leads) if lead.id == event.lead_id)
    was = act.leads[place]
    _replace(state, act.but(leads=act.leads[:place] + act.leads[place + 1 :]))
    if stays_put(act) and now is not None:
        touched = was.touched_seq if now.touched_seq <= act.last_seq else now.touched_seq
        kept = {"ladder": was.ladder} if act.words == LADDER_ACT else _clocks_of(was, now)
        after = now.but(version=now.version + 1, touched_seq=touched, **kept)
    elif now is None:
        after = was.but(version=was.version + 2)  # the closed one was one further on
        ending = next(one for one in act.ended if one.lead_id == was.id)
        records.note(state, was, ending, -1)
    else:
        _move_posting(state, now, was)
        after = was.but(version=now.version + 1, sla=_sla_of(was, now))
    state.put_lead(now, after)
    _unrest(state, act, was)
    return after


def _unrest(state: State, act: Act, was: Lead) -> None:
    """Whoever rested from what was taken back rests no longer, unless they did something since."""
    rest = next((one for one in act.rests if one.id == was.rep_id), None)
    since = (one.id for later in state.acts if later.seq > act.seq for one in later.rests)
    if rest is None or rest.id in since:
        return
    rep = state.reps.get(rest.id)
    if rep is not None and rep.not_ready in ("", "wrap_up"):
        state.put_rep(rep.but(ready_at=rest.ready_at, not_ready=rest.not_ready, handled_at=rest.handled_at))


def stays_put(act: Act) -> bool:
    """Whether the act was about clocks or the ladder alone, and so left the lead where it was."""
    return act.words in STANDING_ACTS


def _sla_of(was: Lead, now: Lead) -> SlaState:
    stays = now.sla in MARKS and was.sla is not SlaState.PAUSED and now.due_at == was.due_at
    return now.sla if stays else was.sla


def _clocks_of(was: Lead, now: Lead) -> dict[str, object]:
    """The clocks as they were; those of an owner only while they still are."""
    names = ["warn_at", "due_at", "paused_at", "pause_reason", "pause_until", "before_pause"]
    names += ["owner_due_at", "next_due_at"] if was.rep_id == now.rep_id else []
    return {"sla": _sla_of(was, now), **{name: getattr(was, name) for name in names}}


def _move_posting(state: State, now: Lead, was: Lead) -> None:
    rep = state.reps.get(was.rep_id) if was.rep_id else None
    if rep is not None and now.rep_id == was.rep_id and was.posting is not None and now.posting is None:
        state.put_rep(rep.but(credited_at=rep.credited_at[:-1]))  # its charge had been given back
    if now.posting is not None and now.offer is None:
        post(state, now.posting, -1)
    if was.posting is not None:
        post(state, was.posting)


def _replace(state: State, act: Act) -> None:
    state.acts = tuple(act if one.seq == act.seq else one for one in state.acts)


def restore_rep(state: State, entry: Entry, before: Lead | None) -> None:
    """Put a rep's availability back as it was."""
    event = entry.event
    assert isinstance(event, ev.RepRestored)
    was = next(rep for rep in act_at(state, event.act).reps if rep.id == event.rep_id)
    rep = state.reps[event.rep_id]
    state.put_rep(
        rep.but(
            version=rep.version + 1,
            availability=was.availability,
            reason=was.reason,
            until_at=was.until_at,
            since_at=was.since_at,
            overtime=was.overtime,
            left_at=was.left_at,
            release_at=was.release_at,
        )
    )


def forget(state: State, entry: Entry, before: Lead | None) -> None:
    """Drop an act that was taken back."""
    event = entry.event
    assert isinstance(event, ev.ActUndone)
    state.acts = tuple(act for act in state.acts if act.seq != event.act)


def act_at(state: State, seq: int) -> Act:
    """The act that began at an entry. Raises StopIteration when it is too far back or undone."""
    return next(act for act in state.acts if act.seq == seq)
