"""S2: one lead at a time, from a web-hook's body to assigned and durable, beside plain sqlite3."""

import time
from collections.abc import Callable

from benchmarks import dealing
from benchmarks.floors import REPS
from benchmarks.line import Line, times_or_more
from benchmarks.peers import raw_sqlite
from benchmarks.plan import Plan, interleaved
from benchmarks.rows import rows

DIFFERS = "it keeps three rows; we also read, normalise, match persons, explain, chain the journal and index"


def measure(plan: Plan) -> list[Line]:
    """Alone in its commit, and fifty to a commit."""
    return [
        _line(plan, 1, plan.pick(2000, 500), "one lead per commit"),
        _line(plan, 50, plan.pick(5000, 1500), "50 leads per commit"),
    ]


def _line(plan: Plan, per_commit: int, count: int, words: str) -> Line:
    made = list(rows(count))
    bodies = dealing.bodies_of(made)
    ours, others = interleaved(
        plan.pick(5, 3),
        lambda: per_second(count, lambda: dealing.deal(plan.folder("desk"), bodies, REPS, per_commit)),
        lambda: per_second(count, lambda: raw_sqlite.deal(plan.folder("raw"), made, REPS, per_commit)),
    )
    return Line(
        what=f"web-hook body to dealt and durable, {words}",
        unit="leads/s",
        ours=ours,
        wanted=times_or_more(0.5) if per_commit == 1 else None,
        baseline=others,
        against="plain sqlite3, three inserts",
        differs=DIFFERS,
    )


def per_second(count: int, work: Callable[[], object]) -> float:
    """How many of them a work does in a second."""
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)
