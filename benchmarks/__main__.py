"""The command: `python -m benchmarks [--quick] [S1 S4 ...]` measures goals; unless quick, it writes the page."""

import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path

from benchmarks import page
from benchmarks.goals.table import GOALS
from benchmarks.kept import Measured, keep
from benchmarks.line import MISSED, skipped
from benchmarks.machine import machine
from benchmarks.plan import Plan


def main() -> None:
    """Measure the goals that are named, or all; ends with 1 when one is missed."""
    words = ArgumentParser(prog="python -m benchmarks", description="How fast the floor is, beside baselines.")
    words.add_argument("goals", nargs="*", metavar="GOAL", help=f"some of: {' '.join(GOALS)}")
    words.add_argument("--quick", action="store_true", help="small sizes, few rounds; nothing is written")
    asked = words.parse_args()
    unknown = [goal for goal in asked.goals if goal not in GOALS]
    if unknown:
        words.error(f"there is no goal {unknown[0]!r}: {' '.join(GOALS)}")
    missed = 0
    for goal in asked.goals or GOALS:
        measured = measure(goal, asked.quick)
        missed += sum(line.verdict == MISSED for line in measured.lines)
        if not asked.quick:
            keep(measured)
            page.write()
    sys.exit(missed > 0)


def measure(goal: str, is_quick: bool) -> Measured:
    """Measure one goal in a folder of its own; a goal that fails says why, and the next one goes on."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="floorboard-bench-", ignore_cleanup_errors=True) as folder:
        plan = Plan(root=Path(folder), is_quick=is_quick)
        described = machine(plan.root)
        try:
            lines = GOALS[goal].measure(plan)
        except Exception as trouble:
            lines = [skipped(GOALS[goal].about, f"it failed: {trouble}")]
    for line in lines:
        print(page.told(goal, line), flush=True)
    return Measured(goal=goal, machine=described, seconds=round(time.perf_counter() - began, 1), lines=lines)


if __name__ == "__main__":
    main()
