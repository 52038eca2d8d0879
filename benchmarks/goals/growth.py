"""How cost grows: deciding over rules and reps, a row over its file, the board and a start over what is kept."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.deciding import cost_us
from benchmarks.floors import lay, with_open
from benchmarks.goals.s6_start import board_seconds, engine_seconds
from benchmarks.line import Line, times_or_less
from benchmarks.past import past
from benchmarks.plan import Plan, quantile
from benchmarks.processes import FLOORBOARD, run
from benchmarks.rows import write_rows
from benchmarks.svg import Chart, Point, svg
from engine.board import EngineHealth
from store.asked.reports import SqliteReports

PICTURES = Path(__file__).parents[2] / "docs" / "growth"


def measure(plan: Plan) -> list[Line]:
    """Each curve, and how many times dearer its end is than its beginning."""
    reps, rules = _over(plan, lambda size: cost_us(10, size, 1500)), _over(plan, lambda size: cost_us(size, 10, 1500))
    files = [_file(plan, rows) for rows in plan.pick((10_000, 30_000, 100_000), (2_000, 10_000))]
    opened, bygone = _boards_open(plan), _boards_past(plan)
    starts, engines = _starts(plan), _engines(plan)
    if not plan.is_quick:
        _draw("deciding", "Deciding a lead", ("how many", "µs"), {"reps": reps, "rules": rules})
        _draw("intake", "A row of a file", ("rows of the file", "µs"), {"a row": files})
        _draw("board", "Reading a board", ("leads", "ms"), {"open leads": opened, "leads of history": bygone})
        _draw("start", "Start", ("leads", "s"), {"board, history": starts, "engine, open leads": engines})
    return [
        _line("deciding over reps", reps, 3),
        _line("deciding over rules", rules, 3),
        _line("a row of a file over its rows", files, 1.3),
        _line("reading a board over open leads", opened, 3),
        _line("reading a board over history", bygone, 1.5),
        _line("start of the board over history", starts, 1.1),
    ]


def _line(words: str, curve: Sequence[Point], wanted: float) -> Line:
    (fewest, low), *_, (most, high) = curve
    return Line(
        what=f"{words}, {most:,.0f} to {fewest:,.0f}",
        unit="",
        ours=(high,),
        wanted=times_or_less(wanted),
        baseline=(low,),
        against=f"at {fewest:,.0f}",
    )


def _over(plan: Plan, cost: Callable[[int], float]) -> list[Point]:
    sizes = plan.pick((10, 30, 100, 300, 1000), (10, 100, 1000))
    return [(size, min(cost(size) for _ in range(plan.pick(3, 1)))) for size in sizes]


def _file(plan: Plan, rows: int) -> Point:
    root = lay(plan.folder("growth"))
    seconds = run(*FLOORBOARD, "--floor", str(root), "import", str(write_rows(root / "rows.csv", rows))).seconds
    return rows, 1e6 * seconds / rows


def _boards_open(plan: Plan) -> list[Point]:
    return [(count, _board_ms(with_open(plan, count))) for count in plan.pick((1000, 10_000, 100_000), (1000, 5000))]


def _boards_past(plan: Plan) -> list[Point]:
    return [(count, _board_ms(past(plan, count))) for count in _pasts(plan)]


def _board_ms(root: Path) -> float:
    spans = []
    with closing(SqliteReports(str(root / "leads.db"))) as reports:
        for _ in range(15):
            began = time.perf_counter()
            reports.board(EngineHealth(is_alive=True), datetime.now(UTC))
            spans.append(1000 * (time.perf_counter() - began))
    return quantile(spans, 0.5)


def _starts(plan: Plan) -> list[Point]:
    roots = {count: past(plan, count) for count in _pasts(plan)}
    return [(count, min(board_seconds(root) for _ in range(3))) for count, root in roots.items()]


def _engines(plan: Plan) -> list[Point]:
    counts = plan.pick((1000, 10_000, 100_000), (1000, 5000))
    return [(count, engine_seconds(with_open(plan, count))) for count in counts]


def _pasts(plan: Plan) -> tuple[int, ...]:
    return plan.pick((1000, 100_000, 1_000_000), (1000, 100_000))


def _draw(name: str, title: str, axes: tuple[str, str], lines: Mapping[str, Sequence[Point]]) -> None:
    """Put a picture beside the page."""
    across, up = axes
    PICTURES.mkdir(exist_ok=True)
    chart = Chart(title=title, across=across, up=up, lines=lines, is_log_across=True)
    (PICTURES / f"{name}.svg").write_text(svg(chart), encoding="utf-8")
