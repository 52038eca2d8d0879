"""S7: leads dealt and durable, one at a time, beside the queues of others on the same leads."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack

from benchmarks import dealing
from benchmarks.floors import REPS
from benchmarks.goals import s7_hooks
from benchmarks.goals.s2_one_by_one import per_second
from benchmarks.line import Line, skipped, times_or_more
from benchmarks.peers import postgres_queue, queues
from benchmarks.plan import Plan, interleaved
from benchmarks.rows import rows

LESS = "it keeps no rules, fairness, reasons or persons"
QUEUES: dict[str, tuple[queues.Deal, float]] = {
    "huey": (queues.with_huey, 2),
    "litequeue": (queues.with_litequeue, 2),
}
ABSENT = {
    "Asterisk app_queue": ("asterisk", "is a telephone exchange and is not installed here"),
}


def measure(plan: Plan) -> list[Line]:
    """Ours in turn with each peer that is there."""
    made = list(rows(plan.pick(1500, 300)))
    bodies = dealing.bodies_of(made)
    lines, works = [], dict[str, tuple[Callable[[], object], float]]()
    with ExitStack() as stack:
        for name, (deal, wanted) in QUEUES.items():
            if why := queues.missing(name):
                lines.append(skipped(f"leads dealt beside {name}", why))
            else:
                works[name] = (lambda deal=deal, name=name: deal(plan.folder(name), made, REPS)), wanted
        if why := postgres_queue.missing():
            lines.append(skipped("leads dealt beside pgqueuer", why))
        else:
            server = stack.enter_context(postgres_queue.postgres(plan.folder("postgres")))
            works["pgqueuer on PostgreSQL"] = (lambda: postgres_queue.deal(server, made, REPS)), 5
        ours, *others = interleaved(
            plan.pick(5, 2),
            lambda: per_second(len(made), lambda: dealing.deal(plan.folder("desk"), bodies, REPS)),
            *(lambda work=work: per_second(len(made), work) for work, _ in works.values()),
        )
    for (name, (_, wanted)), rates in zip(works.items(), others, strict=True):
        lines.append(_line(name, ours, rates, wanted))
    return [*lines, *(_absent(name) for name in ABSENT), *s7_hooks.measure(plan)]


def _line(name: str, ours: tuple[float, ...], rates: tuple[float, ...], wanted: float) -> Line:
    return Line(
        what="leads dealt and durable, one commit each",
        unit="leads/s",
        ours=ours,
        wanted=times_or_more(wanted),
        baseline=rates,
        against=name,
        differs=LESS,
    )


def _absent(name: str) -> Line:
    program, why = ABSENT[name]
    found = shutil.which(program) is not None
    return skipped(f"leads dealt beside {name}", f"{name} {'is here, but nothing drives it yet' if found else why}")
