"""Queues of others: each row is put in, given to the next rep and acknowledged, durably, one at a time."""

import json
from collections.abc import Callable
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

from benchmarks.rows import Row

Deal = Callable[[Path, list[Row], int], None]

FULL = "PRAGMA synchronous = FULL"


def with_huey(path: Path, rows: list[Row], reps: int) -> None:
    """Huey on SQLite, synced: what is put in is taken out and carried out at once."""
    from huey import SqliteHuey

    huey = SqliteHuey(filename=str(path / "huey.db"), fsync=True, results=True)
    turn = cycle(range(reps))
    dealt: list[int] = []

    @huey.task()
    def deal(text: str) -> int:
        dealt.append(len(json.loads(text)))
        return next(turn)

    for row in rows:
        deal(json.dumps(row))
        job = huey.dequeue()
        assert job is not None
        huey.execute(job)
    assert len(dealt) == len(rows)


def with_litequeue(path: Path, rows: list[Row], reps: int) -> None:
    """litequeue, synced: put, popped, done, with the rep in a table beside it."""
    from litequeue import LiteQueue

    queue = LiteQueue(str(path / "lite.db"))
    queue.conn.execute(FULL)
    queue.conn.execute("CREATE TABLE assignments (message_id TEXT PRIMARY KEY, rep_id INTEGER)")
    turn = cycle(range(reps))
    for row in rows:
        queue.put(json.dumps(row))
        message = queue.pop()
        assert message is not None
        queue.conn.execute("INSERT INTO assignments VALUES (?, ?)", (str(message.message_id), next(turn)))
        queue.done(message.message_id)
    queue.close()


def missing(package: str) -> str:
    """Why a peer cannot be measured here; empty when it can."""
    return "" if find_spec(package) else f"{package} is not installed; make bench installs it"
