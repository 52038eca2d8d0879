"""The orders behind one turn of the journal: what was asked of the floor that led to these entries.

Law: under the house rules of then, the orders given again lead to the very entries.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

from engine import commands as co
from engine import events as ev
from engine.commands import Command, NewLead, Origin, Seen
from engine.events import Entry, Event
from engine.history.acts import is_act
from engine.lead import Card
from engine.orders.redo import order_again
from engine.turn import HOUSE
from engine.value import LEAD_UNIT

Record = ev.LeadReceived | ev.LeadRepeated | ev.LeadMerged
"""What a record of a batch may become."""

NOTED = "."
"""What stands for a note whose text is not in the journal."""


def turns(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The journal, turn by turn: entries of one cause at one instant, and never two batches in one."""
    for _, group in groupby(entries, key=lambda entry: (entry.cause or entry.seq, entry.at)):
        turn: list[Entry] = []
        for entry in group:
            if isinstance(entry.event, TAKEN) and any(isinstance(one.event, ev.RecordsTaken) for one in turn):
                yield turn
                turn = []
            turn.append(entry)
        yield turn


def actor_of(turn: Sequence[Entry]) -> str:
    """Who gave the order."""
    return next((entry.actor for entry in turn if entry.actor != HOUSE), HOUSE)


def orders_of(turn: Sequence[Entry]) -> list[Command]:
    """What was asked for; of records only that there were some, see `records_of`."""
    events = [entry.event for entry in turn]
    if any(isinstance(event, ev.RecordsTaken) for event in events):
        return []
    undone = [event for event in events if isinstance(event, ev.ActUndone)]
    if undone:
        return [co.Undo(act=event.act) for event in undone]
    own = [entry.event for entry in turn if entry.actor != HOUSE]
    for event in own:
        if type(event) in SAID:
            order = SAID[type(event)](event)
            if order is not None:
                return [order]
    again = order_again([entry.event for entry in turn if is_act(entry)])
    noted = [event for event in own if isinstance(event, ev.LeadNoted)]
    if again is None and noted:
        return [co.WriteNote(leads=tuple(Seen(id=event.lead_id) for event in noted), text=NOTED)]
    return [again if again is not None else co.Tick()]


TAKEN = (ev.LeadReceived, ev.LeadRepeated, ev.LeadMerged, ev.RecordsTaken)
"""What a batch consists of."""


def records_of(turn: Sequence[Entry]) -> list[Record]:
    """What became of each record of the turn's batch, in the order in which they came."""
    return [entry.event for entry in turn if isinstance(entry.event, Record)]


def batch_of(turn: Sequence[Entry]) -> ev.RecordsTaken | None:
    """The count of the turn's batch; None where nothing was taken in."""
    return next((entry.event for entry in turn if isinstance(entry.event, ev.RecordsTaken)), None)


def record_again(event: Record, source: str, card: Card) -> NewLead:
    """The record that an event tells of; the card is the person as they are known now."""
    said = {
        name: getattr(event, name)
        for name in ("traits", "received_at", "person_keys", "company_keys")
        if hasattr(event, name)
    }
    return NewLead(source=source, source_key=event.source_key, place=event.place, card=card, **said)


def origin_again(taken: ev.RecordsTaken) -> Origin:
    """Where a batch came from."""
    kind, _, name = taken.origin.partition(":")
    is_file = kind == "file"
    return Origin(kind=kind, source="" if is_file else name, name="", sha256=name if is_file else "")


def _assigned(event: Any) -> Command | None:
    asked: Mapping[str, Callable[[], Command]] = {
        "accepted": lambda: co.AcceptOffer(lead=Seen(id=event.lead_id), rep_id=event.rep_id),
        "pulled": lambda: co.Pull(rep_id=event.rep_id),
        "claimed": lambda: co.Claim(lead=Seen(id=event.lead_id), rep_id=event.rep_id),
    }
    return asked[event.how]() if event.how in asked else None


def _credit(event: Any) -> Command | None:
    if event.why != "credit":
        return None
    leads = event.shifts[event.rep_id] / LEAD_UNIT
    return co.Credit(rep_id=event.rep_id, pool=event.pool, leads=leads, reason=event.reason)


SAID: Mapping[type[Event], Callable[[Any], Command | None]] = MappingProxyType(
    {
        ev.LeadAssigned: _assigned,
        ev.OfferDeclined: lambda event: co.DeclineOffer(
            lead=Seen(id=event.lead_id), rep_id=event.rep_id, reason=event.reason
        ),
        ev.ChanceGiven: lambda event: co.AskAgain(lead=Seen(id=event.lead_id), rep_id=event.rep_id),
        ev.LedgerAdjusted: _credit,
    }
)
"""The orders that are read off one event; those of acts are read off them all."""
