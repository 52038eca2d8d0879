"""How big the sheets of a workbook are, asked before they are opened: two cells far apart would fill the memory."""

import re
import struct
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from importers.files import ole, zip_bounds
from importers.record import Unreadable

CELLS_MAX = 20_000_000
"""A sheet is held whole while it is read; the corners of its filled part say how much that is."""
ROWS_MAX, COLUMNS_MAX = 1_048_576, 16_384
"""What Excel itself allows."""
CARRY = 512
CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']\s*([A-Za-z]{1,12})(\d{1,20})[^>]*[^/]>")
ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"']\s*(\d{1,20})")
EPOCH_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']")
BIFF_START, BIFF_1904, BIFF_PASSWORD, BIFF_BOX = 0x0809, 0x0022, 0x002F, 0x0200
BIFF_CELLS = frozenset({0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E})
ODS_TAG = re.compile(rb"<table:(table-row|(?:covered-)?table-cell|table)\b([^<>]*?)(/?)>")
ODS_TIMES = re.compile(rb"table:number-(?:rows|columns)-repeated\s*=\s*[\"']\s*(\d{1,12})")
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
"""A template's is longer."""
ODS_BODY, ODS_KEYS = "content.xml", "META-INF/manifest.xml"
ENCRYPTED = "{} is protected by a password: save it without one."


class Facts(NamedTuple):
    """What must be known of a workbook beside its cells."""

    is_1904: bool = False
    """Days are counted from 1904, as Excel for the Mac did."""


def check(path: Path, name: str) -> Facts:
    """Raise Unreadable for a workbook that is none, is encrypted, or would not fit into memory."""
    with path.open("rb") as stream:
        is_old = stream.read(8) == ole.MAGIC
    return _check_old(path.read_bytes(), name) if is_old else _check_packed(path, name)


def is_open_document(path: Path, names: list[str]) -> bool:
    """Whether a ZIP archive with files of these names is an OpenDocument spreadsheet."""
    if "mimetype" not in names or ODS_BODY not in names:
        return False
    with ZipFile(path) as archive, archive.open("mimetype") as stream:
        return stream.read(100).decode("ascii", "replace").startswith(ODS_KIND)


def _check_packed(path: Path, name: str) -> Facts:
    facts = Facts()
    found = zip_bounds.entries(path, name)
    with ZipFile(path) as archive:
        if is_open_document(path, archive.namelist()):
            _check_open_document(archive, name)
            return facts
        for entry in found:
            inside = entry.filename.casefold()
            is_sheet = inside.startswith("xl/") and "sheet" in inside and not inside.endswith(".rels")
            box = _Box(name)
            rest = b""
            for chunk in zip_bounds.chunks(archive, entry, name):
                if is_sheet:
                    text = rest + chunk
                    box.add_markup(text)
                    rest = text[-CARRY:]
                elif inside == "xl/workbook.xml" and EPOCH_1904.search(chunk):
                    facts = Facts(is_1904=True)
    return facts


def _check_open_document(archive: ZipFile, name: str) -> None:
    """Count the cells of each sheet as it says how often they are repeated; blank ones at its edges do not count."""
    if ODS_KEYS in archive.namelist() and b"encryption-data" in archive.read(ODS_KEYS):
        raise Unreadable(ENCRYPTED.format(name))
    box, rest = _Repeated(name), b""
    for chunk in zip_bounds.chunks(archive, archive.getinfo(ODS_BODY), name):
        text = rest + chunk
        whole = text.rfind(b"<")
        for tag in ODS_TAG.finditer(text, 0, max(whole, 0)):
            box.add(*tag.groups())
        rest = text[max(whole, 0) :]


class _Repeated:
    """The filled corner of an OpenDocument sheet, tag by tag."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._row = self._column = 0

    def add(self, tag: bytes, said: bytes, closed: bytes) -> None:
        """Note a tag. Raises Unreadable when the sheet has become too big."""
        found = ODS_TIMES.search(said)
        times = int(found[1]) if found else 1
        if tag == b"table":
            self._row = 0
        elif tag == b"table-row":
            self._row, self._column = self._row + times, 0
        else:
            self._column += times
            if not closed:
                _Box(self._name).add_both((0, 0), (max(self._row, 1) - 1, self._column - 1))


def _check_old(data: bytes, name: str) -> Facts:
    compound = ole.Compound(data)
    if "EncryptedPackage" in compound.names:
        raise Unreadable(ENCRYPTED.format(name))
    if any(one.startswith("__substg1.0") for one in compound.names):
        raise Unreadable(f"{name} is an Outlook message: give it the ending .msg.")
    stream = next((one for one in ("Workbook", "Book") if one in compound.names), "")
    if not stream:
        raise Unreadable(f"{name} is an old Office file, but no workbook.")
    return _check_records(compound.read(stream), name)


def _check_records(data: bytes, name: str) -> Facts:
    """Walk over the records of a sheet: each has a kind, a length and, where it is a cell, its row and column."""
    facts, box, place = Facts(), _Box(name), 0
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        body = data[place + 4 : place + 4 + length]
        if kind == BIFF_PASSWORD:
            raise Unreadable(ENCRYPTED.format(name))
        if kind == BIFF_START:
            box = _Box(name)
        elif kind == BIFF_1904 and body[:1] == b"\1":
            facts = Facts(is_1904=True)
        elif kind in BIFF_CELLS and len(body) >= 4:
            box.add(*struct.unpack_from("<HH", body))
        elif kind == BIFF_BOX and len(body) >= 12:
            top, bottom, left, right = struct.unpack_from("<IIHH", body)
            _Box(name).add_both((top, left), (max(bottom, 1) - 1, max(right, 1) - 1))
        place += 4 + length
    return facts


class _Box:
    """The corners of the filled part of a sheet."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._letters: set[bytes] = set()

    def add(self, row: int, column: int) -> None:
        """Note a cell. Raises Unreadable when the sheet has become too big."""
        self._rows = [min([row, *self._rows]), max([row, *self._rows])]
        self._columns = [min([column, *self._columns]), max([column, *self._columns])]
        self._judge()

    def add_both(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Note two corners."""
        self.add(*first)
        self.add(*last)

    def add_markup(self, text: bytes) -> None:
        """Note every filled cell of a piece of a sheet's markup."""
        cells = CELL.findall(text)
        rows = {row for _, row in cells} | set(ROW.findall(text))
        letters = {column for column, _ in cells} - self._letters
        self._letters |= letters
        columns = [_column(column) for column in letters]
        for row in (min(map(int, rows)), max(map(int, rows))) if rows else ():
            self.add(row, columns[0] if columns else max(self._columns, default=0))
        for column in columns:
            self.add(self._rows[0] if self._rows else 0, column)

    def _judge(self) -> None:
        rows, columns = (max(span) - min(span) + 1 for span in (self._rows, self._columns))
        is_far = max(self._rows) > ROWS_MAX or max(self._columns) > COLUMNS_MAX
        if is_far or rows * columns > CELLS_MAX:
            limit = f"{self._name} has a sheet of more than {CELLS_MAX:,} cells"
            raise Unreadable(f"{limit}: delete what stands far out, or save it as CSV.")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
