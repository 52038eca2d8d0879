"""The rows of delimited text, where a lost quote costs its own line and never the lines after it."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from importers.files.tables import Row
from importers.limits import limits, too_long

QUOTE = '"'
ESCAPED = '\\"'
END_OF_FILE = "\x1a"
"""What old programs write behind the last row."""
FORMULA = re.compile(r'="([^"]*)"')
"""How some exports keep a spreadsheet from reading digits as a number."""
LINES_PER_ROW_MAX = 500
"""A quoted cell with more line breaks than this is taken for a lost quote."""

LOST_QUOTE = "A quote is opened here and never closed."
LINE_END = 2
"""Characters that end a line at most; they are not counted."""


class Rows:
    """Reads rows from text opened with `newline=""`. Set `width` and `head` once the headings are known."""

    def __init__(self, text: TextIO, delimiter: str) -> None:
        self.width = 0
        self.head = 0
        """The number of the row with the headings."""
        self._most = limits().row
        csv.field_size_limit(self._most)
        self._text = text
        self._delimiter = delimiter
        self._ahead: deque[str] = deque()
        self._number = 0

    def __iter__(self) -> Iterator[Row]:
        while line := self._line():
            self._number += 1
            if self._is_long(line):
                yield Row(self._number, [], line[:200], too_long("row"))
            elif QUOTE in line:
                yield self._quoted(line)
            else:
                bare = line.rstrip("\r\n")
                yield Row(self._number, bare.split(self._delimiter), bare)

    def _is_long(self, line: str) -> bool:
        return len(line) > self._most and len(line.rstrip("\r\n")) > self._most

    def _line(self) -> str:
        """The next physical line; of one that is too long, its beginning only."""
        if self._ahead:
            return self._ahead.popleft()
        line = self._text.readline(self._most + LINE_END + 1)
        if self._is_long(line):
            rest = line
            while rest and rest[-1] not in "\r\n":
                rest = self._text.readline(self._most)
        if "\0" in line or line[:1] == END_OF_FILE:
            return line.replace("\0", "").replace(END_OF_FILE, "") or "\n"
        return line

    def _quoted(self, first: str) -> Row:
        """Read on while a quote is open. What cannot be closed is given back, line by line."""
        more: list[str] = []
        while True:
            text = first + "".join(more)
            cells, is_open = _parse(text, self._delimiter)
            if not is_open:
                break
            if not self._read_on(more, len(text)):
                cells = None
                break
        if cells is None and not more and not is_open:
            cells = next(csv.reader([text], delimiter=self._delimiter, skipinitialspace=True), [])
        elif cells is None and not is_open:
            cells = self._lenient(text, more)
        elif cells is not None and (self._swallowed(cells, more) or self._swallowed_people(more)):
            cells = None
        if cells is None:
            self._ahead.extendleft(reversed(more))
            return Row(self._number, [], first.rstrip("\r\n"), LOST_QUOTE)
        if '="' in text:
            cells = [FORMULA.sub(r"\1", cell) if FORMULA.fullmatch(cell) else cell for cell in cells]
        return Row(self._number, cells, text.rstrip("\r\n"))

    def _read_on(self, more: list[str], length: int) -> bool:
        """Append lines up to the next one with a quote; False when there is none within the limits."""
        while len(more) < LINES_PER_ROW_MAX and length <= self._most:
            line = self._line()
            if not line:
                return False
            more.append(line)
            length += len(line)
            if QUOTE in line:
                return length <= self._most + LINE_END
        return False

    def _lenient(self, text: str, more: list[str]) -> list[str] | None:
        """Sloppy quotes inside a cell of several lines are forgiven, unless whole rows would vanish in it."""
        cells = next(csv.reader([text], delimiter=self._delimiter, skipinitialspace=True), [])
        return cells if len(cells) == self.width and not self._looks_like_rows(more) else None

    def _swallowed(self, cells: list[str], more: list[str]) -> bool:
        return bool(more) and self.width > 1 and len(cells) != self.width and self._looks_like_rows(more)

    def _swallowed_people(self, more: list[str]) -> bool:
        """No heading is so long that people's rows stand in it: a quote was lost there."""
        is_head = not self.width or self._number <= self.head
        return is_head and any("@" in line and self._delimiter in line for line in more)

    def _looks_like_rows(self, lines: list[str]) -> bool:
        return any(line.count(self._delimiter) + 1 == self.width for line in islice(lines, LINES_PER_ROW_MAX))


def _parse(text: str, delimiter: str) -> tuple[list[str] | None, bool]:
    """The cells, and whether a quote is still open at the end. No cells when the quotes make no sense."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True), []), False
    except csv.Error as error:
        is_open = "unexpected end" in str(error)
        return (_escaped(text, delimiter) if ESCAPED in text and not is_open else None), is_open


def _escaped(text: str, delimiter: str) -> list[str] | None:
    """The cells where a quote inside a cell has a backslash before it, as databases write it."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True, escapechar="\\"), [])
    except csv.Error:
        return None
