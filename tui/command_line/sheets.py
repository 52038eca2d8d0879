"""Leads as lines of CSV and JSON that are safe wherever they are opened.

Law: no cell is a formula to a spreadsheet, and nothing in a line steers a terminal.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

Row = Sequence[str | int | None]

_LIVE = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes a cell that begins so for: something to work out."""

_HARMLESS = re.compile(r"-?\d{1,15}(\.\d{1,15})?|\+[1-9]\d{6,14}")
"""A plain number, and a phone number as floorboard keeps it."""

_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_STEERS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def cell(value: str | int | None) -> str:
    """A value as a cell of a spreadsheet: one line, no control characters, and a quote before what would be live."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = _STEERS.sub("", _BREAKS.sub(" ", value)).replace("\t", " ")
    begins_live = text.lstrip().startswith(_LIVE) or value.startswith(_LIVE)
    return f"'{text}" if begins_live and not _HARMLESS.fullmatch(text) else text


def csv_lines(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A heading and a line for each row."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in chain([names], rows):
        writer.writerow(map(cell, row))
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def json_lines(names: Sequence[str], rows: Iterable[Row], parsed: Mapping[str, object]) -> Iterator[str]:
    """An object for each row, exact and in ASCII; the columns in `parsed` hold JSON, or are empty for its value."""
    for row in rows:
        one: dict[str, object] = dict(zip(names, row, strict=True))
        for name, empty in parsed.items():
            one[name] = json.loads(str(one[name])) if one[name] else empty
        yield json.dumps(one) + "\n"
