"""Folding the journal into a floor, a batch at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice

from engine.events import Entry
from engine.floor import Change, Draft, Floor

BATCH = 5_000
"""Entries that are folded in one go."""


def replayed(floor: Floor, entries: Iterable[Entry]) -> Iterator[tuple[list[Change], Draft]]:
    """Fold entries into the floor, yielding each batch's changes with the draft they made, just before it is so."""
    rest = iter(entries)
    while batch := list(islice(rest, BATCH)):
        draft = Draft(floor)
        changes = [draft.apply(entry) for entry in batch]
        yield changes, draft
        floor.absorb(draft)


def fold_in(floor: Floor, entries: Iterable[Entry]) -> Floor:
    """Fold entries into the floor; the floor given is the floor returned."""
    for _ in replayed(floor, entries):
        pass
    return floor
