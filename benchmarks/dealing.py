"""A desk in this process that deals web-hook bodies: the way of a hook without the network."""

import json
from collections.abc import Iterable
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks.floors import lay
from benchmarks.rows import Row
from engine.commands import Origin
from importers.intake import read_payload
from importers.record import Hints
from tui.floor_dir import FloorDir
from tui.serving.desk import Desk, Sitting, follow, wall_clock
from tui.serving.taking import take_batch
from tui.settings import load
from tui.wiring import hints_for, open_ledger

ORIGIN = Origin(kind="hook", source="website", name="website")


def bodies_of(rows: Iterable[Row]) -> list[bytes]:
    """Rows as the bodies of web-hooks."""
    return [json.dumps(row).encode() for row in rows]


def deal(root: Path, bodies: list[bytes], reps: int, per_commit: int = 1) -> None:
    """Read, normalise, deal and keep bodies on a new floor, so many in each commit."""
    floor = FloorDir(root=lay(root, reps))
    settings = load(floor.rules)
    with closing(open_ledger(floor)) as ledger:
        desk = Desk(ledger, wall_clock)
        desk.turn(lambda sitting: follow(sitting, settings))
        hints = hints_for(settings, b"salt", "website", "website")

        for begin in range(0, len(bodies), per_commit):
            desk.turn(partial(_take, bodies[begin : begin + per_commit], hints))


def _take(bodies: list[bytes], hints: Hints, sitting: Sitting) -> None:
    for body in bodies:
        take_batch(sitting, ORIGIN, read_payload("application/json", body, hints), 0, True)
