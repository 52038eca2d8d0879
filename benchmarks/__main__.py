"""The command: `python -m benchmarks [--quick] [S1 S4 ...]` measures goals; unless quick, it writes the page."""

import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from benchmarks import page
from benchmarks.goals.table import GOALS
from benchmarks.kept import Measured, keep
from benchmarks.line import skipped
from benchmarks.machine import machine
from benchmarks.plan import Plan

FAILED = "it failed"
"""How the reason begins of a goal that could not be measured by a fault of ours."""


def main() -> None:
    """Measure the goals that are named, or all; ends with 1 when one could not be measured."""
    words = ArgumentParser(prog="python -m benchmarks", description="How fast the floor is, beside baselines.")
    words.add_argument("goals", nargs="*", metavar="GOAL", help=f"some of: {' '.join(GOALS)}")
    words.add_argument("--quick", action="store_true", help="small sizes, few rounds; nothing is written")
    asked = words.parse_args()
    unknown = [goal for goal in asked.goals if goal not in GOALS]
    if unknown:
        words.error(f"there is no goal {unknown[0]!r}: {' '.join(GOALS)}")
    with tempfile.TemporaryDirectory(prefix="floorboard-bench-", ignore_cleanup_errors=True) as shared:
        failed = _measure_all(asked.goals or _short(), Path(shared), asked.quick)
    sys.exit(failed > 0)


def _short() -> list[str]:
    """The goals that are measured when none is named."""
    named = [goal for goal, about in GOALS.items() if about.is_long]
    print(f"without {', '.join(named)}, to be named: it takes long")
    return [goal for goal in GOALS if goal not in named]


def _measure_all(goals: Iterable[str], shared: Path, is_quick: bool) -> int:
    """Measure goals, each kept as soon as it is there; returns how many failed."""
    failed = 0
    for goal in goals:
        measured = measure(goal, shared, is_quick)
        failed += any(line.skipped.startswith(FAILED) for line in measured.lines)
        if not is_quick:
            keep(measured)
            page.write()
    return failed


def measure(goal: str, shared: Path, is_quick: bool) -> Measured:
    """Measure one goal in a folder of its own; a goal that fails says why, and the next one goes on."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="floorboard-bench-", ignore_cleanup_errors=True) as folder:
        plan = Plan(root=Path(folder), shared=shared, is_quick=is_quick)
        described = machine(plan.root)
        try:
            lines = GOALS[goal].measure(plan)
        except Exception as trouble:
            lines = [skipped(GOALS[goal].about, f"{FAILED}: {trouble}")]
    for line in lines:
        print(page.told(goal, line), flush=True)
    return Measured(goal=goal, machine=described, seconds=round(time.perf_counter() - began, 1), lines=lines)


if __name__ == "__main__":
    main()
