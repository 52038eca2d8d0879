"""S7: web-hooks taken and handed round, beside a flow engine that floors build this with."""

from benchmarks.floors import REPS, hooks_of
from benchmarks.line import Line, skipped, times_or_more
from benchmarks.load import Load
from benchmarks.peers import node_red
from benchmarks.plan import Plan, interleaved

CONNECTIONS = 16
DIFFERS = "its file is synced by nobody; it proves no signature and keeps no rules, fairness, reasons or persons"


def measure(plan: Plan) -> list[Line]:
    """Ours in turn with Node-RED, where that is installed."""
    if why := node_red.missing():
        return [skipped("web-hooks beside Node-RED", why)]
    load = Load(plan.pick(4000, 800))
    with hooks_of(plan) as ours, node_red.node_red(plan.folder("node-red"), REPS) as theirs:
        rates, others = interleaved(
            plan.pick(5, 2),
            lambda: load.on(ours, CONNECTIONS).per_second,
            lambda: load.on(theirs, CONNECTIONS).per_second,
        )
    line = Line(what=f"web-hooks to a durable 202, {CONNECTIONS} connections", unit="requests/s", ours=rates)
    return [line.but(wanted=times_or_more(2), baseline=others, against="Node-RED, round robin", differs=DIFFERS)]
