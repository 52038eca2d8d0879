"""The pictures of a floor's day, as lines: fairness, ages, arrivals against capacity, time in state.

Law: every bar differs from its neighbours by shape, and has its number beside it; colour only helps.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from engine.board import Board
from engine.past import AGES, Figures, Slot, Strip
from engine.rep import Availability
from tui.rows import lag_text
from tui.text import clean
from tui.widgets.lines import EMPTY, Line, Span, fill

NAME_CELLS = 14
COLUMN_ROWS = 7
SLOT_CELLS = 3
TWO_COLUMNS = 150
STATE_SIGNS: dict[Availability, Span] = {
    Availability.AVAILABLE: ("█", "ok"),
    Availability.LAST_ONE: ("▓", "ok"),
    Availability.AWAY: ("░", "warn"),
    Availability.NOT_RESPONDING: ("×", "breach"),
    Availability.OFFLINE: (" ", "dim"),
}
STATE_WORDS = "█ ready   ▓ last one   ░ away   × no answer   blank: off"
AGE_WORDS = ("1 min", "2 min", "5 min", "10 min", "15 min", "30 min", "1 h", "4 h", "1 day")


def charts(figures: Figures, board: Board, width: int) -> list[Line]:
    """Return all pictures below each other, or in two columns where there is room."""
    if width < TWO_COLUMNS:
        return [*_first(figures, board, width), EMPTY, *_second(figures, board, width)]
    each = (width - 3) // 2
    pairs = zip_longest(_first(figures, board, each), _second(figures, board, each), fillvalue=EMPTY)
    return [(*fill(left, each + 3), *right) for left, right in pairs]


def _first(figures: Figures, board: Board, width: int) -> list[Line]:
    return [
        *_titled("CAME IN, BY HALF HOURS  █ could be answered   ▒ beyond that   ─ capacity", width),
        *arrival_lines(figures, width),
        EMPTY,
        *_titled("HOW OLD IS WHAT WAITS FOR AN ANSWER", width),
        *age_lines(figures, board, width),
    ]


def _second(figures: Figures, board: Board, width: int) -> list[Line]:
    return [
        *_titled(f"TIME IN STATE  {STATE_WORDS}", width),
        *strip_lines(figures, width),
        EMPTY,
        *_titled("WHO GOT WHAT  ▓ got   ▒ was entitled to", width),
        *fairness_lines(board, width),
    ]


def _titled(title: str, width: int) -> tuple[Line, ...]:
    return (((title[:width], "head"),),)


def bar(amount: float, most: float, cells: int, sign: str) -> str:
    """Return a bar; whatever is above nought is seen."""
    length = round(cells * amount / most) if most else 0
    return sign * (max(1, length) if amount > 0 else 0)


def fairness_lines(board: Board, width: int) -> Iterator[Line]:
    """Return two bars for each rep: what they got, and what they were entitled to."""
    most = max((max(rep.received, rep.entitled) for rep in board.reps), default=0.0)
    cells = max(4, (width - NAME_CELLS - 20) // 2)
    for rep in board.reps:
        got, due = bar(rep.received, most, cells, "▓"), bar(rep.entitled, most, cells, "▒")
        yield (
            (clean(rep.name or rep.id, NAME_CELLS) + " ", ""),
            (f"{rep.received:>5.0f} {got:<{cells}}", "ahead"),
            (f"{rep.entitled:>6.1f} {due:<{cells}}", "owed"),
            (f"{lag_text(rep.lag):>6}", "strong" if abs(rep.lag) >= 1 else "dim"),
        )


def age_lines(figures: Figures, board: Board, width: int) -> Iterator[Line]:
    """Return a bar for each stretch of ages; what is past the limit has another sign."""
    most, cells = max(figures.ages), max(4, width - NAME_CELLS - 10)
    for place, count in enumerate(figures.ages):
        begins = AGES[place - 1] if place else 0
        words = f"to {AGE_WORDS[place]}" if place < len(AGES) else f"over {AGE_WORDS[-1]}"
        is_late = begins >= board.first_touch_seconds
        sign, style = ("▒", "breach") if is_late else ("▓", "ok")
        yield (
            (f"{words:<{NAME_CELLS}} ", "dim"),
            (f"{count:>6} ", "strong" if count else "dim"),
            (bar(count, most, cells, sign), style),
            (" !!" if is_late and count else "", "breach"),
        )


def capacities(slots: Sequence[Slot]) -> list[float]:
    """Return what each half hour could answer: who was there, at the pace of an hour of a rep over the day so far."""
    ready = sum(slot.ready for slot in slots)
    pace = sum(slot.answered for slot in slots) / ready if ready else 0.0
    return [slot.ready * pace for slot in slots]


def arrival_lines(figures: Figures, width: int) -> Iterator[Line]:
    """Return a column for each half hour, as many of the latest as fit."""
    busy = next((at for at, slot in enumerate(figures.slots) if slot.arrived or slot.answered), 0)
    first = max(busy, len(figures.slots) - max(1, (width - 6) // SLOT_CELLS))
    slots, could = figures.slots[first:], capacities(figures.slots)[first:]
    most = max([*(slot.arrived for slot in slots), *could, 1.0])
    for row in range(COLUMN_ROWS, 0, -1):
        scale = f"{most * row / COLUMN_ROWS:>5.0f} " if row in (COLUMN_ROWS, 1) else " " * 6
        cells = (_cell(slot, able, row, most) for slot, able in zip(slots, could, strict=True))
        yield ((scale, "dim"), *cells)
    zone = ZoneInfo(figures.timezone)
    hours = "".join(_hour(slot.begins_at.astimezone(zone)) for slot in slots)
    yield ((" " * 6 + hours, "dim"),)
    came, answered = sum(slot.arrived for slot in figures.slots), sum(slot.answered for slot in figures.slots)
    yield ((f"      {came} came in today, {answered} were answered", ""),)


def _cell(slot: Slot, able: float, row: int, most: float) -> Span:
    """Return what a half hour shows in one row of the picture."""
    low, high = most * (row - 1) / COLUMN_ROWS, most * row / COLUMN_ROWS
    if slot.arrived > low:
        return ("▒▒ ", "breach") if low >= able else ("██ ", "ok")
    return ("── ", "info") if low < able <= high else ("   ", "")


def _hour(begins: datetime) -> str:
    return f"{begins:%H} " if begins.minute < 30 and begins.hour % 2 == 0 else "   "


def strip_lines(figures: Figures, width: int) -> Iterator[Line]:
    """Return a strip for each rep, from the day's first change or lead on until now."""
    cells = max(8, width - NAME_CELLS - 1)
    begins = _begins(figures)
    step = max(timedelta(seconds=1), (figures.as_of - begins) / cells)
    for strip in figures.strips:
        signs = [_state(strip, begins + (place + 0.5) * step) for place in range(cells)]
        yield ((clean(strip.name or strip.rep_id, NAME_CELLS) + " ", ""), *_joined(signs))
    zone = ZoneInfo(figures.timezone)
    first, last = f"{begins.astimezone(zone):%H:%M}", f"{figures.as_of.astimezone(zone):%H:%M}"
    yield ((" " * (NAME_CELLS + 1) + first + " " * (cells - len(first) - len(last)) + last, "dim"),)


def _begins(figures: Figures) -> datetime:
    """Return since when there is something to see today."""
    busy = [slot.begins_at for slot in figures.slots if slot.arrived or slot.answered]
    changed = [since for strip in figures.strips for _, since, _ in strip.stretches if since > figures.day_at]
    return min([*busy, *changed], default=figures.day_at)


def _state(strip: Strip, at: datetime) -> Span:
    return next((STATE_SIGNS[state] for state, since, until in strip.stretches if since <= at < until), (" ", "dim"))


def _joined(signs: Sequence[Span]) -> Line:
    """Put equal neighbours into one span."""
    spans: list[Span] = []
    for text, style in signs:
        if spans and spans[-1][1] == style:
            spans[-1] = (spans[-1][0] + text, style)
        else:
            spans.append((text, style))
    return tuple(spans)
