"""A rep's own leads as a table, and the lines around it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from textwrap import wrap
from types import MappingProxyType

from engine.lead import LeadState
from engine.rep import Availability
from engine.rep_board import Moved, OwnLead, Place, RepBoard
from tui.rows import Cells, clock_text, left_text, queue_cells, rep_state, rep_style, since, span_text
from tui.seat import Seat
from tui.text import cut, plain, width_of
from tui.widgets.bars import health_spans
from tui.widgets.columns import Column
from tui.widgets.lines import Line, line_width, say, spread
from tui.widgets.live_table import LiveTable, Rows

NEWS_FOR = timedelta(minutes=2)
"""So long what was moved by hand stands where there is one line for everything."""
_NOBODY: Mapping[str, str] = MappingProxyType({})


def own_cells(lead: OwnLead, now: datetime) -> Cells:
    """Return the cells of a rep's own lead; one that is held out counts down."""
    cells = queue_cells(lead.row, now, _NOBODY)
    if lead.offer_until is not None:
        left = max(0.0, (lead.offer_until - now).total_seconds())
        cells |= {"sign": ("?", "warn"), "left": (f"{left:.0f} s", "warn"), "state": ("OFFER", "alarm")}
    elif lead.row.state == LeadState.CONTACTED:
        cells |= {"left": ("met", "dim"), "state": ("contacted", "dim")}
    else:
        cells |= {"state": ("new", "")}
    return cells | {"phone": (lead.phone or lead.email, "info")}


class OwnTable(LiveTable[OwnLead]):
    """What is held out to a rep, and what is theirs."""

    EMPTY_WORDS = "No lead is yours just now."
    COLUMNS = (
        Column(id="cursor", title="", least=1, gap=0),
        Column(id="sign", title="", least=2),
        Column(id="age", title="AGE", least=5, is_right=True),
        Column(id="left", title="LEFT", least=6, is_right=True),
        Column(id="lead", title="LEAD", least=14, most=30),
        Column(id="company", title="COMPANY", least=12, most=34, rank=2),
        Column(id="phone", title="PHONE", least=16, most=32, rank=1),
        Column(id="state", title="STATE", least=9, rank=3),
        Column(id="source", title="SRC", least=6, most=16, rank=4),
        Column(id="id", title="ID", least=8, rank=5),
    )

    def cells(self, row: OwnLead) -> Cells:
        """Return a lead's cells."""
        return own_cells(row, self.now())

    def show_mine(self, board: RepBoard) -> None:
        """Show a board's leads."""
        self.show(Rows({lead.id: lead for lead in board.leads}, board.seq))


class BareTable(OwnTable):
    """The same without a head, for four lines."""

    HEAD = 0


def header(board: RepBoard | None, now: datetime, seat: Seat, width: int) -> Line:
    """Return who sits here and how the engine does."""
    if board is None:
        return ((" floorboard", "bar_strong"), ("  opening…", "bar"))
    left: Line = (
        (" floorboard  ", "bar_strong"),
        (cut(board.me.name, 24), "bar_strong"),
        (cut(f"   {board.floor}", 30), "bar"),
        ("   ", "bar"),
        *health_spans(board, now),
    )
    right: Line = ((f"{seat.words()} ", "bar"),)
    line = spread(left, right, width)
    gap = width - line_width(line)
    return tuple((text, style or "bar") for text, style in (*line, (" " * max(0, gap), "bar")))


def you_line(board: RepBoard, now: datetime, width: int, *, is_named: bool = False) -> Line:
    """Return what the rep is, has and is owed, as much as fits; the load and the state always do."""
    me = board.me
    shape, word = rep_state(me)
    left = f", back in {left_text(me.until_at, now)[1:]}" if me.until_at and me.until_at > now else ""
    load = f"{me.load} of {me.capacity}" if me.capacity else f"{me.load}"
    line: Line = (
        (f"{cut(me.name, 16)}  " if is_named else "", "strong"),
        (f"{shape} ", rep_style(me)),
        say(word.upper(), rep_style(me)),
        (f"  for {span_text(since(me.since_at, now))}{left}", ""),
        (f"   load {load}", "warn" if me.is_full else ""),
    )
    got = f"{me.received:.1f}".removesuffix(".0")
    lag = f"{abs(me.lag):.1f} {'owed' if me.lag > 0 else 'ahead'}" if abs(me.lag) >= 0.05 else "even"
    style = "owed" if me.lag > 0 else "ahead"
    share: Line = ((f"   got {got} of {me.entitled:.1f} due: ", ""), (lag, style))
    short: Line = (("   ", ""), (lag, style))
    return next((part for part in (line + share, line + short) if line_width(part) <= width), line)


def coming_lines(board: RepBoard, width: int, zone: tzinfo | None, pull_key: str, back_key: str) -> list[Line]:
    """Return what was moved by hand, the place in every pool, and why the last lead came and the next does not."""
    not_next = board.why_not
    if board.me.availability is Availability.NOT_RESPONDING:
        not_next = f"you let an offer run out: {back_key} brings you back"
    told = "   ".join(map(place_words, board.places)) or "You are in no pool."
    coming = next_words(board.places, zone)
    lines = [line for one in board.moved for line in moved_lines(one, width, zone)]
    lines.append(((coming, "strong"), (cut(told, width - width_of(coming)), "")))
    if board.pulls:
        lines.append(((pull_key, "key"), (" takes the next lead that waits for you", "dim")))
    if board.why_last:
        lines.append((("why you got your last lead: ", "dim"), (cut(board.why_last, width - 28), "")))
    if not_next:
        lines.append((("why not the next: ", "dim"), (cut(not_next, width - 18), "")))
    return lines


def moved_lines(moved: Moved, width: int, zone: tzinfo | None) -> list[Line]:
    """Return what was given to the rep or taken from them by hand, by whom and why, in two lines at most."""
    at = f"{clock_text(moved.at, zone)}  "
    room = width - width_of(at)
    first, *more = wrap(plain(moved.words), max(10, room)) or [""]
    lines: list[Line] = [((at, "dim"), (cut(first, room), "strong"))]
    return [*lines, *([((" " * width_of(at), ""), (cut(" ".join(more), room), "strong"))] if more else [])]


def news(board: RepBoard, now: datetime, zone: tzinfo | None) -> Line:
    """Return what was moved by hand just now, for where there is one line."""
    fresh = [one for one in board.moved if now - one.at < NEWS_FOR]
    return ((f" {clock_text(fresh[0].at, zone)}  ", "dim"), say(fresh[0].words, "strong")) if fresh else ()


def place_words(place: Place) -> str:
    """Return a rep's place in a pool in words."""
    waits = f", {place.waiting} wait" if place.waiting else ""
    if place.place is None:
        return f"{place.pool}: not in line{waits}"
    return f"{place.pool}: {ordinal(place.place)} of {place.of} in line{waits}"


def next_words(places: Sequence[Place], zone: tzinfo | None) -> str:
    """Return when the rep's next lead is likely to come, from whichever pool; nothing where it cannot be foretold."""
    known = [place.next_at for place in places if place.next_at]
    return f"Next lead about {clock_text(min(known), zone)}.   " if known else ""


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `4th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def offer_line(offers: Sequence[OwnLead], now: datetime, keys: Line) -> Line:
    """Return the lead that is held out with the seconds left, nothing when there is none."""
    live = [one for one in offers if one.offer_until is not None and one.offer_until > now]
    if not live:
        return ()
    first = min(live, key=lambda one: (one.offer_until or now, one.id))
    left = (first.offer_until or now) - now
    seconds = -(-left // timedelta(seconds=1))
    who = cut(first.row.name or first.row.company or first.id, 28)
    return (
        (f" OFFER {seconds} s ", "alarm"),
        (f"  {who}  ", "strong"),
        *keys,
        (" ", ""),
    )


def is_here(board: RepBoard) -> bool:
    """Whether the rep takes leads just now."""
    return board.me.availability in (Availability.AVAILABLE, Availability.LAST_ONE)
