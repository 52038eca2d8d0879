"""The matrix of faults: what each row promises, and what came of provoking it."""

import os
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tests.faults.stage import Stage

Provoke = Callable[[Stage], str]


class Row(NamedTuple):
    """A fault with its promise; `provoke` returns a figure, or raises AssertionError when the promise is broken."""

    id: str
    promise: str
    provoke: Provoke
    is_quick: bool


class Outcome(NamedTuple):
    """What came of a row."""

    row: Row
    verdict: str
    """pass, skip or FAIL."""
    figure: str
    seconds: float


class Skipped(Exception):
    """The row cannot be provoked on this machine; the message says what is missing."""


ROWS: dict[str, Row] = {}


def row(name: str, promise: str, *, quick: bool = False) -> Callable[[Provoke], Provoke]:
    """Add a function to the matrix."""

    def add(provoke: Provoke) -> Provoke:
        assert name not in ROWS, name
        ROWS[name] = Row(name, promise, provoke, quick)
        return provoke

    return add


def need_root() -> None:
    """Skip the row where mounts and other people's rights cannot be made."""
    if os.geteuid() != 0:
        raise Skipped("needs root")


def chosen(names: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of these names, all of them for none; a letter stands for its whole part."""
    wanted = [name.upper() for name in names]
    unknown = [name for name in wanted if not any(key == name or key[0] == name for key in ROWS)]
    if unknown:
        raise SystemExit(f"no such row: {', '.join(unknown)}; there are {' '.join(sorted(ROWS, key=order))}")
    for key in sorted(ROWS, key=order):
        if not wanted or key in wanted or key[0] in wanted:
            yield ROWS[key]


def order(name: str) -> tuple[str, int]:
    """A2 comes before A10."""
    return name[0], int(name[1:])


def outcome(row: Row) -> Outcome:
    """Provoke one row on a stage of its own."""
    began = time.monotonic()
    try:
        with Stage(row.id) as stage:
            verdict, figure = "pass", row.provoke(stage)
    except Skipped as why:
        verdict, figure = "skip", str(why)
    except Exception as fault:  # noqa: BLE001  one row's fault is its own
        verdict, figure = "FAIL", f"{_spot(fault)} {type(fault).__name__}: {fault}"
    return Outcome(row, verdict, figure, time.monotonic() - began)


def _spot(fault: Exception) -> str:
    """The line of the row in which its promise broke."""
    frames = [one for one in traceback.extract_tb(fault.__traceback__) if "rows_" in one.filename]
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}: {frames[-1].line}" if frames else ""
