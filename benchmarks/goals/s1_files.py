"""S1: a file of leads from its first byte to the last lead dealt and on disk, beside `sqlite-utils insert --csv`."""

import sys
from pathlib import Path

from benchmarks.floors import lay
from benchmarks.line import Line, at_most, times_or_less, times_or_more
from benchmarks.plan import Plan, interleaved
from benchmarks.processes import FLOORBOARD, Ran, run
from benchmarks.rows import write_rows

SQLITE_UTILS = (sys.executable, "-m", "sqlite_utils")
DIFFERS = "it creates one table of texts; we also normalise, match persons, deal, journal and index"
MEMORY_MIB = {20_000: 300, 100_000: 300, 1_000_000: 1024}


def measure(plan: Plan) -> list[Line]:
    """Each size beside the same rows in a plain table; the largest once, it takes minutes."""
    sizes = plan.pick({100_000: 2, 1_000_000: 1}, {20_000: 2})
    lines, seconds_per_row = [], []
    for rows, rounds in sizes.items():
        file = write_rows(plan.folder(f"rows-{rows}") / "rows.csv", rows)
        ours: list[Ran] = []
        rates, others = interleaved(
            rounds,
            lambda n=rows, f=file, o=ours: _rate(n, _intake(plan, f, o)),
            lambda n=rows, f=file: _insert(plan, n, f),
        )
        lines.append(
            Line(
                what=f"file of {rows:,} rows to dealt and durable",
                unit="rows/s",
                ours=rates,
                wanted=times_or_more(1.5),
                baseline=others,
                against="sqlite-utils insert --csv",
                differs=DIFFERS,
            )
        )
        peaks = tuple(one.peak_mib for one in ours)
        lines.append(
            Line(what=f"peak memory, {rows:,} rows", unit="MiB", ours=peaks, wanted=at_most(MEMORY_MIB[rows]))
        )
        seconds_per_row.append(1 / max(rates))
    if len(seconds_per_row) > 1:
        lines.append(_growth(seconds_per_row))
    return lines


def _growth(seconds_per_row: list[float]) -> Line:
    small, *_, big = (1e6 * one for one in seconds_per_row)
    return Line(
        what="cost of a row, 1,000,000 rows to 100,000",
        unit="µs",
        ours=(big,),
        wanted=times_or_less(1.3),
        baseline=(small,),
        against="the same at 100,000",
    )


def _intake(plan: Plan, file: Path, ours: list[Ran]) -> Ran:
    root = lay(plan.folder("intake"))
    ours.append(run(*FLOORBOARD, "--floor", str(root), "import", str(file)))
    return ours[-1]


def _insert(plan: Plan, rows: int, file: Path) -> float:
    table = plan.folder("insert") / "rows.db"
    return _rate(rows, run(*SQLITE_UTILS, "insert", str(table), "leads", str(file), "--csv"))


def _rate(rows: int, ran: Ran) -> float:
    return rows / ran.seconds
