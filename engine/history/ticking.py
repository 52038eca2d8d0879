"""How a lead's clocks change by what happens to them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine import events as ev
from engine.events import Entry
from engine.floor import State
from engine.history.steps import put, step
from engine.lead import Lead, SlaState, Tenure

RUNS = (SlaState.RUNNING, SlaState.AT_RISK)
TENURES_KEPT = 10
"""Former owners that a lead remembers."""

GOES_ON: dict[str, object] = {"paused_at": None, "pause_reason": "", "pause_until": None, "before_pause": None}


def paused(state: State, entry: Entry, before: Lead | None) -> Lead:
    """All clocks of the lead stand still."""
    event = entry.event
    assert isinstance(event, ev.ClockPaused)
    assert before is not None
    held = {"paused_at": entry.at, "pause_reason": event.reason, "pause_until": event.until_at}
    if before.sla in RUNS:
        held |= {"sla": SlaState.PAUSED, "before_pause": before.sla}
    return put(state, before, step(entry, before, **held))


def resumed(state: State, entry: Entry, before: Lead | None) -> Lead:
    """The clocks run again, with new instants."""
    event = entry.event
    assert isinstance(event, ev.ClockResumed)
    assert before is not None
    due = {"warn_at": event.warn_at, "due_at": event.due_at}
    due |= {"owner_due_at": event.owner_due_at, "next_due_at": event.next_due_at}
    sla = before.before_pause or before.sla
    return put(state, before, step(entry, before, **{**GOES_ON, **due, "sla": sla}))


def reset(state: State, entry: Entry, before: Lead | None) -> Lead:
    """The customer's clock starts anew."""
    event = entry.event
    assert isinstance(event, ev.ClockReset)
    anew = {"warn_at": event.warn_at, "due_at": event.due_at, "sla": SlaState.RUNNING}
    return put(state, before, step(entry, before, **{**GOES_ON, **anew}))


def ran_out(state: State, entry: Entry, before: Lead | None) -> Lead:
    """A clock that ran out says so once."""
    event = entry.event
    assert isinstance(event, ev.ClockRanOut)
    over = "owner_due_at" if event.clock == "owner" else "next_due_at"
    return put(state, before, step(entry, before, **{over: None}))


def chance_given(state: State, entry: Entry, before: Lead | None) -> Lead:
    """The rep may be asked about the lead again."""
    event = entry.event
    assert isinstance(event, ev.ChanceGiven)
    assert before is not None
    declined = tuple(one for one in before.declined if one != event.rep_id)
    retry_at = before.retry_at if declined else None
    return put(state, before, step(entry, before, declined=declined, retry_at=retry_at, out={}))


def calendar_changed(state: State, entry: Entry, before: Lead | None) -> Lead:
    """The clocks count other hours from now on."""
    event = entry.event
    assert isinstance(event, ev.CalendarChanged)
    own = {"owner_due_at": event.owner_due_at, "next_due_at": event.next_due_at}
    moved = {clock: at for clock, at in own.items() if at is not None}
    return put(state, before, step(entry, before, warn_at=event.warn_at, due_at=event.due_at, **moved))


def alarmed(state: State, entry: Entry, before: Lead | None) -> Lead | None:
    """An alarm changes nothing but who knows."""
    return before


def parked(state: State, entry: Entry, before: Lead | None) -> Lead:
    """The lead waits for an instant, and for nobody."""
    event = entry.event
    assert isinstance(event, ev.LeadParked)
    rest: dict[str, object] = {"out": {}, "retry_at": None, "declined": (), "burst": 0, "burst_until": None}
    rest |= {"stay_until": None}
    assert before is not None
    told = before.is_told or bool(event.ack)
    return put(state, before, step(entry, before, parked_until=event.until_at, is_told=told, **rest))


def released(state: State, entry: Entry, before: Lead | None) -> Lead:
    """The lead waits for a rep."""
    event = entry.event
    assert isinstance(event, ev.LeadReleased)
    burst: dict[str, object] = {"burst": event.burst, "burst_until": event.burst_until}
    after = step(entry, before, parked_until=None, stay_until=None, **burst)
    return put(state, before, after)


def stepped(state: State, entry: Entry, before: Lead | None) -> Lead:
    """A step of the ladder is behind the lead."""
    event = entry.event
    assert isinstance(event, ev.LadderStepped)
    assert before is not None
    ladder = before.ladder[: event.place] + before.ladder[event.place + 1 :]
    change = EFFECTS.get(event.do.partition(":")[0])
    effect = change(before) if change is not None and not event.skipped else {}
    return put(state, before, step(entry, before, ladder=ladder, **effect, out={}))


EFFECTS: Mapping[str, Callable[[Lead], dict[str, object]]] = MappingProxyType(
    {
        "relax": lambda _: {"requires": ()},
        "widen": lambda _: {"only": ()},
        "raise": lambda lead: {"tier": lead.tier + 1},
        "claim": lambda _: {"in_pond": True},
        "ack": lambda _: {"is_told": True},
    }
)
"""What some steps of a ladder change about the lead itself."""


def ladder_set(state: State, entry: Entry, before: Lead | None) -> Lead:
    """The lead climbs another ladder."""
    event = entry.event
    assert isinstance(event, ev.LadderSet)
    return put(state, before, step(entry, before, ladder=event.ladder))


def rerouted(state: State, entry: Entry, before: Lead | None) -> Lead:
    """The lead waits in another queue."""
    event = entry.event
    assert isinstance(event, ev.LeadRerouted)
    where = {
        "rule": event.rule,
        "pool": event.pool,
        "requires": event.requires,
        "units": event.units,
        "only": event.only,
        "on_call": event.on_call,
        "duty_until": event.duty_until,
        "tier": 1,
        "stay_until": None,
    }
    return put(state, before, step(entry, before, **where, out={}, retry_at=None, declined=(), round=1))


def awaited(state: State, entry: Entry, before: Lead | None) -> Lead:
    """For a while the lead waits for its owner alone."""
    event = entry.event
    assert isinstance(event, ev.OwnerAwaited)
    return put(state, before, step(entry, before, owner_until=event.until_at))


def passed_on(state: State, entry: Entry, before: Lead | None) -> Lead:
    """Others may have the lead."""
    return put(state, before, step(entry, before, owner_until=None, owner_passed=True, out={}))


CALM: Mapping[str, object] = MappingProxyType(
    {"burst": 0, "burst_until": None, "duty_until": None, "owner_until": None, "owner_passed": True}
)
"""What a lead that has an owner waits for no longer."""


def owned(lead: Lead, due_at: object) -> dict[str, object]:
    """What a new owner changes: their clock starts, and how long the one before had it is kept."""
    return {**CALM, "owner_due_at": due_at, "owner_touch_at": None, "next_due_at": None, "tenures": tenures(lead)}


def disowned(lead: Lead) -> dict[str, object]:
    """What going back to the queue changes: no owner's clock runs."""
    return owned(lead, None)


def tenures(lead: Lead) -> tuple[Tenure, ...]:
    """The former owners with the present one, who is about to be one."""
    if lead.rep_id is None or lead.assigned_at is None:
        return lead.tenures
    now_past = Tenure(rep_id=lead.rep_id, owned_at=lead.assigned_at, touched_at=lead.owner_touch_at)
    return (*lead.tenures, now_past)[-TENURES_KEPT:]
