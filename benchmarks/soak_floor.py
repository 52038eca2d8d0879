"""A busy floor for an hour, with boards attached, and whether anything creeps up.

Run `python -m benchmarks.soak_floor 60` for sixty minutes. It is the demo's floor with its crowd at twenty times the
pace. Memory, open files, the write-ahead log and the time to an answer are sampled all along; a soak of a whole hour
leaves its pictures in docs/soak/.
"""

import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.floors import address_of, pid_of
from benchmarks.line import number
from benchmarks.processes import FLOORBOARD, open_files, resident_mib, running, until
from benchmarks.svg import Chart, Point, svg
from benchmarks.terminal import Terminal
from tui.demo.crowd import Crowd
from tui.demo.verb import lay

PICTURES = Path(__file__).parents[1] / "docs" / "soak"
WHOLE_MINUTES = 60
PACE = 20
BOARDS = 2
EVERY_SECONDS = 10.0
TRIES = 5
CREEP = 1.15
"""So much more than in the second quarter the last may have; and a little for what is small."""

Gauge = Callable[[], float]


def main() -> int:
    """Soak, draw and judge; returns how many gauges crept up."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else WHOLE_MINUTES
    with tempfile.TemporaryDirectory(prefix="floorboard-soak-", ignore_cleanup_errors=True) as folder:
        curves = soak(Path(folder), minutes * 60)
        pictures = (
            PICTURES if minutes >= WHOLE_MINUTES else Path(tempfile.mkdtemp(prefix="floorboard-soak-pictures-"))
        )
    pictures.mkdir(exist_ok=True)
    for name, curve in curves.items():
        chart = Chart(title=name, across="minutes", up="", lines={"": curve})
        (pictures / f"{name.partition(',')[0].replace(' ', '-')}.svg").write_text(svg(chart), encoding="utf-8")
    print(f"pictures: {pictures}")
    return sum(not _told(name, curve) for name, curve in curves.items())


def soak(root: Path, seconds: float) -> Mapping[str, Sequence[Point]]:
    """Let a floor be busy for so long; returns what each gauge showed by the minute."""
    floor = lay(root)
    with ExitStack() as stack:
        stack.enter_context(running((*FLOORBOARD, "--floor", str(root), "serve")))
        pid = int(str(until(lambda: pid_of(root))))
        stack.enter_context(Crowd(floor, PACE))
        boards = [stack.enter_context(Terminal("tui.cli", ("--floor", str(root)))) for _ in range(BOARDS)]
        gauges = gauges_of(root, pid, boards)
        curves: dict[str, list[Point]] = {name: [] for name in gauges}
        began = time.monotonic()
        while (past := time.monotonic() - began) < seconds:
            for board in boards:
                board.feed(board.read(EVERY_SECONDS / BOARDS / 2), None)
            for name, gauge in gauges.items():
                curves[name].append((past / 60, gauge()))
        return curves


def gauges_of(root: Path, pid: int, boards: Sequence[Terminal]) -> dict[str, Gauge]:
    """What is sampled."""
    board = boards[0]
    return {
        "engine memory, MiB": lambda: resident_mib(pid),
        "board memory, MiB": lambda: max(resident_mib(one.pid) for one in boards),
        "engine open files": lambda: open_files(pid),
        "write-ahead log, MiB": lambda: (root / "leads.db-wal").stat().st_size / 2**20,
        "web-hook to 202, ms": lambda: median(_answer_ms(root, place) for place in range(TRIES)),
        "key to paint, ms": lambda: median(_paint_ms(board, place) for place in range(TRIES)),
    }


def _answer_ms(root: Path, place: int) -> float:
    """How long a delivery takes to its answer."""
    secret = (root / "website.secret").read_text(encoding="utf-8")
    body = f'{{"name": "Soak {place}", "email": "soak{time.time_ns()}@example.com"}}'.encode()
    url = f"http://{address_of(root)}/hooks/website/{secret}"
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    began = time.perf_counter()
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30):
        return 1000 * (time.perf_counter() - began)


def _paint_ms(board: Terminal, place: int) -> float:
    """How long a key takes to its first painted byte."""
    board.feed(board.read(0.05), None)
    pressed = board.press(b"jk"[place % 2 : place % 2 + 1])
    chunks = board.read(1.0, b"")
    board.feed(chunks, None)
    return 1000 * ((chunks[0][0] if chunks else pressed + 1.0) - pressed)


def _told(name: str, curve: Sequence[Point]) -> bool:
    """Say whether a gauge stayed flat."""
    figures = [figure for _, figure in curve]
    quarter = max(1, len(figures) // 4)
    before, after = median(figures[quarter : 2 * quarter] or figures), median(figures[-quarter:])
    is_flat = after <= CREEP * before + 1.0
    verdict = "flat" if is_flat else "CREPT UP"
    print(f"{name}: {number(before)} in the second quarter, {number(after)} in the last: {verdict}", flush=True)
    return is_flat


if __name__ == "__main__":
    sys.exit(main())
