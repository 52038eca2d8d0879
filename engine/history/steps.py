"""Moving one lead one step on, as the table of the lifecycle allows."""

from engine.events import Entry
from engine.floor import State
from engine.lead import Lead
from engine.lifecycle import NEXT
from engine.turn import HOUSE


def step(entry: Entry, before: Lead | None, **changes: object) -> Lead:
    """The lead one state and one version on."""
    if before is None:
        raise LookupError(f"entry {entry.seq} is about a lead that is not open")
    follows = NEXT[type(entry.event)]
    if before.state not in follows:
        kind = type(entry.event).__name__
        raise LookupError(f"{kind} cannot follow while {before.id} is {before.state}")
    touched = before.touched_seq if entry.actor == HOUSE else entry.seq
    return before.but(state=follows[before.state], version=before.version + 1, touched_seq=touched, **changes)


def put(state: State, before: Lead | None, after: Lead) -> Lead:
    """Set the lead and return it."""
    state.put_lead(before, after)
    return after
