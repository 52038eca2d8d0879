"""What a board costs that nobody touches: its refresh, its idle seconds, its bytes, and the memory it holds."""

import time

from benchmarks.line import Line, at_most
from benchmarks.many_rows import BOARDS_PER_SECOND
from benchmarks.past import past
from benchmarks.plan import Plan
from benchmarks.processes import cpu_seconds, resident_mib
from benchmarks.terminal import Terminal

SIZES = {(120, 40): (1.0, 1.5), (480, 135): (2.0, 5.0)}
"""What a resting board may cost of a core, in per cent, and write, in kB a second."""


def measure(plan: Plan) -> list[Line]:
    """Resting at two sizes, busy at one, and beside a long past."""
    seconds = plan.pick(20, 6)
    lines, shares = [], []
    for (columns, rows), (share, bytes_) in SIZES.items():
        cpu, written = _watched("resting", seconds, (columns, rows))
        shares.append(cpu)
        line = Line(what=f"idle board with ages ticking, {columns}x{rows}", unit="% of a core", ours=(100 * cpu,))
        lines.append(line.but(wanted=at_most(share)))
        lines.append(line.but(unit="kB/s", ours=(written / 1000,), wanted=at_most(bytes_)))
    busy, _ = _watched("busy", seconds, (120, 40))
    refresh = 1000 * (busy - shares[0]) / BOARDS_PER_SECOND
    words = "a board with 20 of 2,000 rows changed, made and painted"
    return [*lines, Line(what=words, unit="CPU-ms", ours=(refresh,), wanted=at_most(12)), _memory(plan)]


def _watched(kind: str, seconds: float, size: tuple[int, int]) -> tuple[float, float]:
    """What part of a core a board takes, and how many bytes a second it writes."""
    with Terminal("benchmarks.many_rows", (kind,), size=size) as board:
        board.read(5)
        began, spent = time.perf_counter(), cpu_seconds(board.pid)
        written = sum(len(chunk) for _, chunk in board.read(seconds))
        took = time.perf_counter() - began
        return (cpu_seconds(board.pid) - spent) / took, written / took


def _memory(plan: Plan) -> Line:
    count = plan.pick(1_000_000, 100_000)
    root = past(plan, count)
    with Terminal("tui.cli", ("--floor", str(root))) as board:
        board.settle()
        held = resident_mib(board.pid)
    return Line(
        what=f"memory of a board with {count:,} leads of history", unit="MiB", ours=(held,), wanted=at_most(60)
    )
