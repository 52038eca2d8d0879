"""One lead in full: the person, why it is where it is, and what happened to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest
from textwrap import wrap
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widget import Widget

from engine.board import Board, LeadDetail, QueueRow, RepRow, Verdict
from engine.lead import LeadState
from tui.command_line.why import clock_words
from tui.kind_words import kind_word
from tui.rows import (
    STYLE_OF,
    clock_text,
    lag_text,
    left_text,
    now_words,
    reason_words,
    severity,
    span_text,
)
from tui.screens.acts import name_of
from tui.screens.board_acts import BoardActs
from tui.screens.overlay import CLOSE, CLOSING, MOVING, Overlay, Page, acting
from tui.text import clean, plain
from tui.widgets.lines import EMPTY, Line, fill, line_width, say

MARKS = {"chosen": "»", "fits": "✓"}
KEYS = (
    *("lead.assign", "lead.suggested", "lead.requeue", "lead.contacted", "lead.close", "lead.park", "lead.note"),
    *("lead.copy", "rep.toggle", "rep.away", "undo", "redo", "repeat", "show.help"),
)
SHOWN = {"lead.assign": "assign", "lead.contacted": "contacted", "lead.close": "done", "lead.note": "note"}
"""What the foot of the dialog names, where it may be done."""


BROAD_WIDTH = 160
"""On a screen so wide the dialog takes all of it."""
COLUMNS_WIDTH = 140
"""So wide, person, routing and history stand beside each other; narrower, below each other."""
BETWEEN: Line = ((" │ ", "dim"),)


def detail_lines(
    detail: LeadDetail, now: datetime, zone: tzinfo | None, reps: Mapping[str, RepRow], width: int
) -> list[Line]:
    """Return everything about a lead as lines; `reps` are as they are now."""
    if width >= COLUMNS_WIDTH:
        return [_clock(detail, now, zone), *_in_columns(detail, zone, reps, width)]
    rule: Line = (("─" * width, "dim"),)
    return [
        _clock(detail, now, zone),
        *_person(detail, _names(detail, reps), width),
        rule,
        *_routing(detail, zone, reps, width),
        rule,
        *_history(detail, zone, width),
    ]


def _names(detail: LeadDetail, reps: Mapping[str, RepRow]) -> dict[str, str]:
    judged = {verdict.rep_id: verdict.name for verdict in detail.explanation.verdicts}
    return judged | {rep.id: rep.name or rep.id for rep in reps.values()}


def _in_columns(detail: LeadDetail, zone: tzinfo | None, reps: Mapping[str, RepRow], width: int) -> list[Line]:
    """The person, why the lead is where it is, and in the third column what happened to it."""
    third = (width - 2 * line_width(BETWEEN)) // 3
    widths = third, third, width - 2 * line_width(BETWEEN) - 2 * third
    who: list[Line] = [(("PERSON", "head"),), *_person(detail, _names(detail, reps), widths[0], in_one=True)]
    columns = who, _routing(detail, zone, reps, widths[1]), _history(detail, zone, widths[2])
    rows = zip_longest(*columns, fillvalue=EMPTY)
    return [(("─" * width, "dim"),), *(_beside(row, widths) for row in rows)]


def _beside(cells: Sequence[Line], widths: Sequence[int]) -> Line:
    first, *more = (fill(cell, width) for cell, width in zip(cells, widths, strict=True))
    return sum(((*BETWEEN, *cell) for cell in more), first)


def _clock(detail: LeadDetail, now: datetime, zone: tzinfo | None) -> Line:
    row = detail.row
    sign = severity(row, now)
    if detail.first_touch_at is not None:
        spent = span_text((detail.first_touch_at - detail.received_at).total_seconds())
        words = f"answered after {spent}"
    elif row.due_at is None:
        words = "no limit runs"
    else:
        is_late = row.due_at <= now
        words = (
            f"past its limit by {left_text(row.due_at, now)[1:]}"
            if is_late
            else f"{left_text(row.due_at, now)[1:]} left"
        )
    came = f"received {clock_text(detail.received_at, zone, with_seconds=True)} from "
    return (
        (f"{sign} {words}".strip(), STYLE_OF[sign]),
        ("   ", ""),
        (came, "dim"),
        say(f"{row.source}  {detail.place}"),
    )


def _person(detail: LeadDetail, names: dict[str, str], width: int, *, in_one: bool = False) -> list[Line]:
    """What is known of the person: two facts in a line, or one where the column is narrow."""
    row = detail.row
    owner = names.get(row.rep_id, row.rep_id) if row.rep_id else "nobody"
    facts = [
        ("company", row.company),
        ("job", detail.job_title),
        ("e-mail", detail.email),
        ("phone", detail.phone),
        ("state", f"{row.state}{f' ({detail.disposition})' if detail.disposition else ''}"),
        ("owner", owner),
        ("earlier", detail.linked_to or ""),
        *detail.extras.items(),
    ]
    a_line = 1 if in_one else 2
    half = max(30, width // a_line)
    pairs = [(f"{clean(label, 9)} ", value) for label, value in facts if value]
    lines: list[Line] = []
    for at in range(0, len(pairs), a_line):
        line: Line = ()
        for label, value in pairs[at : at + a_line]:
            line += ((label, "dim"), (clean(value, half - 11) + " ", ""))
        lines.append(line)
    lines += [
        ((f"{'message' if not at else '':<10}", "dim"), say(part))
        for at, part in enumerate(_wrapped(detail.message, width - 10, 6))
    ]
    lines += [(("! ", "warn"), say(warning, "warn")) for warning in detail.warnings]
    return lines


def _routing(detail: LeadDetail, zone: tzinfo | None, reps: Mapping[str, RepRow], width: int) -> list[Line]:
    """Why it is where it is; of a lead that waits also since when, and who is otherwise by now."""
    why, is_waiting = detail.explanation, detail.row.state is LeadState.QUEUED
    head: Line = (("ROUTING", "head"), ("  rule ", "dim"), say(why.rule), ("  pool ", "dim"), say(why.pool))
    lines: list[Line] = [head, *(((part, ""),) for part in _wrapped(why.sentence, width, 3))]
    lines += [((words, "dim"),) for words in clock_words(detail)]
    decided = [clock_text(row.at, zone, with_seconds=True) for row in detail.history if row.seq == why.decided_seq]
    lines += [((f"Decided at {at}.", "dim"),) for at in decided if is_waiting]
    has_lags = any(verdict.lag is not None for verdict in why.verdicts)
    for one in why.verdicts:
        now = now_words(one.reason, reps.get(one.rep_id)) if is_waiting else ""
        lines.append((*_verdict(one, has_lags=has_lags), *_fared(one, now)))
    return lines


def _verdict(verdict: Verdict, *, has_lags: bool) -> Line:
    is_in = verdict.reason in MARKS
    lag = "" if verdict.lag is None else lag_text(verdict.lag)
    return (
        (f"  {MARKS.get(verdict.reason, '×')} ", "ok" if is_in else "dim"),
        (
            clean(verdict.name or verdict.rep_id, 20),
            "strong" if verdict.reason == "chosen" else "" if is_in else "dim",
        ),
        (f" lag {lag:>5}  " if lag else " " * 12 if has_lags else " ", "dim"),
    )


def _fared(verdict: Verdict, now: str) -> Line:
    """How a rep fared; where that is otherwise by now, first how they would."""
    words = reason_words(verdict.reason)
    if now:
        return ((now, "info"), say(f"; was {words}", "dim"))
    return (say(words, "" if verdict.reason in MARKS else "warn"),)


def _history(detail: LeadDetail, zone: tzinfo | None, width: int) -> list[Line]:
    lines: list[Line] = [(("HISTORY", "head"),)]
    for row in detail.history:
        at, kind = clock_text(row.at, zone, with_seconds=True), kind_word(row.kind)
        lead: Line = (
            (f"  {at}  ", "dim"),
            (clean(kind, 11), "info"),
            (clean(row.actor, 10) + " ", "dim"),
        )
        first, *rest = _wrapped(row.words, max(20, width - 34), 3) or [""]
        lines += [(*lead, (first, "")), *(((" " * 33 + part, ""),) for part in rest)]
    return lines


def _wrapped(text: str, width: int, most: int) -> list[str]:
    """Return a safe text broken into at most so many lines."""
    lines = wrap(plain(text), max(10, width)) if text else []
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: width - 1]}…"]


class Detail(BoardActs, Overlay[None]):
    """The dialog of one lead."""

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSING, *MOVING, *acting(*KEYS)]

    def __init__(self) -> None:
        super().__init__()
        self.lead_id = ""
        self.detail: LeadDetail | None = None
        self._asked_version = 0
        self._to_reasons = False

    @property
    def panel(self) -> str:  # type: ignore[override]
        """Whose keys work here: those of the screen it was opened over."""
        return self.house.lead_panel

    def open(self, lead_id: str, *, at_reasons: bool = False) -> None:
        """Show another lead; its detail is on its way. `at_reasons` begins with why it is where it is."""
        self.lead_id, self.detail, self._asked_version = lead_id, None, 0
        self._to_reasons = at_reasons

    def parts(self) -> Sequence[Widget]:
        """Return the page."""
        return (Page(widget_id="page"),)

    def on_resize(self, event: events.Resize) -> None:
        """Stand in three columns where there is room."""
        self.set_class(event.size.width >= BROAD_WIDTH, "broad")
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Show the lead as of now."""
        page = next(iter(self.query("#page").results(Page)), None)
        if page is None:  # while the dialog is being put together
            return
        if self.detail is None:
            self.frame(f"LEAD {self.lead_id}", self.foot(CLOSE))
            page.show([(("Looking it up…", "dim"),), *[EMPTY] * 6])
            return
        board = self.house.board
        reps = {rep.id: rep for rep in board.reps} if board else {}
        width = page.content_size.width or 70
        page.show(detail_lines(self.detail, self.house.now(), self.house.zone, reps, width))
        more = [("move.down move.up", "more")] if len(page.all) > page.content_size.height > 0 else []
        may = [(name, words) for name, words in SHOWN.items() if not self.why_not(self.house.actions[name])]
        self.frame(f"LEAD {self.lead_id}  {name_of(self.detail.row)}", self.foot(*more, *may, CLOSE))
        if self._to_reasons:
            self._to_reasons = False
            page.scroll_lines(next((at for at, line in enumerate(page.all) if line and line[0][0] == "ROUTING"), 0))

    def show_board(self, board: Board) -> None:
        """Ask again when the lead has changed."""
        found = [row.version for row in board.queue if row.id == self.lead_id]
        version = found[0] if found else -1
        if self.detail is not None and version not in (self.detail.row.version, self._asked_version):
            self._asked_version = version
            self.house.watch_house.ask(self.lead_id)

    def show_detail(self, lead_id: str, detail: LeadDetail | None) -> None:
        """Show the detail that came."""
        if lead_id != self.lead_id:
            return
        if detail is None:
            self.house.say(f"No lead is called {lead_id}.")
            self.dismiss(None)
            return
        self.detail = detail
        self.redraw()

    def chosen_leads(self) -> Sequence[QueueRow]:
        """Return this lead."""
        if self.detail is None:
            self.house.say(f"{self.lead_id} is still being looked up.")
            return ()
        return (self.detail.row,)

    def chosen_rep(self) -> RepRow | None:
        """Return who has this lead."""
        board, row = self.house.board, self.detail.row if self.detail else None
        found = [rep for rep in board.reps if row and rep.id == row.rep_id] if board else []
        if not found:
            self.house.say("Nobody has this lead.")
        return found[0] if found else None

    def done(self) -> None:
        """Look the lead up anew."""
        self.house.watch_house.ask(self.lead_id)

    def copied(self, row: QueueRow) -> str:
        """Return phone or e-mail, where there is one."""
        return (self.detail.phone or self.detail.email or row.id) if self.detail else row.id

    def action_move(self, verb: str) -> None:
        """Scroll."""
        page = self.query_one("#page", Page)
        height = page.content_size.height
        steps = {"down": 1, "up": -1, "half_down": height // 2, "half_up": -(height // 2), "page_down": height}
        page.scroll_lines({**steps, "page_up": -height, "first": -10_000, "last": 10_000}[verb])
