"""Reads a web page's table: what many tools export under the name `.xls`."""

from collections.abc import Iterator
from pathlib import Path

from importers import markup
from importers.decoding import declared, encoding_of
from importers.headings import known_words
from importers.limits import MIB, limits
from importers.record import Headings, Hints, Read, Unreadable
from importers.tables import HEAD_ROWS, Row, heading_row, headings_of, records_of

PAGE_BYTES_MAX = 64 * MIB


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield the headings of the page's best table, then a record or a reject per row."""
    name = hints.name or path.name
    if path.stat().st_size > PAGE_BYTES_MAX:
        raise Unreadable(f"{name} is a web page of more than {PAGE_BYTES_MAX // MIB} MiB; save the table as CSV.")
    with path.open("rb") as stream:
        encoding = encoding_of(stream, (*declared(stream.read(2048)), *hints.encodings))
        text = stream.read().decode(encoding.name, encoding.errors)
    rows = _best_table(text)
    if not rows:
        raise Unreadable(f"{name} is a web page without a table in it.")
    heading = heading_row(rows[:HEAD_ROWS])
    headings = headings_of(heading, rows[:HEAD_ROWS])
    if len(headings) > limits().columns:
        raise Unreadable(f"{name} has {len(headings):,} columns; {limits().columns} are the most that is read.")
    yield Headings(names=headings)
    data = (row for row in rows if heading is None or row.number > heading.number)
    yield from records_of(data, headings, name)


def _best_table(text: str) -> list[Row]:
    """The table with the most known headings; of equals the longest, the first."""
    best: list[Row] = []
    most = (-1, -1)
    for table in markup.tables(text):
        rows = [Row(number, cells, "\t".join(cells)) for number, cells in enumerate(table, 1)]
        filled = [row for row in rows[:HEAD_ROWS] if any(row.cells)]
        heading = heading_row(filled) if filled else None
        score = (known_words(heading.cells) if heading else 0, len(rows) if filled else -1)
        if filled and score > most:
            best, most = rows, score
    return [row for row in best if row.cells]
