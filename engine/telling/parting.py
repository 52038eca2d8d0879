"""What became of the leads of a rep who goes away, in words: how many went where, and what stays."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.events import AvailabilityChanged, Happening, LeadAssigned, LeadRequeued, OfferRescinded
from engine.floor import Change, State
from engine.lead import Lead
from engine.policy import Roster
from engine.rep import ROUTABLE
from engine.telling.plain_span import span


class Part(NamedTuple):
    """So many leads, and what of them: said of one, and of several."""

    leads: int
    one: str
    many: str


def parting(rep_id: str, changes: Sequence[Change], floor: State, roster: Roster) -> str:
    """Say what an order about a rep did to their leads, as a clause; empty where it did not send them away.

    The floor is that after the order.
    """
    events = [change.entry.event for change in changes]
    left = next((one for one in events if isinstance(one, AvailabilityChanged) and one.rep_id == rep_id), None)
    if left is None or left.availability in ROUTABLE:
        return ""
    gone = dict.fromkeys(lead_id for event in events if (lead_id := _lost(event, rep_id)))
    leads = [lead for lead_id in gone if (lead := floor.leads.get(lead_id)) is not None]
    parts = (*_gone(leads, roster), *_rest(left, floor))
    return _clause([part for part in parts if part.leads])


def _clause(parts: Sequence[Part]) -> str:
    """The parts one after another; only the first says what is counted."""
    said = [f"{part.leads:,} {part.one if part.leads == 1 else part.many}" for part in parts]
    if said:
        said[0] = said[0].replace(" ", " lead " if parts[0].leads == 1 else " leads ", 1)
    return ", ".join(said)


def _lost(event: Happening, rep_id: str) -> str:
    """The lead that a rep lost by going, where an event says so."""
    if isinstance(event, OfferRescinded):
        return event.lead_id if event.rep_id == rep_id else ""
    return event.lead_id if isinstance(event, LeadRequeued | LeadAssigned) and event.was == rep_id else ""


def _gone(leads: Sequence[Lead], roster: Roster) -> Iterator[Part]:
    """Where leads are now that were the rep's."""
    offered = [lead.offer.rep_id for lead in leads if lead.offer is not None]
    given = [lead.rep_id for lead in leads if lead.rep_id is not None]
    for verb, reps in (("offered", offered), ("given", given)):
        only = roster.reps.get(reps[0]) if len(set(reps)) == 1 else None
        to = only.name if only is not None else "others"
        yield Part(len(reps), f"{verb} to {to}", f"{verb} to {to}")
    waiting = len(leads) - len(offered) - len(given)
    yield Part(waiting, "back in the queue", "back in the queue")


def _rest(left: AvailabilityChanged, floor: State) -> Iterator[Part]:
    """What the rep has still: leads that others get unless the rep is back by then, and those that stay."""
    if left.was not in ROUTABLE:
        return
    rep = floor.reps[left.rep_id]
    at, back_at = left.release_at, left.until_at
    going = rep.backlog_count if at is not None and (back_at is None or back_at > at) else 0
    if going and at is not None:
        then = f"to others in {span(at - floor.at)}"
        yield Part(going, f"not begun goes {then}", f"not begun go {then}")
    yield Part(rep.open_count - going, "stays", "stay")
