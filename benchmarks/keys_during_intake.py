"""Measures through a pty how long a key takes to be painted while a file of 20,000 rows is taken in.

Run `python -m benchmarks.keys_during_intake` from the root. It opens the real board on a floor of its own, drops the
file, presses keys until the file is in, and prints median, p95 and p99 beside those of the quiet board.
"""

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.rows import write_rows
from benchmarks.terminal import Terminal

ROWS = 20_000
FIRST = 60
"""Rows that are there before, so that the cursor has somewhere to go."""
QUIET_KEYS = 100
SETTLE_SECONDS = 6.0


def main() -> None:
    """Measure the quiet board, then the busy one."""
    with tempfile.TemporaryDirectory(prefix="floorboard-keys-") as folder:
        root = Path(folder)
        (root / "inbox").mkdir()
        write_rows(root / "inbox" / "first.csv", FIRST, seed=2)
        terminal = Terminal("tui.cli", ["--floor", folder])
        terminal.feed(terminal.read(SETTLE_SECONDS), None)
        tell("quiet board", press(terminal, lambda pressed: pressed >= QUIET_KEYS))
        write_rows(root / ".rows.csv", ROWS)
        began = time.perf_counter()
        (root / ".rows.csv").rename(root / "inbox" / "rows.csv")
        spans = press(terminal, lambda _: is_done(root))
        tell(f"while {ROWS} rows are taken in ({time.perf_counter() - began:.1f} s)", spans)
        terminal.close()


def press(terminal: Terminal, is_enough: Callable[[int], bool]) -> list[float | None]:
    """Press keys at odd moments until it is enough; returns the milliseconds of each, None for one not painted."""
    dice, spans = random.Random(3), []
    while not is_enough(len(spans)):
        key = b"j" if (len(spans) // 12) % 2 == 0 else b"k"
        before = terminal.cursor()
        os.write(terminal.fd, key)
        pressed = time.perf_counter()
        moved = terminal.feed(terminal.read(0.08 + dice.random() * 0.05), before)
        spans.append(None if moved is None else 1000 * (moved - pressed))
    return spans


def is_done(root: Path) -> bool:
    """Whether the big file is in."""
    with closing(sqlite3.connect(f"file:{root}/leads.db?mode=ro", uri=True)) as db:
        return bool(db.execute("SELECT 1 FROM files WHERE name = 'rows.csv' AND is_done").fetchone())


def tell(what: str, spans: list[float | None]) -> None:
    """Print a line of figures."""
    painted = [span for span in spans if span is not None]
    cuts = statistics.quantiles(painted, n=100)
    lost = len(spans) - len(painted)
    figures = f"median {statistics.median(painted):.1f} ms  p95 {cuts[94]:.1f}  p99 {cuts[98]:.1f}"
    sys.stdout.write(f"{what}: {len(spans)} keys, {lost} not within 80 ms; {figures}\n")


if __name__ == "__main__":
    main()
