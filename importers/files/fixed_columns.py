"""Text whose columns are held apart by blanks alone: where each begins, by the headings and the lines under them.

Law: a line that does not keep to the columns is a reject, never a row of cut cells.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, TextIO

from importers.files.tables import HEAD_ROWS, Row, is_rule, unique
from importers.headings import known_words, meaning
from importers.limits import limits, too_long
from importers.mapping import CONTACT_FIELDS

SAMPLE_LINES = 200
COLUMN = re.compile(r"\S+(?: \S+)*")
"""Words with one blank between them; two blanks are another column."""
OTHER_MARKS = re.compile(r"[\t;|,@]")
"""No heading above such columns holds one of these."""
KNOWN_MIN = 2
ABOVE = "This line with an address stands above the headings."
ASTRAY = "This line does not keep to the columns of the headings."


class Columns(NamedTuple):
    """Headings, where their columns begin, and the number of their line."""

    names: tuple[str, ...]
    starts: tuple[int, ...]
    line: int


def columns_of(head: str) -> Columns | None:
    """The columns of a text; None where anything else holds its cells apart."""
    lines = head.splitlines()[: HEAD_ROWS + SAMPLE_LINES]
    for number, line in enumerate(lines[:HEAD_ROWS], 1):
        found = list(COLUMN.finditer(line))
        names = [one.group() for one in found]
        has_contact = any(meaning(name).field in CONTACT_FIELDS for name in names)
        if (
            not OTHER_MARKS.search(line)
            and "@" not in line
            and has_contact
            and known_words(names) >= max(KNOWN_MIN, len(names) // 2)
        ):
            starts = _starts([one.start() for one in found], [one for one in lines[number - 1 :] if _is_told(one)])
            return Columns(unique(names), starts, number) if starts else None
    return None


def rows(text: TextIO, columns: Columns) -> Iterator[Row]:
    """The rows under the headings."""
    for number, line in enumerate(_lines(text), 1):
        bare = line.rstrip("\r\n\x1a\0")
        if number <= columns.line:
            if number < columns.line and "@" in bare and _is_told(bare):
                yield Row(number, [bare], bare, ABOVE)
            continue
        row = Row(number, _cells(bare, columns.starts), bare)
        if len(bare) > limits().row:
            yield Row(number, [], bare[:200], too_long("row"))
        elif _is_astray(bare, columns.starts) and not is_rule(row):
            yield row._replace(cells=[bare.strip(), *[""] * (len(columns.starts) - 1)], fault=_fault(bare))
        else:
            yield row


def _lines(text: TextIO) -> Iterator[str]:
    """Each line; of one that is too long, its beginning only."""
    most = limits().row + 2
    while line := text.readline(most):
        rest = line
        while rest and len(rest) == most and rest[-1] not in "\r\n":
            rest = text.readline(most)
        yield line


def _starts(headings: list[int], lines: list[str]) -> tuple[int, ...]:
    """Where the columns begin: a heading may stand to the right of its values. Nothing where two run together."""
    starts = [0]
    for before, here in zip(headings, islice(headings, 1, None), strict=False):
        gap = next((place for place in range(here, before, -1) if _is_gap(lines, place)), 0)
        if not gap:
            return ()
        starts.append(gap)
    return tuple(starts)


def _is_gap(lines: list[str], place: int) -> bool:
    """Whether a column may begin there in every line: nothing stands in front of it."""
    return all(line[place - 1 : place] in ("", " ") for line in lines)


def _is_told(line: str) -> bool:
    """Not a sum or a sentence under the table, which keep to nothing."""
    return bool(line.strip()) and len(COLUMN.findall(line)) > 1


def _is_astray(line: str, starts: tuple[int, ...]) -> bool:
    return any(line[place - 1 : place] not in ("", " ") for place in starts[1:])


def _fault(line: str) -> str:
    """A sentence below the table is no row; what may be a person's line is."""
    return ASTRAY if "@" in line or sum(char.isdigit() for char in line) > 6 else ""


def _cells(line: str, starts: tuple[int, ...]) -> list[str]:
    ends = (*starts[1:], len(line))
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
