"""Doing again what was undone: which of somebody's acts that is, and the order that does it, read off the journal.

Law: an act of one's own that is no redo ends all redoing, as everybody knows it from their editor.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

from engine import commands as co
from engine import events as ev
from engine.commands import Order, Seen
from engine.events import Entry, Event
from engine.history.acts import is_act
from engine.value import Value


class Undone(Value):
    """An act that was taken back and can be done again."""

    order: Order
    at_seq: int
    """The entry that says it was taken back."""


def undone(own: Iterable[Entry]) -> Undone | None:
    """The act to be done again next; `own` are the latest entries of one person, in order."""
    acts: dict[int, Order | None] = {}
    stack: list[Undone] = []
    for _, group in groupby(own, key=lambda entry: entry.cause or str(entry.seq)):
        entries = list(group)
        back = next((entry for entry in entries if isinstance(entry.event, ev.ActUndone)), None)
        if back is not None and isinstance(back.event, ev.ActUndone):
            order = acts.get(back.event.act)
            stack += [Undone(order=order, at_seq=back.seq)] if order is not None else []
        elif done := [entry for entry in entries if is_act(entry)]:
            order = acts[done[0].seq] = order_again([entry.event for entry in done])
            if stack and order == stack[-1].order:
                stack.pop()
            else:
                stack.clear()
    return stack[-1] if stack else None


def telling(entries: Iterable[Entry]) -> list[Entry]:
    """Those of an order's entries that say what it was; none when it was no act."""
    done = [entry for entry in entries if is_act(entry)]
    kinds = (kind for kind in AGAIN if any(isinstance(entry.event, kind) for entry in done))
    kind = next(kinds, type(done[0].event) if done else None)
    return [entry for entry in done if kind is not None and isinstance(entry.event, kind)]


def order_again(events: Sequence[Event]) -> Order | None:
    """The order that an act was; None for one that is better given anew by hand."""
    for kind, order in AGAIN.items():
        if found := [event for event in events if isinstance(event, kind)]:
            return order(found)
    return None


def _leads(events: Sequence[Any]) -> tuple[Seen, ...]:
    return tuple(Seen(id=event.lead_id) for event in events)


def _assign(events: Sequence[Any]) -> Order:
    first = events[0]
    over = any(event.over_cap for event in events)
    said = {name: getattr(first, name) for name in ("rep_id", "reason", "is_quiet")}
    return co.Reassign(leads=_leads(events), over_cap=over, **said)


def _availability(events: Sequence[Any]) -> Order:
    first = events[0]
    said = {name: getattr(first, name) for name in ("rep_id", "availability", "reason", "until_at", "overtime")}
    return co.SetAvailability(**said)


Again = Callable[[Sequence[Any]], Order]

AGAIN: Mapping[type[Event], Again] = MappingProxyType(
    {
        ev.LeadAssigned: _assign,
        ev.AvailabilityChanged: _availability,
        ev.LeadParked: lambda all_: co.Park(leads=_leads(all_), until_at=all_[0].until_at, reason=all_[0].reason),
        ev.LeadRequeued: lambda all_: co.Requeue(leads=_leads(all_), reason=all_[0].reason),
        ev.LeadContacted: lambda all_: co.RecordContact(leads=_leads(all_)),
        ev.LeadClosed: lambda all_: co.CloseLead(leads=_leads(all_), disposition=all_[0].disposition),
        ev.ClockPaused: lambda all_: co.PauseClock(
            leads=_leads(all_), reason=all_[0].reason, until_at=all_[0].until_at
        ),
        ev.ClockResumed: lambda all_: co.ResumeClock(leads=_leads(all_)),
        ev.LadderSet: lambda all_: co.SetLadder(leads=_leads(all_)),
        ev.ClockReset: lambda all_: co.ResetClock(leads=_leads(all_), reason=all_[0].reason),
    }
)
"""The order behind each kind of event, the telling kinds first: an act that parks may requeue on its way."""
