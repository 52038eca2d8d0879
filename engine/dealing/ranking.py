"""Those who fit a lane's leads, in the order of their claims, kept from lead to lead.

A posting of their own circle lifts all with equal shares alike, so their order stays and only who received it moves.
After anything else the order is made anew.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from datetime import datetime

from engine.history.book import Book, Circle
from engine.rep import RepStanding

Key = tuple[int, datetime, int, str]
"""The lag turned round, less what the circle's postings gave; idle since, place in the roster, and who it is."""

Rank = tuple[tuple[float, ...], int, datetime, int, str, int]
"""A rep who passed every filter, the smaller the better: what the strategy looks at before the ledger, the claim on
the lead turned round (lag and share, in nano-leads), idle since, place in the roster; then who it is, and the lag."""


class Ranking:
    """An order by the ledger alone."""

    __slots__ = ("_book", "_by_share", "_circle", "_keys", "_log", "_places", "_read", "_standings")

    def __init__(
        self, book: Book, circle: Circle, standings: Mapping[str, RepStanding], places: Mapping[str, int]
    ) -> None:
        self._book, self._circle, self._standings, self._places = book, circle, standings, places
        self._log, self._read = book.log, len(book.log)
        self._keys = {rep_id: self._key(rep_id, lag) for rep_id, lag in book.lags(standings).items()}
        self._by_share: dict[int, list[Key]] = {}
        for rep_id, key in self._keys.items():
            self._by_share.setdefault(circle.shares[rep_id], []).append(key)
        for keys in self._by_share.values():
            keys.sort()

    def holds(self, book: Book, circle: Circle, standings: Mapping[str, RepStanding], stirred: Iterable[str]) -> bool:
        """Bring the order up to what happened since; False when it is to be made anew."""
        is_same = book is self._book and book.log is self._log
        if not is_same or circle is not self._circle or standings is not self._standings:
            return False
        moved = set(stirred)
        for among, rep_id in book.log[self._read :]:
            if among is not circle:
                return False
            moved.add(rep_id)
        self._read = len(book.log)
        for rep_id in moved:
            if rep_id in self._keys:
                self._move(rep_id)
        return True

    def best(self, count: int) -> list[Rank]:
        """The first few, best first."""
        posted = self._book.counts.get(self._circle, 0)
        ranks: list[Rank] = [
            ((), turned - (posted + 1) * share, idle_since_at, place, rep_id, posted * share - turned)
            for share, keys in self._by_share.items()
            for turned, idle_since_at, place, rep_id in keys[:count]
        ]
        if len(self._by_share) > 1:
            ranks.sort()
        return ranks[:count]

    def _key(self, rep_id: str, lag: int) -> Key:
        given = self._book.counts.get(self._circle, 0) * self._circle.shares[rep_id]
        return (given - lag, self._standings[rep_id].idle_since_at, self._places[rep_id], rep_id)

    def _move(self, rep_id: str) -> None:
        was, now = self._keys[rep_id], self._key(rep_id, self._book.lag(rep_id))
        if was != now:
            keys = self._by_share[self._circle.shares[rep_id]]
            del keys[bisect_left(keys, was)]
            insort(keys, now)
            self._keys[rep_id] = now
