"""S3: web-hooks to a durable 202, beside a bare server of the same library, and on a disk that takes its time."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks.floors import hooks_of
from benchmarks.line import Line, at_most, skipped, times_or_more
from benchmarks.load import Answered, Load
from benchmarks.plan import Plan, interleaved, quantile
from benchmarks.processes import running
from benchmarks.slow_disk import slow_disk

BARE = (sys.executable, "-m", "benchmarks.peers.bare_http")
DIFFERS = "it proves no signature and keeps nothing; we prove, keep, answer, and deal meanwhile"
CONNECTIONS = 16


def measure(plan: Plan) -> list[Line]:
    """16 connections and 64, then 16 on a disk that takes its time."""
    load = Load(plan.pick(4000, 800))
    with hooks_of(plan) as ours, _bare() as bare:
        lines = [*_beside(plan, load, ours, bare, CONNECTIONS, 0.45), *_beside(plan, load, ours, bare, 64, 0.40)[:1]]
    shim = slow_disk(plan)
    if shim is None:
        return [*lines, skipped("web-hooks on a slow disk", "there is no C compiler here")]
    return [*lines, *_on_slow_disk(plan, shim)]


def _beside(plan: Plan, load: Load, ours: str, bare: str, connections: int, wanted: float) -> list[Line]:
    answered: list[Answered] = []

    def post_ours() -> float:
        answered.append(load.on(ours, connections))
        return answered[-1].per_second

    rates, others = interleaved(plan.pick(5, 3), post_ours, lambda: load.on(bare, connections).per_second)
    late = tuple(1000 * quantile(list(one.spans), 0.99) for one in answered)
    return [
        Line(
            what=f"web-hooks to a durable 202, {connections} connections",
            unit="requests/s",
            ours=rates,
            wanted=times_or_more(wanted),
            baseline=others,
            against="a bare aiohttp server",
            differs=DIFFERS,
        ),
        Line(what=f"p99 of an answer, {connections} connections", unit="ms", ours=late, wanted=at_most(50)),
    ]


def _on_slow_disk(plan: Plan, shim: Mapping[str, str]) -> list[Line]:
    load = Load(plan.pick(1500, 400))
    kept = str(plan.folder("each") / "hooks.db")
    with hooks_of(plan, shim) as ours, _bare() as bare, _bare(kept, shim=shim) as each:
        spans: list[Answered] = []

        def post_ours() -> float:
            spans.append(load.on(ours, CONNECTIONS))
            return spans[-1].per_second

        rates, bares, eaches = interleaved(
            plan.pick(3, 2),
            post_ours,
            lambda: load.on(bare, CONNECTIONS).per_second,
            lambda: load.on(each, CONNECTIONS).per_second,
        )
    what = "web-hooks to a durable 202, syncs 2 ms longer"
    line = Line(what=what, unit="requests/s", ours=rates, differs=DIFFERS)
    return [
        line.but(wanted=times_or_more(0.12), baseline=bares, against="a bare aiohttp server, no disk"),
        line.but(
            wanted=times_or_more(8),
            baseline=eaches,
            against="one commit per request",
            differs="it deals nothing: half of our commits are the dealing",
        ),
    ]


@contextmanager
def _bare(*words: str, shim: Mapping[str, str] = {}) -> Iterator[str]:
    with running((*BARE, *words), shim) as process:
        assert process.stdout is not None
        yield f"127.0.0.1:{int(process.stdout.readline())}"
