"""A desk in this process that deals web-hook bodies: the way of a hook without the network."""

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from benchmarks.floors import lay
from benchmarks.rows import Row
from engine.commands import Origin
from importers.intake import read_payload
from tui.clock import wall_clock
from tui.floor_dir import FloorDir
from tui.serving.dealing import SAY_EVERY
from tui.serving.desk import Desk, follow
from tui.serving.taking import take_batch
from tui.settings import load
from tui.wiring import hints_for, open_ledger

ORIGIN = Origin(kind="hook", source="website", name="website")


def bodies_of(rows: Iterable[Row]) -> list[bytes]:
    """Rows as the bodies of web-hooks."""
    return [json.dumps(row).encode() for row in rows]


class Dealer:
    """A desk on a new floor in a folder."""

    def __init__(self, root: Path, reps: int) -> None:
        floor = FloorDir(root=lay(root, reps))
        settings = load(floor.rules)
        self.ledger = open_ledger(floor)
        self.desk = Desk(self.ledger, wall_clock, SAY_EVERY)
        self.desk.turn(lambda sitting: follow(sitting, settings))
        self._hints = hints_for(settings, b"salt", "website", "website")

    def take(self, bodies: list[bytes]) -> None:
        """Read, normalise, deal and keep some bodies by one order in one commit, as deliveries that wait together."""
        read = [one for body in bodies for one in read_payload("application/json", body, self._hints)]
        self.desk.turn(lambda sitting: take_batch(sitting, ORIGIN, read, 0, True))

    def close(self) -> None:
        """Let go of the database."""
        self.ledger.close()


def deal(root: Path, bodies: list[bytes], reps: int, per_commit: int = 1) -> None:
    """Deal bodies on a new floor, so many in each commit."""
    with closing(Dealer(root, reps)) as dealer:
        for begin in range(0, len(bodies), per_commit):
            dealer.take(bodies[begin : begin + per_commit])
