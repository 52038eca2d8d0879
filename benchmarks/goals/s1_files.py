"""S1: a file of leads from its first byte to the last lead dealt and on disk, beside `sqlite-utils insert --csv`."""

import sys
from pathlib import Path

from benchmarks.floors import lay
from benchmarks.line import Line, at_most, times_or_more
from benchmarks.plan import Plan, interleaved
from benchmarks.processes import FLOORBOARD, Ran, run
from benchmarks.rows import write_rows

SQLITE_UTILS = (sys.executable, "-m", "sqlite_utils")
AGAINST = "sqlite-utils insert --csv"
DIFFERS = "it creates one table of texts; we also normalise, match persons, deal, journal and index"


def measure(plan: Plan) -> list[Line]:
    """The same rows beside a plain table."""
    rows = plan.pick(100_000, 20_000)
    file = write_rows(plan.folder("rows") / "rows.csv", rows)
    ours: list[Ran] = []
    rates, others = interleaved(
        2, lambda: rows / _intake(plan, file, ours), lambda: rows / insert_seconds(plan, file)
    )
    peaks = tuple(one.peak_mib for one in ours)
    return [
        Line(
            what=f"file of {rows:,} rows to dealt and durable",
            unit="rows/s",
            ours=rates,
            wanted=times_or_more(1.5),
            baseline=others,
            against=AGAINST,
            differs=DIFFERS,
        ),
        Line(what=f"peak memory, {rows:,} rows", unit="MiB", ours=peaks, wanted=at_most(300)),
    ]


def _intake(plan: Plan, file: Path, ours: list[Ran]) -> float:
    root = lay(plan.folder("intake"))
    ours.append(run(*FLOORBOARD, "--floor", str(root), "import", str(file)))
    return ours[-1].seconds


def insert_seconds(plan: Plan, file: Path) -> float:
    """How long sqlite-utils takes to put a file into a table."""
    return run(*SQLITE_UTILS, "insert", str(plan.folder("insert") / "rows.db"), "leads", str(file), "--csv").seconds
