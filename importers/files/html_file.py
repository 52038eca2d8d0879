"""Reads a web page's table: what many tools export under the name `.xls`."""

from collections.abc import Iterator
from pathlib import Path

from importers.files import markup
from importers.files.decoding import encoding_of_markup
from importers.files.tables import HEAD_ROWS, Row, heading_row, headings_of, records_of
from importers.files.whole import whole_text
from importers.headings import known_words, meaning
from importers.limits import limits, too_wide
from importers.mapping import CONTACT_FIELDS
from importers.record import Headings, Hints, Read, Unreadable


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield the headings of each table with contacts, or of the best, then a record or a reject per row."""
    name = hints.name or path.name
    tables = _tables(whole_text(path, hints, "a web page", "save the table as CSV", encoding_of_markup))
    if not tables:
        raise Unreadable(f"{name} is a web page without a table in it.")
    for number, rows in enumerate(tables, 1):
        yield from _table(rows, name if len(tables) == 1 else f"{name} table {number}")


def _table(rows: list[Row], name: str) -> Iterator[Read]:
    heading = heading_row(rows[:HEAD_ROWS])
    headings = headings_of(heading, rows[:HEAD_ROWS])
    if len(headings) > limits().columns:
        raise Unreadable(too_wide(name, len(headings)))
    yield Headings(names=headings, place=name)
    data = (row for row in rows if heading is None or row.number > heading.number)
    yield from records_of(data, headings, name)


def _tables(text: str) -> list[list[Row]]:
    """The tables with a contact among their headings; else the one with most known headings, of equals the first."""
    found: list[tuple[tuple[bool, int, int], list[Row]]] = []
    for table in markup.tables(text):
        rows = [Row(number, cells, "\t".join(cells)) for number, cells in enumerate(table, 1)]
        filled = [row for row in rows[:HEAD_ROWS] if any(row.cells)]
        if filled:
            heading = heading_row(filled)
            cells = heading.cells if heading else []
            has_contact = any(meaning(cell).field in CONTACT_FIELDS for cell in cells)
            found.append(((has_contact, known_words(cells), len(rows)), [row for row in rows if row.cells]))
    best = max((score for score, _ in found), default=None)
    return [rows for score, rows in found if score[0]] or [rows for score, rows in found if score == best][:1]
