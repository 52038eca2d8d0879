"""S6: how long a start takes: the board's with history behind it, the engine's after kill -9 with leads open."""

import os
import signal
import subprocess
import time
from pathlib import Path

from benchmarks.floors import SECRET, pid_of, with_open
from benchmarks.line import Line, at_most, times_or_less
from benchmarks.past import past
from benchmarks.plan import Plan, interleaved
from benchmarks.processes import FLOORBOARD, ROOT, environment, until
from benchmarks.terminal import Terminal

PAINTED = b"INTAKE"
"""The last panel of the board."""


def measure(plan: Plan) -> list[Line]:
    """The board twice, the engine once."""
    return [_board(plan), _engine(plan)]


def _board(plan: Plan) -> Line:
    count = plan.pick(1_000_000, 100_000)
    big, small = past(plan, count), past(plan, 1000)
    ours, others = interleaved(plan.pick(7, 3), lambda: board_seconds(big), lambda: board_seconds(small))
    return Line(
        what=f"board painted with {count:,} leads of history",
        unit="ms",
        ours=tuple(1000 * one for one in ours),
        wanted=times_or_less(1.1),
        baseline=tuple(1000 * one for one in others),
        against="the same with 1,000",
    )


def board_seconds(root: Path) -> float:
    """From the start of the program to a board with all its panels."""
    with Terminal("tui.cli", ("--floor", str(root))) as board:
        seen = board.seen(PAINTED, 30)
        return (seen or time.perf_counter()) - board.began


def _engine(plan: Plan) -> Line:
    count = plan.pick(100_000, 10_000)
    root = with_open(plan, count)
    spans = tuple(engine_seconds(root) for _ in range(plan.pick(5, 3)))
    return Line(what=f"engine ready after kill -9 with {count:,} open leads", unit="s", ours=spans, wanted=at_most(3))


def engine_seconds(root: Path) -> float:
    """From the start of an engine to when it listens; it is killed afterwards, so that the next finds its rest."""
    began = time.perf_counter()
    process = subprocess.Popen(
        (*FLOORBOARD, "--floor", str(root), "serve"),
        cwd=ROOT,
        env={**environment(), "WEBSITE_SECRET": SECRET},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: pid_of(root) == process.pid)
        return time.perf_counter() - began
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
