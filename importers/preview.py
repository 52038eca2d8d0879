"""What a file would become, without taking anything: its mapping, its first leads and its rejects."""

from itertools import islice
from pathlib import Path

from engine.commands import NewLead
from engine.value import Value
from importers.files.archive import members
from importers.files.readers import ARCHIVE, kind_of, reader_of
from importers.intake import names_of, read_file, samples_of
from importers.mapping import SAMPLE_RECORDS, plan
from importers.record import Hints, Reject, TestLead, Unreadable, one_line

RECORDS_MAX = 10_000
"""A preview looks no further into a file."""


class Column(Value):
    """What one heading was taken for."""

    heading: str
    field: str
    """Empty when it is kept among the extras."""
    example: str


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


def preview(path: Path, hints: Hints, shown_max: int = 5) -> Preview:
    """Look into a file. Raises Unreadable as taking it would."""
    hints = hints.but(name=one_line(hints.name or path.name))
    taken = list(islice(read_file(path, hints), RECORDS_MAX + 1))
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
    )


def columns_of(path: Path, hints: Hints) -> tuple[Column, ...]:
    """What each column of a file is taken for; of an archive, those of the first file that can be read."""
    if kind_of(path, hints) == ARCHIVE:
        return _columns_inside(path, hints)
    ahead = list(islice(reader_of(path, hints)(path, hints), SAMPLE_RECORDS + 1))
    names, samples = names_of(ahead), samples_of(ahead)
    decided = plan(names, samples, hints.region, hints.mapping)
    fields = {heading: field for field, headings in decided.fields.items() for heading in headings}
    return tuple(
        Column(heading=name, field=fields.get(name, ""), example=one_line(next(iter(samples.get(name, ())), "")))
        for name in names
    )


def _columns_inside(path: Path, hints: Hints) -> tuple[Column, ...]:
    for member in members(path, hints.name):
        named = hints.but(name=member.name)
        try:
            if not member.why and kind_of(member.path, named) != ARCHIVE:
                return columns_of(member.path, named)
        except Unreadable:
            continue
    return ()
