"""What a file would become, without taking anything: its mapping, its first leads and its rejects."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from engine.commands import NewLead
from engine.value import Value
from importers.files.archive import members
from importers.files.attachments import attached
from importers.files.readers import ARCHIVE, MAIL, kind_of, reader_of
from importers.intake import Taken, read_file
from importers.mapping import plan
from importers.record import Hints, Reject, TestLead, Unreadable, one_line
from importers.sampling import Table, tables

RECORDS_MAX = 10_000
"""A preview looks no further into a file."""
TABLES_MAX = 50


class Column(Value):
    """What one heading was taken for."""

    heading: str
    field: str
    """Empty when it is kept among the extras."""
    example: str
    table: str = ""
    """The sheet, the file of an archive or the table that it stands in, where there are several."""


class Preview(Value):
    """What a file would become."""

    kind: str
    columns: tuple[Column, ...]
    leads: tuple[NewLead, ...]
    rejects: tuple[Reject, ...]
    accepted: int
    rejected: int
    tests: int
    is_whole: bool
    """Whether the file ended before the preview did."""
    why: str = ""
    """Why what follows cannot be read, where only the beginning can."""


def preview(path: Path, hints: Hints, shown_max: int = 5) -> Preview:
    """Look into a file. Raises Unreadable when nothing of it could be taken."""
    hints = hints.but(name=one_line(hints.name or path.name))
    taken, why = _taken(path, hints)
    seen = taken[:RECORDS_MAX]
    leads = [one for one in seen if isinstance(one, NewLead)]
    rejects = [one for one in seen if isinstance(one, Reject)]
    return Preview(
        kind=kind_of(path, hints),
        columns=columns_of(path, hints),
        leads=tuple(leads[:shown_max]),
        rejects=tuple(rejects[:shown_max]),
        accepted=len(leads),
        rejected=len(rejects),
        tests=sum(isinstance(one, TestLead) for one in seen),
        is_whole=len(taken) <= RECORDS_MAX,
        why=why,
    )


def _taken(path: Path, hints: Hints) -> tuple[list[Taken], str]:
    taken: list[Taken] = []
    try:
        taken.extend(islice(read_file(path, hints), RECORDS_MAX + 1))
    except Unreadable as fault:
        if not taken:
            raise
        return taken, str(fault)
    return taken, ""


def columns_of(path: Path, hints: Hints) -> tuple[Column, ...]:
    """What each column of each table is taken for, as far as a preview looks."""
    found: list[tuple[str, tuple[Column, ...]]] = []
    with suppress(Unreadable):
        found.extend(islice(_tables(path, hints), TABLES_MAX))
    several = len(found) > 1
    return tuple(column.but(table=place if several else "") for place, columns in found for column in columns)


def _tables(path: Path, hints: Hints) -> Iterator[tuple[str, tuple[Column, ...]]]:
    """The place of each table, and its columns; what cannot be read of an archive is among the rejects."""
    kind = kind_of(path, hints)
    inside = members(path, hints.name) if kind == ARCHIVE else attached(path, hints) if kind == MAIL else ()
    is_single = True
    for member in inside:
        is_single = False
        named = hints.but(name=member.name)
        with suppress(Unreadable):
            if not member.why and kind_of(member.path, named) != ARCHIVE:
                yield from _read_tables(member.path, named)
    if is_single:
        yield from _read_tables(path, hints)


def _read_tables(path: Path, hints: Hints) -> Iterator[tuple[str, tuple[Column, ...]]]:
    for table in tables(islice(reader_of(path, hints)(path, hints), RECORDS_MAX)):
        place = table.headings.place if table.headings else hints.name
        yield place if table.is_first else f"{place}, further down", _columns(table, hints)


def _columns(table: Table, hints: Hints) -> tuple[Column, ...]:
    names, samples = table.names, table.samples
    decided = plan(names, samples, hints.region, hints.mapping)
    fields = {heading: field for field, headings in decided.fields.items() for heading in headings}
    return tuple(
        Column(heading=name, field=fields.get(name, ""), example=one_line(next(iter(samples.get(name, ())), "")))
        for name in names
    )
