"""How long the board takes to its first whole picture, beside the least that Textual can show."""

import time

from benchmarks.goals.s6_start import PAINTED, board_seconds
from benchmarks.line import Line, times_or_less
from benchmarks.past import past
from benchmarks.plan import Plan, interleaved
from benchmarks.terminal import Terminal


def measure(plan: Plan) -> list[Line]:
    """In turn, on a floor with a past of 1,000 leads; how little a longer past matters is S6."""
    root = past(plan, 1000)
    ours, bare = interleaved(plan.pick(9, 4), lambda: 1000 * board_seconds(root), _bare_ms)
    return [
        Line(
            what="first whole picture of the board",
            unit="ms",
            ours=ours,
            wanted=times_or_less(1.6),
            baseline=bare,
            against="a Textual app of one line",
            differs="it opens no database, asks no engine and has no panels",
        )
    ]


def _bare_ms() -> float:
    with Terminal("benchmarks.peers.bare_textual") as one:
        seen = one.seen(PAINTED, 30)
        return 1000 * ((seen or time.perf_counter()) - one.began)
