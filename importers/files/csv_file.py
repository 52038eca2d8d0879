"""Reads delimited text as it came out of any tool."""

import csv
import re
from collections.abc import Iterator
from functools import partial
from io import StringIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

from importers.files import fixed_columns, gauge
from importers.files.csv_rows import Rows
from importers.files.decoding import encoding_of
from importers.files.tables import (
    HEAD_ROWS,
    Row,
    heading_row,
    headings_of,
    is_address,
    is_turned,
    of_leads,
    records_of,
    turned,
    unique,
)
from importers.headings import known_words
from importers.limits import limits, too_wide
from importers.record import Headings, Hints, Read, Unreadable

DELIMITERS = ",;\t|^~\x01\x1f"
HEAD_CHARS = 64 * 1024
SEP_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[\r\n]", re.IGNORECASE)

WRAPPED = re.compile(
    r"""(?:"(?:[^"\r\n,;\t|]|"")+(?:[,;\t|](?:[^"\r\n,;\t|]|"")*)+"(?:\r?\n|\r|\Z)){2}"""
    r"""|(?:'[^'\r\n]*'[,;\t|])+'[^'\r\n]*'[\r\n]"""
)
"""Two lines that are one quoted cell each, with delimiters in it; or a first line of cells in single quotes."""
OF_OTHERS = "This stands below a title of somebody else, such as the hosts: it is no lead."
SINGLE = re.compile(r"'[^']*'")


class Layout(NamedTuple):
    """How a table lies in its text."""

    delimiter: str
    headings: tuple[str, ...] = ()
    first_row: int = 0
    """The number of the row before the first record."""
    is_wrapped: bool = False
    """Each line is quoted as a whole, as some exports do with lines that have quotes already."""
    of_others: frozenset[int] = frozenset()
    """The rows above the headings that stand below a title of somebody else."""


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield the headings, then a record or a reject per row; the text is never held whole."""
    with path.open("rb") as stream:
        encoding = encoding_of(stream, hints.encodings)
        gauge.watch_bytes(stream, path.stat().st_size)
        with TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline="") as text:
            yield from read_text(text, hints.name or path.name)


def read_text(text: TextIO, name: str) -> Iterator[Read]:
    """Read a table from text that can seek to its start."""
    head = text.read(HEAD_CHARS)
    if not head.strip("\0\r\n\t \ufeff"):
        raise Unreadable(f"{name} is empty.")
    text.seek(0)
    if columns := fixed_columns.columns_of(head):
        yield Headings(names=columns.names, place=name)
        yield from records_of(fixed_columns.rows(text, columns), columns.names, name)
        return
    layout = _layout(head)
    width = len(layout.headings)
    if width > limits().columns:
        raise Unreadable(too_wide(name, width))
    if len(head) < HEAD_CHARS:
        few = [row for row in _rows(StringIO(head, newline=""), Layout(layout.delimiter)) if any(row.cells)]
        if is_turned(few):
            yield from turned(few, name)
            return
    rows = _rows(text, layout, width)
    yield Headings(names=layout.headings, place=name)
    first = layout.first_row
    data = (row for row in rows if row.number > first or row.fault or _is_misplaced(row, first))
    if others := layout.of_others:
        data = (row._replace(fault=OF_OTHERS) if row.number in others else row for row in data)
    yield from records_of(data, layout.headings, name)


def _rows(text: TextIO, layout: Layout, width: int = 0) -> Iterator[Row]:
    """The rows of a text; the headings are not known yet where no width is given."""
    rows = Rows(text, layout.delimiter)
    rows.width, rows.head = (1 if layout.is_wrapped else width), layout.first_row
    return map(partial(_unwrapped, layout.delimiter), rows) if layout.is_wrapped else iter(rows)


def _unwrapped(delimiter: str, row: Row) -> Row:
    """A line quoted as a whole is opened once more; so is one in which single quotes stand for double ones."""
    if len(row.cells) == 1:
        row = row._replace(cells=next(csv.reader([row.cells[0]], delimiter=delimiter), []))
    return row._replace(cells=[cell[1:-1] if SINGLE.fullmatch(cell) else cell for cell in row.cells])


def _is_misplaced(row: Row, first: int) -> bool:
    """More than a title stands above the headings, and an address in it.

    In their own place too: where quotes are astray, lines may be counted otherwise than when the headings were found.
    """
    if row.number == first:
        return any(map(is_address, row.cells))
    return "@" in row.raw and any(mark in row.raw for mark in DELIMITERS)


def _layout(head: str) -> Layout:
    """Try every delimiter and keep the one under which the head reads best."""
    declared = SEP_LINE.match(head)
    whole = head if len(head) < HEAD_CHARS else head[: max(head.rfind("\n"), head.rfind("\r")) + 1] or head
    best: tuple[tuple[int, int, int], Layout] | None = None
    is_wrapped = WRAPPED.match(whole.lstrip("\ufeff")) is not None
    for delimiter in declared.group(1) if declared else DELIMITERS:
        rows = list(islice(_rows(StringIO(whole, newline=""), Layout(delimiter, is_wrapped=is_wrapped)), HEAD_ROWS))
        rows = [row for row in rows[1 if declared else 0 :] if any(map(str.strip, row.cells))]
        if not rows:
            continue
        heading = heading_row(rows)
        first_row = heading.number if heading else rows[0].number - 1
        of_others = frozenset(row.number for row in rows) - {row.number for row in of_leads(rows)}
        above = frozenset(number for number in of_others if first_row not in of_others and number < first_row)
        layout = Layout(delimiter, headings_of(heading, rows), first_row, is_wrapped, above)
        score = (known_words(heading.cells) if heading else 0, *_evenness(rows))
        if best is None or score > best[0]:
            best = (score, layout)
    return best[1] if best else Layout(",", unique(head.splitlines()[:1]), 1)


def _evenness(rows: list[Row]) -> tuple[int, int]:
    """How many rows share the commonest width above one, and that width."""
    widths = [len(row.cells) for row in rows if len(row.cells) > 1]
    common = max(widths, key=lambda width: (widths.count(width), width), default=0)
    return widths.count(common), common
