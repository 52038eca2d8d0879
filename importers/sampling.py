"""The tables in what a reader yields, each with its first records read ahead: they say what its columns hold."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from importers.mapping import SAMPLE_RECORDS
from importers.record import Headings, Read, Record


class Table:
    """Records under the same headings, or all records of a file that has none."""

    def __init__(self, headings: Headings | None, items: Iterator[Read], *, is_first: bool) -> None:
        self.headings = headings
        self.is_first = is_first
        """Whether it is the first table of its file, or of its sheet."""
        self.ahead = list(islice(items, SAMPLE_RECORDS))
        self.items = chain(self.ahead, items)

    @property
    def names(self) -> tuple[str, ...]:
        """Its headings, or the keys of its first objects."""
        names = dict.fromkeys(self.headings.names if self.headings else ())
        for item in self.ahead:
            names.update(dict.fromkeys(item.cells if isinstance(item, Record) else ()))
        return tuple(names)

    @property
    def samples(self) -> dict[str, list[str]]:
        """The values of each column, as far as they were read ahead."""
        return samples_of(self.ahead)


def tables(read: Iterable[Read]) -> Iterator[Table]:
    """Each table; whoever takes the next has done with the one before."""
    items = iter(read)
    headings, place = None, None
    first = next(items, None)
    while first is not None:
        if isinstance(first, Headings):
            headings, first = first, None
        of_this = _Until(items, first)
        where = headings.place if headings else ""
        yield Table(headings, of_this, is_first=where != place)
        for _ in of_this:
            pass
        first, place, headings = of_this.next, where, None


class _Until:
    """Items up to the next headings."""

    def __init__(self, items: Iterator[Read], first: Read | None) -> None:
        self._items = items
        self._first = first
        self.next: Headings | None = None

    def __iter__(self) -> Iterator[Read]:
        return self

    def __next__(self) -> Read:
        if self.next is not None:
            raise StopIteration
        item, self._first = self._first or next(self._items), None
        if isinstance(item, Headings):
            self.next = item
            raise StopIteration
        return item


def samples_of(ahead: Iterable[Read]) -> dict[str, list[str]]:
    """The values of each column that say something."""
    samples: dict[str, list[str]] = {}
    for item in ahead:
        if isinstance(item, Record):
            for heading, text in item.cells.items():
                if bare := text.strip():
                    samples.setdefault(heading, []).append(bare)
    return samples
