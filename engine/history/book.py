"""A pool's fairness ledger as it is kept: what a circle of equally treated reps is owed is one number, however many.

Law: whoever reads it is given the same lines as if every posting had been written to each of them, to the digit.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from engine.history.layer import Layer
from engine.rep import Account
from engine.value import LEAD_UNIT

CIRCLES_MAX = 4
"""Circles whose postings are counted; before there are more, what they were entitled to is written to each line."""

LOG_MAX = 4096
"""Postings that a log holds before it begins anew: one that is replayed into would hold all there ever were."""


@lru_cache(maxsize=4096)
def shares(weights: tuple[float, ...], count: int) -> tuple[int, ...]:
    """Split one lead by weight, in nano-leads that sum to `LEAD_UNIT`; no weights split it evenly over `count`.

    What division leaves over goes to the first, one nano-lead each.
    """
    if not count:
        return ()
    parts = weights or (1.0,) * count
    total = sum(parts)
    split = [int(LEAD_UNIT * part / total) for part in parts]
    for place in range(LEAD_UNIT - sum(split)):
        split[place % count] += 1
    return tuple(split)


class Circle:
    """Reps who are entitled to a lead together, and what of it each of them is entitled to."""

    __slots__ = ("among", "shares", "weights")

    def __init__(self, among: tuple[str, ...], weights: tuple[float, ...] = ()) -> None:
        self.among = among
        self.weights = weights
        self.shares: dict[str, int] = dict(zip(among, shares(weights, len(among)), strict=True))


@lru_cache(maxsize=128)
def circle_of(among: tuple[str, ...], weights: tuple[float, ...]) -> Circle:
    """The circle of these reps with these weights, the same one whenever it is asked for."""
    return Circle(among, weights)


class Book(Mapping[str, Account]):
    """One pool's lines by rep. Whoever is not in it has had nothing and is owed nothing."""

    __slots__ = ("_entitled", "_latest", "_received", "counts", "log")

    def __init__(self, lines: Mapping[str, Account] | None = None) -> None:
        kept = lines or {}
        self._entitled = {rep_id: line.entitled for rep_id, line in kept.items()}
        self._received = {rep_id: line.received for rep_id, line in kept.items()}
        self._latest: Circle | None = None
        self.counts: dict[Circle, int] = {}
        """Leads posted among each circle that are not written to its lines."""
        self.log: list[tuple[Circle | None, str]] = []
        """Among whom leads were posted and who received them; no circle is that lines changed otherwise. It is
        another list once it has begun anew."""

    def __getitem__(self, rep_id: str) -> Account:
        received = self._received[rep_id]
        return Account(received + self.lag(rep_id), received)

    def __iter__(self) -> Iterator[str]:
        return iter(self._received)

    def __len__(self) -> int:
        return len(self._received)

    def copy(self) -> "Book":
        """A book of one's own to write in; its log begins anew."""
        copy = Book()
        copy._entitled, copy._received = self._entitled.copy(), self._received.copy()
        copy._latest, copy.counts = self._latest, self.counts.copy()
        return copy

    def lag(self, rep_id: str) -> int:
        """Entitled less received: above nought owed, below ahead."""
        lag = self._entitled.get(rep_id, 0) - self._received.get(rep_id, 0)
        for circle, count in self.counts.items():
            lag += count * circle.shares.get(rep_id, 0)
        return lag

    def lags(self, rep_ids: Iterable[str]) -> dict[str, int]:
        """The lags of many."""
        entitled, received = self._entitled, self._received
        lags = {rep_id: entitled.get(rep_id, 0) - received.get(rep_id, 0) for rep_id in rep_ids}
        for circle, count in self.counts.items():
            for rep_id in lags.keys() & circle.shares.keys():
                lags[rep_id] += count * circle.shares[rep_id]
        return lags

    def totals(self) -> dict[str, tuple[int, int]]:
        """Of everybody what they were entitled to and what they received."""
        entitled = self._entitled.copy()
        self._write_to(entitled)
        return {rep_id: (entitled[rep_id], received) for rep_id, received in self._received.items()}

    def kept(self) -> dict[str, Account]:
        """The lines in which something stands, so that a posting taken back leaves no trace."""
        return {rep_id: Account(*line) for rep_id, line in sorted(self.totals().items()) if any(line)}

    def changed_since(self, was: "Book | None") -> dict[str, Account]:
        """The lines that are others than they were."""
        known = was.totals() if was is not None else {}
        return {rep_id: Account(*line) for rep_id, line in self.totals().items() if known.get(rep_id) != line}

    def circle(self, among: tuple[str, ...], weights: tuple[float, ...]) -> Circle:
        """The circle of these reps with these weights: mostly the one of the posting before."""
        latest = self._latest
        if latest is None or latest.among is not among or latest.weights != weights:
            latest = self._latest = circle_of(among, weights)
        return latest

    def post(self, circle: Circle, rep_id: str, sign: int) -> None:
        """Entitle a circle to its shares of a lead that a rep received, or take that back with `sign` -1."""
        count = self.counts.get(circle)
        if count is None:
            self._open(circle)
            count = 0
        if count + sign:
            self.counts[circle] = count + sign
        else:
            del self.counts[circle]
        self._received[rep_id] += sign * LEAD_UNIT
        self._note(circle, rep_id)

    def shift(self, shifts: Mapping[str, int]) -> None:
        """Shift what reps are entitled to."""
        for rep_id, shift in shifts.items():
            self._entitled[rep_id] = self._entitled.get(rep_id, 0) + shift
            self._received.setdefault(rep_id, 0)
        self._note(None, "")

    def _note(self, circle: Circle | None, rep_id: str) -> None:
        if len(self.log) >= LOG_MAX:
            self.log = []
        self.log.append((circle, rep_id))

    def _open(self, circle: Circle) -> None:
        """Begin to count for a circle; everybody in it has a line from now on."""
        if len(self.counts) >= CIRCLES_MAX:
            self._write_to(self._entitled)
            self.counts.clear()
            self._note(None, "")
        self.counts[circle] = 0
        if not self._received.keys() >= circle.shares.keys():
            for rep_id in circle.among:
                self._entitled.setdefault(rep_id, 0)
                self._received.setdefault(rep_id, 0)

    def _write_to(self, entitled: dict[str, int]) -> None:
        for circle, count in self.counts.items():
            for rep_id, share in circle.shares.items():
                entitled[rep_id] += count * share


class Books(Layer[str, Book]):
    """Ledgers by pool. What a layer writes in is its own: the one below never notices."""

    __slots__ = ("_mine",)

    def __init__(self, below: "Books | None" = None) -> None:
        super().__init__(below)
        self._mine: set[str] = set()

    def writing(self, pool: str) -> Book:
        """A pool's ledger to write in."""
        if pool not in self._mine:
            known = self.get(pool)
            self.own[pool] = book = known.copy() if known is not None else Book()
            self._mine.add(pool)
            return book
        return self.own[pool]  # type: ignore[return-value]  # what is its own is never gone

    def absorb(self, above: Layer[str, Book]) -> None:
        """Make what was tried on top so. Neither writes from now on in what both have."""
        super().absorb(above)
        self._mine.difference_update(above.own)
        if isinstance(above, Books):
            above._mine.clear()
