"""What rows, tiles, filters and bars say."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from engine.events import Happening
from engine.lead import LeadState, SlaState
from engine.rep import Availability
from tests.tui.floors import NOON, board, lead, team
from tui.kind_words import kind_word
from tui.rows import (
    bar_text,
    left_text,
    now_words,
    queue_cells,
    reason_words,
    rep_cells,
    rep_state,
    severity,
    span_text,
    steady_text,
)
from tui.text import width_of
from tui.tiles import tiles_of
from tui.widgets.bars import breach_line, footer_line, header_line
from tui.widgets.columns import share_width
from tui.widgets.lines import line_width
from tui.widgets.panels import FeedTable, IntakeTable, QueueTable, RepsTable
from tui.widgets.sieve import REP_SORTS, SORTS, Query, sort_reps, sort_rows, with_word

ROOM = Path(__file__).parents[2] / "tui"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (8, "0:08"),
        (1122, "18:42"),
        (3599, "59:59"),
        (3900, "1h05"),
        (183600, "2d3h"),
        (9e6, "104d"),
        (-5, "0:00"),
    ],
)
def test_spans(seconds: float, text: str) -> None:
    """A length of time takes at most five cells."""
    assert span_text(seconds) == text
    assert len(text) <= 5


@pytest.mark.parametrize(
    ("seconds", "text"), [(59, "0:59"), (64, "1:00"), (66, "1:00"), (599, "9:50"), (640, "10:30")]
)
def test_ages_in_tables_move_on_in_steps(seconds: float, text: str) -> None:
    """The first minute is exact; later a row that changed each second would only cost."""
    assert steady_text(seconds) == text


def test_time_left() -> None:
    """Time left has a plus, time over a minus, no limit nothing."""
    assert left_text(NOON + timedelta(seconds=90), NOON) == "+1:30"
    assert left_text(NOON - timedelta(seconds=222), NOON) == "-3:42"
    assert left_text(None, NOON) == ""


def test_severity_by_clock_and_by_state() -> None:
    """Past the limit is `!!`, most of it used is `!`, by the clock or as the engine says."""
    assert [severity(lead(1, age=age), NOON) for age in (10, 750, 901)] == ["", "!", "!!"]
    assert severity(lead(1, due_at=None, warn_at=None, sla=SlaState.RUNNING), NOON) == ""
    assert severity(lead(1, sla=SlaState.BREACHED), NOON) == "!!"


def test_who_has_a_lead() -> None:
    """A lead shows its owner by name, a question mark while it is offered, a dash without one."""
    names = {"sam": "Sam"}
    assert queue_cells(lead(1), NOON, names)["rep"][0] == "—"
    assert queue_cells(lead(1, rep_id="sam"), NOON, names)["rep"][0] == "Sam"
    assert queue_cells(lead(1, rep_id="sam", state=LeadState.OFFERED), NOON, names)["rep"][0] == "Sam?"
    assert queue_cells(lead(1, rep_id="sam"), NOON, names, "…")["rep"][0] == "…"


def test_rep_states_have_a_shape_and_a_word() -> None:
    """Every availability is told by shape and word, and a full rep is full."""
    rep = team()[0]
    shown = {rep_state(rep.but(availability=state)) for state in Availability}
    assert len(shown) == len(Availability)
    assert rep_state(rep.but(open_count=6)) == ("◐", "full")
    assert rep_state(rep.but(availability=Availability.AWAY, reason="lunch")) == ("○", "lunch")
    assert rep_cells(team()[8], NOON)["sign"][0] == "!!"


@pytest.mark.parametrize(
    ("lag", "bar"),
    [(0.0, "   │   "), (-3.1, "▓▓▓│   "), (0.6, "   │▒  "), (9.0, "   │▒▒▒"), (-0.3, "  ▓│   "), (0.04, "   │   ")],
)
def test_fairness_bars(lag: float, bar: str) -> None:
    """Ahead of the share goes left of the middle line, owed goes right, and never out of the column."""
    assert bar_text(lag) == bar


def test_reasons_in_words() -> None:
    """A failing reason reads as words."""
    assert reason_words("skill:de") == "lacks skill de"
    assert reason_words("away:lunch") == "away (lunch)"
    assert reason_words("at_cap:open 5/5") == "at cap (open 5/5)"


@pytest.mark.parametrize(
    ("reason", "facts", "words"),
    [
        ("presence:away/lunch", {}, "now ready"),
        ("presence:away/lunch", {"open_count": 5}, "now full 5/5"),
        ("presence:away/lunch", {"availability": Availability.OFFLINE}, ""),
        ("at_cap:open 5/5", {"open_count": 4}, "now 4/5"),
        ("at_cap:open 5/5", {"open_count": 5}, ""),
        ("at_cap:day 9/9", {}, ""),
        ("at_cap:open 5/5", {"availability": Availability.AWAY, "reason": "lunch"}, "now away (lunch)"),
        ("not asked", {"availability": Availability.AWAY}, "now away"),
        ("skill:de", {"open_count": 5}, "now full 5/5"),
        ("off_shift", {}, ""),
        ("not in pool inbound", {"open_count": 5}, ""),
    ],
)
def test_what_is_otherwise_now_is_said(reason: str, facts: dict[str, object], words: str) -> None:
    """Only what speaks against the reason of then: who is back, has room again, went or was filled since."""
    ann = team()[0].but(availability=Availability.AVAILABLE, reason="", open_count=0, capacity=5)
    assert now_words(reason, ann.but(**facts)) == words
    assert reason_words("presence:away/lunch") == "away (lunch)"
    assert reason_words("presence:not_responding") == "not responding"
    assert reason_words("presence:offline") == "off"
    assert reason_words("not_ready:wrap_up") == "not ready (wrap up)"
    assert reason_words("chosen") == "chosen"


FILTERS = {
    "": 14,
    "acme": 1,
    "ACME": 1,
    "!acme": 13,
    "rep:sam": 2,
    "rep:none": 4,
    "!rep:none": 10,
    "src:web": 7,
    "is:late": 3,
    "is:risk": 2,
    "is:waiting": 4,
    "is:owned": 10,
    "is:nonsense": 0,
    "age>10m": 5,
    "age<60s": 2,
    "src:web is:late": 1,
    "美玲": 1,
}


@pytest.mark.parametrize(("text", "count"), FILTERS.items())
def test_filters(text: str, count: int) -> None:
    """Each kind of filter keeps what it says; several must all hold."""
    floor = board()
    query = Query(text)
    assert sum(query.holds(row, NOON, {"sam": "Sam"}) for row in floor.queue) == count


def test_sorts_keep_every_row() -> None:
    """Every sort shows the same rows, and those of the reps too."""
    floor = board()
    for sort in SORTS:
        assert sorted(row.id for row in sort_rows(floor.queue, sort, True, {})) == [row.id for row in floor.queue]
    for sort in REP_SORTS:
        assert {row.id for row in sort_reps(floor.reps, sort, True)} == {row.id for row in floor.reps}


def test_asking_for_what_is_aside() -> None:
    """Leads that were put aside, or answered, are found by their state; a word of a kind replaces the one before."""
    assert [Query(text).is_of_all for text in ("is:parked", "is:open x", "!is:contacted", "is:late", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert with_word("acme rep:sam", "rep:lena") == "acme rep:lena"
    assert with_word("acme rep:sam", "rep:sam") == "acme"


@pytest.mark.parametrize("table", [QueueTable, RepsTable, IntakeTable, FeedTable])
@pytest.mark.parametrize("width", [20, 43, 60, 73, 80, 120, 200, 480])
def test_columns_fit(table: type[QueueTable], width: int) -> None:
    """Columns with their gaps never take more than the width, and each has its least."""
    widths = share_width(table.COLUMNS, width)
    kept = [column for column in table.COLUMNS if column.id in widths]
    assert sum(widths[column.id] + column.gap for column in kept) - kept[-1].gap <= width
    assert all(widths[column.id] >= column.least for column in kept)


def test_narrow_tables_drop_the_least_needed() -> None:
    """State and id go first, then the source, the company, why; sign, ages and name stay."""
    dropped = [
        [one.id for one in QueueTable.COLUMNS if one.id not in share_width(QueueTable.COLUMNS, w)]
        for w in (66, 60, 44)
    ]
    wide = ["state", "id"]
    assert dropped == [["source", *wide], ["company", "source", *wide], ["company", "source", "why", *wide]]


def test_tiles_have_words() -> None:
    """Each tile says how it stands, by a word and not by colour."""
    floor = board()
    assert [tile.word for tile in tiles_of(floor, NOON)] == ["ok", "!!", "ok", "!!", "ok", "ok"]
    bad = floor.but(tiles=floor.tiles.but(waiting=15, available=0, fairness=0.5, answered_late=60))
    assert [tile.word for tile in tiles_of(bad, NOON)] == ["!", "!!", "!!", "!!", "!!", "!!"]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_lines_fit(width: int) -> None:
    """Header, banner and footer never take more than the width."""
    from tui.keys import footer_actions

    floor = board(floor="A floor with quite a long name, longer than anybody needs, in fact very long")
    late = [row for row in floor.queue if severity(row, NOON) == "!!"]
    assert line_width(header_line(floor, NOON, None, "mgr: dana", width)) == width
    assert line_width(header_line(None, NOON, None, "mgr: dana", width)) == width
    assert line_width(breach_line(late, NOON, width)) <= width
    assert line_width(footer_line(footer_actions("queue"), width)) <= width
    assert width_of("x") == 1


FORBIDDEN = {"Static", "Label", "notify", "from_markup", "Markdown", "OptionList"}


def test_no_sink_takes_markup() -> None:
    """No widget of this room is given a str that it would read as markup."""
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                assert called not in FORBIDDEN, f"{path.name}:{node.lineno}"
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
                is_title = node.targets[0].attr in ("border_title", "border_subtitle", "tooltip")
                assert not is_title or "Content" in ast.unparse(node.value), f"{path.name}:{node.lineno}"


def test_a_rep_over_their_cap_says_so_and_what_they_got_apart() -> None:
    """More than fits has its own word, counted by units; leads outside the rotation stand beside the others."""
    full = team()[0].but(open_count=3, units=6, capacity=6, received=12.0, outside_count=3)
    assert (rep_state(full), rep_cells(full, NOON)["got"][0]) == (("◐", "full"), "12+3")
    over = full.but(units=7)
    assert (rep_state(over), rep_cells(over, NOON)["load"]) == (("◐", "over"), ("7/6", "breach"))


def test_every_kind_of_entry_has_a_word() -> None:
    """It leaves a blank before whoever did it, in the feed and in a lead's history."""
    words = [kind_word(happening.__struct_config__.tag) for happening in get_args(Happening)]
    assert len(words) > 40
    assert [word for word in words if len(word) > 9 or "_" in word] == []
