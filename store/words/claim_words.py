"""What happens to claims and weights, in words."""

# ruff: noqa: ARG001  every event is told by a function of the same shape

from engine import events as ev
from engine.events import Entry
from store.words.wording import Names, because, by


def adjusted(entry: Entry, event: ev.LedgerAdjusted, names: Names) -> str:
    """A claim that was shifted without a lead."""
    shift = event.shifts[event.rep_id] / 1_000_000_000
    why = event.why.replace("_", " ")
    return f"{shift:+.2f} leads in pool {event.pool}, {why}{by(entry, event.rep_id)}{because(event.reason)}"


def returned(entry: Entry, event: ev.PostingReturned, names: Names) -> str:
    """A charge that was given back."""
    return f"not charged to {names(event.rep_id)}: {event.reason.replace('_', ' ')}"


def weighed(entry: Entry, event: ev.WeightsSet, names: Names) -> str:
    """What the reps of a pool weigh by what they have won."""
    if not event.weights:
        return f"nobody in pool {event.pool} is weighed by what they won any more"
    told = [f"{names(rep_id)} {weight:g}{_of(event, rep_id)}" for rep_id, weight in event.weights.items()]
    return f"weights in pool {event.pool}, by what was won: {', '.join(told)}"


def _of(event: ev.WeightsSet, rep_id: str) -> str:
    had, won = event.rates.get(rep_id, (0, 0))
    return f" ({won} of {had})"
