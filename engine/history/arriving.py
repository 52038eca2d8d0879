"""What it changes on a floor that somebody asks: a new lead, one that came again, one enquiry more."""

from engine import events as ev
from engine.events import Entry
from engine.floor import State
from engine.history.steps import put, step
from engine.lead import Lead, SlaState, shared

RUNNING, BREACHED = SlaState.RUNNING, SlaState.BREACHED


def received(state: State, entry: Entry, before: Lead | None) -> Lead:
    """A new lead stands in its queue."""
    event = entry.event
    assert isinstance(event, ev.LeadReceived)
    if before is not None:
        raise LookupError(f"{event.lead_id} came in twice")
    lead = Lead(
        id=event.lead_id,
        source=shared(event.source),
        source_key=event.source_key,
        place=event.place,
        rule=event.rule,
        pool=event.pool,
        requires=event.requires,
        only=event.only,
        units=event.units,
        ladder=event.ladder,
        stay_until=event.stay_until,
        traits=event.traits,
        order_at=event.order_at,
        score=event.score,
        grade=event.grade,
        received_at=event.received_at,
        queued_at=entry.at,
        warn_at=event.warn_at,
        due_at=event.due_at,
        linked_to=event.linked_to,
        person=event.person or next(iter(event.person_keys), ""),
        beside=event.beside,
        owner=event.owner,
        owner_why=event.owner_why,
        sla=BREACHED if event.is_late else RUNNING,
    )
    state.leads_ever += 1
    state.put_lead(None, lead)
    return lead


def repeated(state: State, entry: Entry, before: Lead | None) -> Lead | None:
    """The card is all that this can change, and it is not on the floor."""
    return before


def merged(state: State, entry: Entry, before: Lead | None) -> Lead:
    """It is one lead with one touch more, perhaps worth more."""
    event = entry.event
    assert isinstance(event, ev.LeadMerged)
    return put(state, before, step(entry, before, score=event.score, grade=event.grade))
