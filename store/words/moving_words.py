"""What a rep is told of a lead that came to them or left them by another's act, in one line."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine import events as ev
from engine.events import Entry, Event
from engine.value import Value
from store.words.wording import Names, because, by, clock


class Move(Value):
    """A lead that came to a rep or left them."""

    entry: Entry
    """By what it did."""
    then: Entry | None
    """What came of it in the same act: where the lead went."""
    rep_id: str
    """The rep who is told."""
    after: str | None = None
    """Whose it is since an act was taken back."""


def moving_words(move: Move, lead: str, names: Names) -> str:
    """The line; nothing where the lead is theirs for all that."""
    words = _WORDS[type(move.entry.event)](move, move.entry.event, names)
    return f"{lead} {words}" if words else ""


def _assigned(move: Move, event: ev.LeadAssigned, names: Names) -> str:
    said = f"{by(move.entry)}{because(event.reason)}"
    if event.rep_id == move.rep_id:
        return f"is yours{f', from {names(event.was)}' if event.was else ''}{said}"
    stands_in = ", who stands in for you" if event.how == "delegated" else ""
    return f"is with {names(event.rep_id)} now{stands_in}{said}"


def _requeued(move: Move, event: ev.LeadRequeued, names: Names) -> str:
    if move.then is not None and isinstance(aside := move.then.event, ev.LeadParked):
        return _parked(move.then, aside)
    reason = _REASONS.get(event.reason, event.reason)
    return f"went back to the queue{_on_to(move, names)}{by(move.entry)}{because(reason)}"


def _restored(move: Move, event: ev.LeadRestored, names: Names) -> str:  # noqa: ARG001
    undone = f"{by(move.entry)}: an act was undone"
    if move.after == move.rep_id:
        return f"is yours again{undone}"
    if move.after is not None:
        return f"is with {names(move.after)} again{undone}"
    return f"went back to the queue{_on_to(move, names)}{undone}"


def _closed(move: Move, event: ev.LeadClosed, names: Names) -> str:  # noqa: ARG001
    return f"is closed, {event.disposition.value}{by(move.entry)}{because(event.reason)}"


def _missed(move: Move, event: ev.OfferMissed, names: Names) -> str:  # noqa: ARG001
    return f"went back to the queue{_on_to(move, names)}: you did not answer in time"


def _rescinded(move: Move, event: ev.OfferRescinded, names: Names) -> str:
    then = move.then
    if then is not None and isinstance(taken := then.event, ev.LeadAssigned):
        how = ", who was quicker" if event.reason == "claimed" else f"{by(then)}{because(taken.reason)}"
        return "" if taken.rep_id == move.rep_id else f"is with {names(taken.rep_id)} now{how}"
    if then is not None and isinstance(then.event, ev.LeadClosed):
        return _closed(Move(entry=then, then=None, rep_id=move.rep_id), then.event, names)
    if then is not None and isinstance(then.event, ev.LeadParked):
        return _parked(then, then.event)
    reason = _REASONS.get(event.reason, event.reason.replace("_", " "))
    return f"is no longer held out to you{_on_to(move, names)}{because(reason)}"


def _parked(entry: Entry, event: ev.LeadParked) -> str:
    reason = "" if event.reason == "by hand" else event.reason
    return f"is put aside until {clock(event.until_at, entry)}{by(entry)}{because(reason)}"


_REASONS = {
    "rep_away": "you are not there",
    "ladder": "it waited too long",
    "policy": "the house rules changed",
    "undo": "an act was undone",
}


def _on_to(move: Move, names: Names) -> str:
    """Who has it now, or is asked, where the queue had somebody for it at once."""
    if move.then is None or not isinstance(event := move.then.event, ev.LeadAssigned | ev.OfferMade):
        return ""
    is_mine = event.rep_id == move.rep_id
    if isinstance(event, ev.OfferMade):
        return f" and is held out to {'you again' if is_mine else f'{names(event.rep_id)} now'}"
    return " and is yours again" if is_mine else f" and is with {names(event.rep_id)} now"


_WORDS: Mapping[type[Event], Callable[..., str]] = MappingProxyType(
    {
        ev.LeadAssigned: _assigned,
        ev.LeadRequeued: _requeued,
        ev.LeadRestored: _restored,
        ev.LeadClosed: _closed,
        ev.OfferMissed: _missed,
        ev.OfferRescinded: _rescinded,
    }
)
"""How each way by which a lead leaves a rep is told."""
