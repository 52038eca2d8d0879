"""Looking leads up from one end, through the index of texts where there is one, and through all of them elsewhere."""

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby, islice
from typing import NamedTuple

from store.grams import BITS, Words, numbers_of, places_of
from store.indexing import indexed_pieces

LOT = 256
"""So many leads of the index are asked at once whether they are really meant."""

Row = tuple[object, ...]


class Wanted(NamedTuple):
    """What is looked for, and how much of it."""

    select: str
    """With `{0}` where it is said which numbers are looked at."""
    values: tuple[str | int, ...]
    words: Words
    """What the texts of every lead that is meant have in them."""
    is_down: bool
    most: int


class Stretch(NamedTuple):
    """Leads one after the other, all of them in the index, as one piece, or none."""

    low: int
    high: int
    piece: int | None = None


def found(db: sqlite3.Connection, wanted: Wanted, low: int, high: int) -> list[Row]:
    """Return the first leads that are meant, from the highest number down or from the lowest up."""
    pieces = indexed_pieces(db) if wanted.words else set()
    rows: list[Row] = []
    for stretch in stretches(pieces, low, high, wanted.is_down):
        for numbers, values in _lots(db, wanted, stretch):
            order = f"ORDER BY leads.number {'DESC' if wanted.is_down else 'ASC'} LIMIT ?"
            room = wanted.most - len(rows)
            rows += db.execute(wanted.select.format(numbers) + order, (*values, *wanted.values, room)).fetchall()
            if len(rows) >= wanted.most:
                return rows
    return rows


def stretches(pieces: set[int], low: int, high: int, is_down: bool) -> Iterator[Stretch]:
    """Cut the numbers from `low` to `high` into pieces that are indexed, and what lies between them."""
    numbers = range(low >> BITS, (high >> BITS) + 1) if low <= high else range(0)
    for is_indexed, run in groupby(reversed(numbers) if is_down else numbers, pieces.__contains__):
        if is_indexed:
            yield from (Stretch(*_within(one, one, low, high), one) for one in run)
        else:
            ends = list(run)
            yield Stretch(*_within(min(ends), max(ends), low, high))


def _within(first: int, last: int, low: int, high: int) -> tuple[int, int]:
    return max(low, first << BITS), min(high, ((last + 1) << BITS) - 1)


def _lots(db: sqlite3.Connection, wanted: Wanted, stretch: Stretch) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Which numbers to look at, in SQL."""
    low, high, piece = stretch
    if piece is None:
        yield "leads.number BETWEEN ? AND ?", (low, high)
        return

    def seek(first: bytes, below: bytes) -> Iterator[bytes]:
        rows = db.execute("SELECT leads FROM grams WHERE piece = ? AND gram >= ? AND gram < ?", (piece, first, below))
        return (leads for (leads,) in rows)

    numbers = numbers_of(places_of(wanted.words, seek), piece, wanted.is_down)
    inside = (number for number in numbers if low <= number <= high)
    while lot := list(islice(inside, LOT)):
        yield "leads.number IN (SELECT value FROM json_each(?))", (json.dumps(lot),)
