"""Measures through a pty how long a key takes to be painted while 2,000 rows change ten times a second.

Run `python -m benchmarks.board_keys` from the root. It prints the median, p95 and p99 from the byte of the key
written to the terminal to the byte with which the cursor stands on its new row, then the idle cost over ten seconds.
"""

import os
import random
import statistics
import sys
import time
from datetime import UTC, datetime

from benchmarks.terminal import Terminal

ROWS = 2000
KEYS = 400
CHANGED = 20
"""Rows that change with every board."""
BOARDS_PER_SECOND = 10
IDLE_SECONDS = 10


def child(is_busy: bool) -> None:
    """Run the board on a floor that changes."""
    from engine.board import Board
    from tests.tui.floors import board, many
    from tests.tui.viewers import FakeViewer
    from tui.app import BoardApp
    from tui.seat import Seat

    class BusyViewer(FakeViewer):
        """A viewer that always has news."""

        chance = random.Random(1)

        def board(self) -> Board | None:
            """Return a board with some rows changed."""
            if not is_busy:
                return super().board()
            queue = list(self.now_board.queue)
            for _ in range(CHANGED):
                at = self.chance.randrange(len(queue))
                queue[at] = queue[at].but(
                    version=queue[at].version + 1, rep_id=self.chance.choice(("sam", "lena", None))
                )
            if self.chance.random() < 0.5:
                queue.append(queue.pop(self.chance.randrange(len(queue))))
            self.change(queue=tuple(queue))
            return self.now_board

    now = datetime.now(UTC)
    viewer = BusyViewer(board(now, many(ROWS, now)))
    BoardApp(viewer, Seat(actor="bench"), lambda: datetime.now(UTC), every=1 / BOARDS_PER_SECOND).run()


def measure_keys() -> None:
    """Press keys, and print how long they took."""
    terminal, chance, spans, lost = Terminal("benchmarks.board_keys", ["busy"]), random.Random(2), [], 0
    terminal.feed(terminal.read(4.0), None)
    for number in range(KEYS):
        key = b"j" if (number // 12) % 2 == 0 else b"k"
        before = terminal.cursor()
        os.write(terminal.fd, key)
        pressed = time.perf_counter()
        moved = terminal.feed(terminal.read(0.06 + chance.random() * 0.06), before)
        if moved is None:
            lost += 1
        else:
            spans.append(1000 * (moved - pressed))
    terminal.close()
    cuts = statistics.quantiles(spans, n=100)
    print(f"key to paint, {ROWS} rows, {BOARDS_PER_SECOND} boards a second: {len(spans)} keys, {lost} not in time")
    middle, most = statistics.median(spans), max(spans)
    print(f"  median {middle:.1f} ms   p95 {cuts[94]:.1f}   p99 {cuts[98]:.1f}   most {most:.1f}")


def measure_idle() -> None:
    """Let the board stand, and print what it costs."""
    terminal = Terminal("benchmarks.board_keys", ["idle"])
    terminal.feed(terminal.read(4.0), None)
    began, spent = time.perf_counter(), terminal.cpu_seconds()
    written = sum(len(chunk) for _, chunk in terminal.read(IDLE_SECONDS))
    seconds, used = time.perf_counter() - began, terminal.cpu_seconds() - spent
    terminal.close()
    print(f"idle with ages ticking: {100 * used / seconds:.1f} % of a core, {written / seconds / 1000:.2f} kB/s")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(sys.argv[1] == "busy")
    else:
        measure_keys()
        measure_idle()
