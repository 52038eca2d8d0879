"""How the ledger changes without a lead being dealt."""

from engine import events as ev
from engine.events import Entry
from engine.fairness import adjust, post
from engine.floor import State
from engine.history.kept import Record
from engine.history.steps import put, step
from engine.lead import Lead

CREDITS_KEPT = 100
"""Charges given back that a rep's standing remembers."""


def adjusted(state: State, entry: Entry, before: Lead | None) -> None:
    """Claims move between the reps of a pool."""
    event = entry.event
    assert isinstance(event, ev.LedgerAdjusted)
    adjust(state, event.pool, event.shifts)


def returned(state: State, entry: Entry, before: Lead | None) -> Lead:
    """A lead that was none costs nobody anything."""
    event = entry.event
    assert isinstance(event, ev.PostingReturned)
    after = step(entry, before, posting=None)
    assert before is not None
    if before.posting is not None:
        post(state, before.posting, -1)
    put(state, before, after)
    rep = state.reps.get(event.rep_id)
    if rep is not None:
        state.put_rep(rep.but(credited_at=(*rep.credited_at, entry.at)[-CREDITS_KEPT:]))
    return after


def weighed(state: State, entry: Entry, before: Lead | None) -> None:
    """The reps of a pool weigh something else."""
    event = entry.event
    assert isinstance(event, ev.WeightsSet)
    record = state.records.get(event.pool) or Record()
    state.put_record(event.pool, record.but(weights=event.weights, weigh_at=event.next_at))
