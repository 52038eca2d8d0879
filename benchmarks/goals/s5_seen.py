"""S5: from a dropped file, or a web-hook, to the row on the board of another terminal."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.floors import address_of, engine, lay
from benchmarks.line import Line, at_most
from benchmarks.load import post_all, requests_of
from benchmarks.plan import Plan, quantile
from benchmarks.terminal import Terminal

HEAD = "lead_id,created_at,name,email\n"
MOST_SECONDS = 5.0
PAUSE_SECONDS = 0.31

Send = Callable[[int], None]
"""Sends the lead of a number."""


def measure(plan: Plan) -> list[Line]:
    """Three ways in, each seen on a board that runs beside the engine."""
    root = lay(plan.folder("seen"))
    with engine(root), Terminal("tui.cli", ("--floor", str(root))) as board:
        board.settle()
        address, lines = address_of(root), []
        ways: dict[str, Send] = {
            "file renamed into the inbox": lambda number: _renamed(root, number),
            "file written in the inbox and closed": lambda number: _written(root, number),
            "web-hook": lambda number: _posted(address, number),
        }
        for place, (words, send) in enumerate(ways.items()):
            numbers = range(1000 * (place + 1), 1000 * (place + 1) + plan.pick(40, 8))
            lines += _lines(words, [_span(board, send, number) for number in numbers])
    return lines


def _lines(words: str, spans: list[float]) -> list[Line]:
    what = f"{words} → the row on another terminal"
    return [
        Line(what=f"{what}, median", unit="ms", ours=(quantile(spans, 0.5),), wanted=at_most(30)),
        Line(what=f"{what}, p99", unit="ms", ours=(quantile(spans, 0.99),), wanted=at_most(120)),
    ]


def _span(board: Terminal, send: Send, number: int) -> float:
    """Milliseconds from sending a lead to its name on the board; the longest wait when it is not seen."""
    board.settle(PAUSE_SECONDS + number % 7 / 50)
    began = time.perf_counter()
    send(number)
    seen = board.seen(_name(number).encode(), MOST_SECONDS)
    return 1000 * ((seen - began) if seen else MOST_SECONDS)


def _name(number: int) -> str:
    """A name that no other text on the screen has a part of."""
    return f"Quill{number}"


def _asked_at(number: int) -> str:
    """Each asked earlier than the one before, so that it is due first and stands on top."""
    return (datetime.now(UTC) - timedelta(hours=number)).isoformat()


def _row(number: int) -> str:
    return f"{HEAD}Q{number},{_asked_at(number)},{_name(number)},quill{number}@example.com\n"


def _renamed(root: Path, number: int) -> None:
    (root / "half").write_text(_row(number), encoding="utf-8")
    (root / "half").rename(root / "inbox" / f"{number}.csv")


def _written(root: Path, number: int) -> None:
    (root / "inbox" / f"{number}.csv").write_text(_row(number), encoding="utf-8")


def _posted(address: str, number: int) -> None:
    record = {"name": _name(number), "email": f"quill{number}@example.com", "created_at": _asked_at(number)}
    post_all(address, requests_of([json.dumps(record).encode()], f"seen{number}"), 1)
