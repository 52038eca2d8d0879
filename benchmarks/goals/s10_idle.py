"""S10: what an engine costs when nothing happens."""

import time

from benchmarks.floors import engine, with_open
from benchmarks.line import Line, at_most
from benchmarks.plan import Plan
from benchmarks.processes import cpu_seconds

SETTLED_SECONDS = 15


def measure(plan: Plan) -> list[Line]:
    """An engine with leads open, left alone for a while, once it has indexed what came in last."""
    count = plan.pick(10_000, 2_000)
    root, shares = with_open(plan, count), []
    with engine(root) as pid:
        time.sleep(SETTLED_SECONDS)
        for _ in range(plan.pick(3, 2)):
            began, spent = time.monotonic(), cpu_seconds(pid)
            time.sleep(plan.pick(10, 5))
            shares.append(100 * (cpu_seconds(pid) - spent) / (time.monotonic() - began))
    return [
        Line(what=f"idle engine with {count:,} open leads", unit="% of a core", ours=tuple(shares), wanted=at_most(1))
    ]
