"""S8: what the screens ask of a database with a long past, and the filter as somebody types."""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from random import Random

from benchmarks.line import Line, at_most
from benchmarks.past import past
from benchmarks.plan import Plan, quantile
from engine.board import EngineHealth
from store.asked.archive import SqliteArchive
from store.asked.reports import SqliteReports

TYPED = ("a", "am", "ame", "amel", "ameli", "amelia", "amelia1", "amelia17", "zzz-nobody")
PAGE = 40


def measure(plan: Plan) -> list[Line]:
    """Each question many times over, on a million leads."""
    leads = plan.pick(1_000_000, 100_000)
    path = str(past(plan, leads) / "leads.db")
    dice, tries = Random(1), plan.pick(300, 50)
    with closing(SqliteReports(path)) as reports, closing(SqliteArchive(path)) as archive:
        asked: dict[str, Callable[[], object]] = {
            "the whole board": lambda: reports.board(EngineHealth(is_alive=True), datetime.now(UTC)),
            "a lead with its history": lambda: reports.detail(f"L-{dice.randrange(leads) + 1}"),
            "a page of history from anywhere": lambda: archive.page("", dice.randrange(leads), True, PAGE),
            "the page at the end of history": lambda: archive.page("", None, False, PAGE),
        }
        lines = [_line(f"{words}, {leads:,} leads, p99", work, tries, 5) for words, work in asked.items()]
        at = count()
        typed = lambda: archive.page(TYPED[next(at) % len(TYPED)], None, True, PAGE)  # noqa: E731
        lines.append(
            _line(f"first page of a filter as it is typed, {leads:,} leads, p95", typed, 3 * len(TYPED), 50, 0.95)
        )
        lines.append(
            _line(f"the day in numbers, {leads:,} leads, p99", lambda: archive.figures(datetime.now(UTC)), tries, 5)
        )
    return lines


def _line(words: str, work: Callable[[], object], tries: int, wanted: float, part: float = 0.99) -> Line:
    spans = []
    for _ in range(tries):
        began = time.perf_counter()
        work()
        spans.append(1000 * (time.perf_counter() - began))
    return Line(what=words, unit="ms", ours=(quantile(spans, part),), wanted=at_most(wanted))
