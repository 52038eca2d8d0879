"""In which order a table shows its rows, and which row the cursor is on.

Law: the cursor and the marks are ids, never row numbers, and no row moves under a working hand. The order is held
after a cursor key, while rows are marked and while a dialog is open; a row that left meanwhile stays in its place.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property

HOLD_SECONDS = 5.0
"""How long the order stands still after a cursor key."""

SETTLE_SECONDS = 1.0
"""How long orders are refused after the cursor had to move by itself."""


class Ids:
    """The ids of one order, never changed, with the look-ups that are made when they are first needed.

    A cursor that moves by a row is found beside where it was, so that a million rows need no table of places.
    """

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids
        self._last = 0
        self._places: dict[str, int] = {}

    @cached_property
    def all(self) -> frozenset[str]:
        """All of them."""
        return frozenset(self._ids)

    def __contains__(self, row_id: object) -> bool:
        return row_id in self.all

    def place(self, row_id: str) -> int | None:
        """Where an id stands."""
        ids, near = self._ids, self._last
        for place in (near, near + 1, near - 1):
            if 0 <= place < len(ids) and ids[place] == row_id:
                self._last = place
                return place
        if not self._places:
            self._places = {one: place for place, one in enumerate(ids)}
        found = self._places.get(row_id)
        self._last = near if found is None else found
        return found


class HeldOrder:
    """The shown order of ids, with cursor, marks and hold."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.cursor: str | None = None
        self.marks: set[str] = set()
        self.is_manual = False
        self.dialogs = 0
        self._given: Sequence[str] = ()
        self._live: list[str] = self.shown
        self._live_ids = Ids(self._live)
        self._shown_ids = self._live_ids
        self._touched_at: datetime | None = None
        self._moved_at: datetime | None = None
        self._is_released = False
        self._has_shown = False
        """Whether the first rows have been shown: those are there before anybody can press a key for another."""

    def take(self, live: Sequence[str], now: datetime, *, is_asked: bool = False) -> None:
        """Take the newest order from below, and show it unless the order is held and nobody asked for another."""
        if live is not self._given:
            self._given, self._live = live, list(live)
            self._live_ids = Ids(self._live)
            self.marks = {one for one in self.marks if one in self._live_ids or one in self._shown_ids}
        if is_asked or not self.is_held(now) or not self.shown:
            self._show_live(now)
        if is_asked:
            self._moved_at = None

    def is_held(self, now: datetime) -> bool:
        """Whether the rows stand still at this moment."""
        if self.dialogs:
            return True
        if self._is_released:
            return False
        return self.is_manual or bool(self.marks) or _within(self._touched_at, now, HOLD_SECONDS)

    def held_counts(self) -> tuple[int, int]:
        """Return how many rows came and how many left while the order was held."""
        if self.shown is self._live or self.shown == self._live:
            return (0, 0)
        live, shown = self._live_ids.all, self._shown_ids.all
        return (len(live - shown), len(shown - live))

    def is_gone(self, row_id: str) -> bool:
        """Whether a shown row has left below."""
        return row_id not in self._live_ids

    @property
    def is_live(self) -> bool:
        """Whether what is shown is the newest order itself, so that no shown row is gone."""
        return self.shown is self._live

    def is_settling(self, now: datetime) -> bool:
        """Whether the cursor has just moved by itself, so that an order may not be meant for its row."""
        return _within(self._moved_at, now, SETTLE_SECONDS)

    @property
    def index(self) -> int | None:
        """The cursor's place among the shown rows."""
        return None if self.cursor is None else self._shown_ids.place(self.cursor)

    def touch(self, now: datetime) -> None:
        """Note a cursor key: the order stands still for a while."""
        self._touched_at = now
        self._moved_at = None
        self._is_released = False

    def move(self, steps: int, now: datetime) -> None:
        """Move the cursor down, or up when below nought, as far as there are rows."""
        self.put((self.index or 0) + steps, now)

    def put(self, place: int, now: datetime) -> None:
        """Put the cursor on the row at a place, the nearest where there is none."""
        self.touch(now)
        if self.shown:
            self.cursor = self.shown[max(0, min(len(self.shown) - 1, place))]

    def seek(self, row_id: str, now: datetime) -> bool:
        """Put the cursor on a row by its id, when it is shown."""
        place = self._shown_ids.place(row_id)
        if place is not None:
            self.put(place, now)
        return place is not None

    def leave(self) -> None:
        """Forget the cursor's row, since nobody works here: the newest order puts it on the first one."""
        if not self.marks:
            self.cursor = self._touched_at = None

    def toggle_mark(self) -> None:
        """Mark the cursor's row, or take its mark away."""
        if self.cursor is not None:
            self.marks ^= {self.cursor}
            self._is_released = False

    def mark(self, ids: Iterable[str]) -> None:
        """Mark exactly these rows."""
        self.marks = set(ids)
        self._is_released = False

    def mark_range(self) -> None:
        """Mark every row from the nearest marked one to the cursor."""
        place = self.index
        if place is None:
            return
        places = map(self._shown_ids.place, self.marks)
        marked = [other for other in places if other is not None] or [place]
        nearest = min(marked, key=lambda other: (abs(other - place), other))
        self.mark(self.marks | set(self.shown[min(nearest, place) : max(nearest, place) + 1]))

    def toggle_hold(self, now: datetime) -> bool:
        """Release a held order, or hold a free one; return whether it is held now."""
        held = self.is_held(now)
        self.is_manual, self._is_released = not held, held
        self._touched_at = None
        if held:
            self._show_live(now)
        return self.is_held(now)

    def targets(self) -> tuple[str, ...]:
        """Return what an order is for: the marked rows in their order, else the cursor's row."""
        if self.marks:
            return tuple(row_id for row_id in self.shown if row_id in self.marks)
        return () if self.index is None or self.cursor is None else (self.cursor,)

    def _show_live(self, now: datetime) -> None:
        """Show the newest order; a cursor whose row is gone goes to the row that took its place."""
        place = self.index
        self.shown, self._shown_ids = self._live, self._live_ids
        self.marks = {one for one in self.marks if one in self._live_ids}
        if self.index is not None:
            return
        if self._has_shown:
            self._moved_at = now  # where there was no row a moment ago, nobody meant this one
        self._has_shown = True
        self.cursor = self.shown[min(place or 0, len(self.shown) - 1)] if self.shown else None


def _within(since: datetime | None, now: datetime, seconds: float) -> bool:
    """Whether `now` lies in the span after an instant; a clock that went back ends the span."""
    return since is not None and 0 <= (now - since).total_seconds() < seconds
