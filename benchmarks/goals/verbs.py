"""How long a verb of the command line takes that needs no screen, beside a Python that does nothing."""

import sys
from pathlib import Path

from benchmarks.line import Line, at_most, times_or_less
from benchmarks.past import past
from benchmarks.plan import Plan, interleaved
from benchmarks.processes import FLOORBOARD, run


def measure(plan: Plan) -> list[Line]:
    """The version, and a look at a floor."""
    root = past(plan, 1000)
    return [*_lines(plan, root, "--version"), *_lines(plan, root, "status")]


def _lines(plan: Plan, root: Path, verb: str) -> list[Line]:
    ours, bare = interleaved(
        plan.pick(9, 5),
        lambda: 1000 * run(*FLOORBOARD, "--floor", str(root), verb).seconds,
        lambda: 1000 * run(sys.executable, "-c", "pass").seconds,
    )
    line = Line(what=f"floorboard {verb}", unit="ms", ours=ours)
    beside = line.but(wanted=times_or_less(5), baseline=bare, against="python -c pass")
    return [line.but(what=f"{line.what}, the best", ours=(min(ours),), wanted=at_most(100)), beside]
