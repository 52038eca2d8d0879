"""The leads that a mail lists in a table, a row each: `2 new leads for you`."""

from importers.files import markup
from importers.files.tables import HEAD_ROWS, Row, heading_row, records_of, unique
from importers.headings import known_words, meaning
from importers.mapping import CONTACT_FIELDS, has_email_or_phone
from importers.record import Record

KNOWN_MIN = 2
"""Fewer known headings make no table of leads: labels with their values beside them are laid out in tables too."""


def records(page: str, place: str) -> list[Record]:
    """A record per row of each table whose headings name a way to reach people, and whose rows hold one."""
    return [record for table in markup.tables(page) for record in _listed(table, place)]


def _listed(table: markup.Table, place: str) -> list[Record]:
    rows = [Row(number, cells, "\t".join(cells)) for number, cells in enumerate(table, 1) if any(cells)]
    heading = heading_row(rows[:HEAD_ROWS]) if rows else None
    if heading is None or known_words(heading.cells) < KNOWN_MIN:
        return []
    below = [row for row in rows if row.number > heading.number]
    contacts = [column for column, cell in enumerate(heading.cells) if meaning(cell).field in CONTACT_FIELDS]
    if not any(has_email_or_phone(row.cells[column : column + 1]) for row in below for column in contacts):
        return []
    return [one for one in records_of(iter(below), unique(heading.cells), place) if isinstance(one, Record)]
