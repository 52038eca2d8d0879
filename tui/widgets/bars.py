"""The single lines around the panels: header, banner, tabs, flash and footer."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import groupby
from operator import attrgetter

from engine.board import Board, FeedRow, QueueRow, RepRow
from engine.rep_board import RepBoard
from engine.value import Value
from tui.keys import Action
from tui.names import short_names
from tui.rows import clock_text, feed_cells, rep_state, rep_style, since, span_text
from tui.signs import key_name
from tui.text import cut, plain
from tui.widgets.lines import Line, Lines, Span, line_width, say, spread

UNDO_SECONDS = 30
FLASH_SECONDS = 8


class OneLine(Lines):
    """A widget whose lines are told from outside."""

    def __init__(self, *, widget_id: str | None = None, classes: str | None = None) -> None:
        super().__init__(widget_id=widget_id, classes=classes)
        self.shown: Sequence[Line] = ()

    def show(self, *lines: Line) -> None:
        """Show other lines."""
        if lines != self.shown or not self._drawn:
            self.shown = lines
            self.redraw()

    def lines(self, width: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """Return what was told."""
        return self.shown


def header_line(
    board: Board | None, now: datetime, zone: tzinfo | None, actor: str, width: int, is_past: bool = False
) -> Line:
    """Return the floor's name, the time, how the engine does, and who sits here."""
    right: Line = (("  " + plain(actor) + " ", "bar"),)
    if board is None:
        left: Line = ((" floorboard", "bar_strong"), ("  opening the board…", "bar"))
    else:
        clock = clock_text(now, zone, with_seconds=True)
        rest: Line = ((f"   LIVE {clock}   ", "bar"), *health_spans(board, now))
        rest = ((f"   AS IT WAS AT {clock}", "bar"),) if is_past else rest
        room = max(8, width - 15 - line_width(rest) - line_width(right))
        left = ((" floorboard  ", "bar_strong"), (cut(board.floor, room), "bar_strong"), *rest)
        for inlet in inlets(board) if not is_past else ():
            if line_width(left) + line_width(inlet) + line_width(right) + 2 < width:
                left = (*left, *inlet)
    line = spread(left, right, width)
    gap = width - line_width(line)
    return tuple((text, style or "bar") for text, style in (*line, (" " * max(0, gap), "bar")))


def inlets(board: Board) -> list[Line]:
    """Return how drop folder and web-hooks do, and how many leads come, the most telling first."""
    engine, gap = board.engine, ("   ", "bar")
    if not engine.is_alive:
        return []
    drop: Line = (gap, ("drop ", "bar"), ("ok", "bar ok"))
    hook: Line = (gap, (f"hook {plain(engine.listening) or 'off'}", "bar"))
    drop = (gap, ("drop: trouble", "alarm")) if engine.drop_trouble else drop
    hook = (gap, ("hook: trouble", "alarm")) if engine.hook_trouble else hook
    pace = () if board.per_minute is None else ((gap, (f"in {pace_text(board.per_minute)}", "bar")),)
    found: list[Line] = [drop, hook, *pace]
    return sorted(found, key=lambda one: one[-1][1] != "alarm")


def pace_text(per_minute: float) -> str:
    """Return how many leads come as `12/min`, `0.4/min` where they are few."""
    return f"{per_minute:.1f}/min".replace(".0/", "/") if per_minute < 10 else f"{per_minute:,.0f}/min"


def health_spans(board: Board | RepBoard, now: datetime) -> Line:
    """Return how the engine does: ok, or for how long it has been down."""
    if board.engine.is_alive:
        return (("engine ", "bar"), ("ok", "bar ok"))
    down = f" {span_text(since(board.engine.renewed_at, now))}" if board.engine.renewed_at else ""
    return ((f"engine DOWN{down}", "alarm"),)


_AGE = attrgetter("queued_at", "id")
"""Leads by how long they have waited."""


def breach_line(late: Sequence[QueueRow], now: datetime, width: int, keys: Line = ()) -> Line:
    """Return the breach banner for leads that nobody has acknowledged, nothing when there are none.

    `keys` says what can be done about them; it stands at the right where there is room for it.
    """
    if not late:
        return ()
    oldest = min(late, key=_AGE)
    count = f" !! {len(late):,} {'LEAD' if len(late) == 1 else 'LEADS'} PAST LIMIT "
    who = oldest.company or oldest.name or oldest.id
    words = f"  oldest {span_text(since(oldest.queued_at, now))}  "
    right: Line = (*keys, (" ", ""))
    room = width - len(count) - len(words) - line_width(right) - 2
    return spread(((count, "alarm"), (words, "breach"), (cut(who, max(4, room)), "")), right, width)


def trouble_line(sentence: str) -> Line:
    """Return a line that says what is wrong, nothing when nothing is."""
    return ((" ! ", "alarm"), say(f" {sentence}", "warn")) if sentence else ()


def tabs_line(panel: str, titles: Sequence[tuple[str, str]], right: str, width: int) -> Line:
    """Return the panels by number, the chosen one in brackets, and words at the right."""
    spans: list[Span] = []
    for number, (name, title) in enumerate(titles, 1):
        is_here = name == panel
        text = f"[{number} {title}]" if is_here else f" {number} {title} "
        spans.append((f" {text}", "strong" if is_here else "dim"))
    return spread(tuple(spans), ((plain(right) + " ", "dim"),), width)


def reps_line(reps: Sequence[RepRow], width: int) -> Line:
    """Return who is ready with their load, and how many are not, in one line."""
    names = short_names(reps)
    ready = [rep for rep in reps if rep_state(rep)[0] == "●"]
    counts = {shape: sum(1 for rep in reps if rep_state(rep)[0] == shape) for shape in "◐○×"}
    words = {"◐": "full", "○": "away", "×": "off"}
    right: Line = tuple((f" {shape} {count} {words[shape]} ", "dim") for shape, count in counts.items() if count)
    left: Line = ()
    for rep in ready:
        load = f" {rep.load}/{rep.capacity}" if rep.capacity else f" {rep.load}"
        part: Line = (
            (" »" if rep.is_next else " ", "info"),
            ("●", rep_style(rep)),
            (cut(names[rep.id], 10), ""),
            (load, "dim"),
        )
        if line_width(left) + line_width(part) + line_width(right) + 2 > width:
            break
        left += part
    return spread(left or ((" nobody is ready", "warn"),), right, width)


def feed_line(row: FeedRow | None, zone: tzinfo | None) -> Line:
    """Return the latest entry in one line."""
    if row is None:
        return ()
    cells = feed_cells(row, zone)
    who = cut(cells["who"][0], 22)
    return ((f" {cells['at'][0]} ", "dim"), (f"{cells['kind'][0]} ", "info"), (f"{who}  ", ""), say(*cells["words"]))


class Flash(Value):
    """One sentence about what has just become of an order."""

    sentence: str
    is_good: bool
    at: datetime
    undo_key: str = ""
    """By which key it is taken back; nothing when it cannot be."""

    def line(self, now: datetime) -> Line:
        """Return it with the seconds left to undo, nothing when its time is over."""
        seconds = UNDO_SECONDS if self.undo_key else FLASH_SECONDS
        left = self.at + timedelta(seconds=seconds) - now
        if left <= timedelta(0):
            return ()
        sign: Span = (" ✓ ", "ok") if self.is_good else (" ! ", "warn")
        words: Line = (sign, say(self.sentence, "" if self.is_good else "warn"))
        if not self.undo_key:
            return words
        seconds_left = -(-int(left.total_seconds() * 10) // 10)
        return (*words, ("  ", ""), (self.undo_key, "key"), (f" undo ({seconds_left}s)", "dim"))


def footer_line(actions: Sequence[Action], width: int) -> Line:
    """Return the keys that matter here, as many as fit; the last two always do."""
    *some, commands, help_ = [_footer_part(tuple(alike)) for _, alike in groupby(actions, attrgetter("footer"))]
    tail = commands + help_
    line: Line = ()
    for part in some:
        if line_width(line) + line_width(part) + line_width(tail) > width:
            break
        line += part
    return line + tail


def _footer_part(alike: Sequence[Action]) -> Line:
    """Return the first keys of neighbours that have the same words, `j/k move`."""
    keys = "/".join(key_name(action.keys[0]) for action in alike)
    return ((f" {keys}", "key"), (f" {alike[0].footer} ", "dim"))
