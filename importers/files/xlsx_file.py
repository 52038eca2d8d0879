"""Reads Excel workbooks, new and old: every sheet that could reach a person, else what is most like a list."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from types import TracebackType

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from importers.files import gauge
from importers.files.tables import (
    HEAD_ROWS,
    TURNED_ROWS_MAX,
    Row,
    heading_row,
    headings_of,
    is_turned,
    records_of,
    turned,
)
from importers.files.workbook_bounds import ENCRYPTED, Facts, check
from importers.headings import known_words, meaning
from importers.limits import limits, too_long, too_wide
from importers.mapping import CONTACT_FIELDS, has_email_or_phone
from importers.record import Headings, Hints, Read, Reject, Unreadable, one_line

SHEETS_MAX = 200
HIDDEN = "This sheet is hidden and was not read, though it holds contacts: show it, and drop the file again."
EXACT_BELOW = 1e15
"""A spreadsheet keeps fifteen digits; a longer number has lost its end and is nobody's id or phone."""
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock without a zone, as the cells are
DAYS_TO_1904 = 1462
SERIAL_DAYS = (20_000, 80_000)

Cell = int | float | str | bool | time | date | datetime | timedelta


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield the headings of the chosen sheet, then a record or a reject per row."""
    name = hints.name or path.name
    facts = check(path, name)
    with _Faults(name), CalamineWorkbook.from_path(path) as book:
        sheets, hidden = _sheets(book)
        if not sheets:
            raise Unreadable(f"{name} is empty.")
        for place, sheet in enumerate(sheets):
            shown = name if len(sheets) == 1 else f"{name} sheet {one_line(sheet.name)}"
            yield from gauge.counted(_table(sheet, facts, shown), sheet.total_height, place, len(sheets))
        for sheet in hidden:
            yield Reject(place=f"{name} sheet {one_line(sheet.name)}", reason=HIDDEN, raw="")


class _Faults:
    """Turns what the library raises into sentences; even its panics, which no exception of Python is above."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(fault, PasswordError):
            raise Unreadable(ENCRYPTED.format(self._name)) from fault
        if isinstance(fault, CalamineError) or (kind is not None and kind.__name__ == "PanicException"):
            raise Unreadable(f"{self._name} is a broken workbook.") from fault


def _sheets(book: CalamineWorkbook) -> tuple[list[CalamineSheet], list[CalamineSheet]]:
    """The visible sheets with contacts, in order, and the hidden ones that have some.

    Where none is visible, the best alone: with contacts, then known words.
    """
    found: list[tuple[tuple[bool, bool, int, int], CalamineSheet]] = []
    for place, known in enumerate(book.sheets_metadata[:SHEETS_MAX]):
        if known.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(place)
        rows = list(islice(_filled(sheet), HEAD_ROWS))
        if rows:
            words, has_contact = _judge(rows)
            found.append(((has_contact, known.visible is SheetVisibleEnum.Visible, words, -place), sheet))
    shown = [sheet for score, sheet in found if score[:2] == (True, True)]
    hidden = [sheet for score, sheet in found if score[:2] == (True, False)]
    best = [sheet for _, sheet in sorted(found, key=lambda pair: pair[0])[-1:]]
    return (shown, hidden) if shown else (best, [sheet for sheet in hidden if sheet not in best])


def _judge(rows: list[Row]) -> tuple[int, bool]:
    heading = heading_row(rows)
    if heading is None:
        return 0, has_email_or_phone(rows[0].cells)
    has_contact = any(meaning(cell).field in CONTACT_FIELDS for cell in heading.cells)
    return known_words(heading.cells), has_contact or any(has_email_or_phone(row.cells) for row in rows)


def _table(sheet: CalamineSheet, facts: Facts, name: str) -> Iterator[Read]:
    rows = list(islice(_filled(sheet), TURNED_ROWS_MAX + 1))
    if is_turned(rows):
        yield from turned(rows, name)
        return
    rows = rows[:HEAD_ROWS]
    heading = heading_row(rows)
    headings = headings_of(heading, rows)
    if len(headings) > limits().columns:
        raise Unreadable(too_wide(name, len(headings)))
    yield Headings(names=headings, place=name)
    first = heading.number if heading else rows[0].number - 1
    dates = frozenset(place for place, one in enumerate(headings) if meaning(one).field == "created_at")
    shift = DAYS_TO_1904 if facts.is_1904 else 0
    data = (row for row in _rows(sheet, dates, shift) if row.number > first)
    yield from records_of(data, headings, name)


def _filled(sheet: CalamineSheet) -> Iterator[Row]:
    return (row for row in _rows(sheet) if row.cells)


def _rows(sheet: CalamineSheet, dates: frozenset[int] = frozenset(), shift: int = 0) -> Iterator[Row]:
    """Rows as Excel numbers them; blank cells at the end are cut off."""
    for number, values in enumerate(sheet.iter_rows(), 1):
        for place in dates:
            if place < len(values):
                values[place] = _date_of(values[place], shift)
        cells = [one if type(one) is str else SPELLED[type(one)](one) for one in values]
        while cells and not cells[-1].strip():
            cells.pop()
        raw = "\t".join(cells)
        is_long = len(raw) > limits().row
        yield Row(number, cells, raw[:200] if is_long else raw, too_long("row") if is_long else "")


def _date_of(value: Cell, shift: int) -> Cell:
    """A date that was never formatted as one is a count of days."""
    if isinstance(value, float | int) and SERIAL_DAYS[0] < value < SERIAL_DAYS[1]:
        return (EPOCH + timedelta(days=float(value) + shift)).replace(microsecond=0)
    return value


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value)) if abs(value) < EXACT_BELOW else f"{value:.5E}"
    return repr(value)


SPELLED: dict[type, Callable[..., str]] = {
    str: str,
    float: _number,
    int: lambda value: _number(float(value)),
    bool: lambda value: "yes" if value else "no",
    datetime: lambda value: value.isoformat(sep=" "),
    date: date.isoformat,
    time: time.isoformat,
    timedelta: str,
}
"""How each kind of cell is written as text."""
