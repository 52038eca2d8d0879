"""Measures a big file on its way in: rate, memory, how live the board stays, and what `verify` says at the end.

Run `python -m benchmarks.big_file ROWS [--capacity N] [--file PATH]` from the root. The engine is a real one in a
process of its own; this process is its viewer. Without `--capacity` all leads find a rep, with it most of them wait.
"""

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.family import children, family_cpu_seconds, peak_mib
from benchmarks.processes import FLOORBOARD, environment, resident_mib, until
from benchmarks.rows import write_rows
from engine.board import EngineHealth
from engine.value import Value
from store.asked.reports import SqliteReports
from store.rows import StoreError
from tui.clock import wall_clock
from tui.floor_dir import FloorDir
from tui.wiring import open_reports

REPS = 12
LOOK_SECONDS = 0.1
"""How often the viewer looks, as a board does."""
TELL_SECONDS = 10.0
START_SECONDS = 600.0
FLOOR = """\
[floor]
timezone = "Europe/Berlin"
country = "DE"
[limits]
file = "1 GiB"
[[pools]]
name = "all"
reps = [{names}]
[[rules]]
name = "all"
pool = "all"
"""
REP = '[[reps]]\nid = "{name}"\nname = "{name}"\ncapacity = {capacity}\n'
HEALTH = EngineHealth(is_alive=True)


class Figures(Value):
    """What a file has cost."""

    rows: int
    accepted: int
    seconds: float
    cpu_seconds: float
    """Of the engine and the process that reads for it."""
    engine_mib: float
    reader_mib: float
    board_gap_seconds: float
    """The longest time between two boards of which the later one showed more."""
    board_seconds: float
    """The longest that the making of one board took."""
    database_bytes: int
    ready_seconds: float
    """From the start of an engine that follows a killed one to its first turn."""
    ready_mib: float
    verify_seconds: float
    verify_mib: float
    verify_code: int

    @property
    def rows_per_cpu_second(self) -> float:
        """How quick it was, whatever else ran on the machine."""
        return self.rows / self.cpu_seconds


class Watching:
    """A viewer of a floor whose engine takes a file in."""

    def __init__(self, floor: FloorDir, engine: "subprocess.Popen[bytes]", is_told: bool) -> None:
        self._floor, self._engine, self._is_told = floor, engine, is_told
        self.gap = self.longest = self.reader_mib = 0.0
        self.rows = self.accepted = 0
        self._is_news = self._is_begun = False
        self._told_at = self._began_at = time.perf_counter()

    def until_done(self) -> None:
        """Look as a board does, until the file is in. Raises RuntimeError when the engine has ended before."""
        with closing(open_reports(self._floor)) as reports:
            news_at = time.perf_counter()
            while not self._look(reports):
                if self._engine.poll() is not None:
                    raise RuntimeError(f"the engine ended with {self._engine.returncode}")
                at = time.perf_counter()
                if self._is_news:
                    self.gap = max(self.gap, at - news_at) if self._is_begun else 0.0
                    self._is_begun, news_at = True, at
                time.sleep(LOOK_SECONDS)

    def _look(self, reports: SqliteReports) -> bool:
        began = time.perf_counter()
        board = reports.board(HEALTH, wall_clock())
        self.longest = max(self.longest, time.perf_counter() - began)
        self.reader_mib = max([self.reader_mib, *map(peak_mib, children(self._engine.pid))])
        row = next((row for row in board.intake if row.kind == "file"), None)
        self._is_news = row is not None and row.rows_done > self.rows
        self.rows, self.accepted = (row.rows_done, row.accepted) if row else (0, 0)
        if self._is_told and time.perf_counter() - self._told_at > TELL_SECONDS:
            self._told_at = time.perf_counter()
            seconds, cpu = self._told_at - self._began_at, family_cpu_seconds(self._engine.pid)
            sys.stderr.write(
                f"{self.rows:>9,} rows  {seconds:6.0f} s  {cpu:6.1f} CPU s  {resident_mib(self._engine.pid):6.0f} MiB"
                f"  longest gap {self.gap:.2f} s\n"
            )
        return row is not None and row.is_done


def measure(rows: int, capacity: int = 0, file: Path | None = None, is_told: bool = False) -> Figures:
    """Take a file of so many invented rows, or a given one, in on a new floor, and return what it cost."""
    with tempfile.TemporaryDirectory(prefix="floorboard-big-") as folder:
        floor = FloorDir(root=Path(folder))
        floor.inbox.mkdir()
        names = [f"rep{number}" for number in range(REPS)]
        quoted = ", ".join(f'"{name}"' for name in names)
        reps = "".join(REP.format(name=name, capacity=capacity) for name in names)
        floor.rules.write_text(FLOOR.format(names=quoted) + reps, encoding="utf-8")
        waiting = floor.root / f"rows{file.suffix if file else '.csv'}"
        if file is None:
            write_rows(waiting, rows)
        else:
            shutil.copyfile(file, waiting)
        return _measured(floor, waiting, is_told)


def _measured(floor: FloorDir, waiting: Path, is_told: bool) -> Figures:
    engine, _ = _start(floor)
    try:
        watching = Watching(floor, engine, is_told)
        before, began = family_cpu_seconds(engine.pid), time.perf_counter()
        waiting.rename(floor.inbox / waiting.name)
        watching.until_done()
        seconds, cpu = time.perf_counter() - began, family_cpu_seconds(engine.pid) - before
        peak = peak_mib(engine.pid)
    finally:
        engine.kill()
        engine.wait()
    database = floor.database.stat().st_size
    again, ready = _start(floor)
    ready_mib = peak_mib(again.pid)
    again.send_signal(signal.SIGTERM)
    again.wait()
    code, verify_seconds, verify_mib = _verified(floor)
    return Figures(
        rows=watching.rows,
        accepted=watching.accepted,
        seconds=seconds,
        cpu_seconds=cpu,
        engine_mib=peak,
        reader_mib=watching.reader_mib,
        board_gap_seconds=watching.gap,
        board_seconds=watching.longest,
        database_bytes=database,
        ready_seconds=ready,
        ready_mib=ready_mib,
        verify_seconds=verify_seconds,
        verify_mib=verify_mib,
        verify_code=code,
    )


def _verb(floor: FloorDir, *words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*FLOORBOARD, "--floor", str(floor.root), *words],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _start(floor: FloorDir) -> "tuple[subprocess.Popen[bytes], float]":
    """Start an engine; returns it with the seconds until it has had its first turn."""
    began = time.perf_counter()
    engine = _verb(floor, "serve")
    until(lambda: _is_engine(floor, engine.pid), START_SECONDS)
    return engine, time.perf_counter() - began


def _is_engine(floor: FloorDir, pid: int) -> bool:
    try:
        with closing(open_reports(floor)) as reports:
            lease = reports.lease()
    except StoreError:  # it is not made yet
        return False
    return lease is not None and lease.pid == pid


def _verified(floor: FloorDir) -> tuple[int, float, float]:
    """Run `floorboard verify`: its exit code, seconds, and memory at its peak."""
    began, most = time.perf_counter(), 0.0
    verb = _verb(floor, "verify")
    while verb.poll() is None:
        most = max(most, peak_mib(verb.pid))
        time.sleep(LOOK_SECONDS)
    return verb.returncode, time.perf_counter() - began, most


def told(figures: Figures) -> list[str]:
    """The figures as lines."""
    one = figures
    return [
        f"{one.rows:,} rows, {one.accepted:,} leads in {one.seconds:.1f} s",
        f"  {one.cpu_seconds:.1f} CPU s: {one.rows_per_cpu_second:,.0f} rows per CPU second",
        f"  memory at its peak: engine {one.engine_mib:.0f} MiB, reader {one.reader_mib:.0f} MiB",
        f"  boards: longest gap {one.board_gap_seconds:.2f} s, slowest {1000 * one.board_seconds:.0f} ms",
        f"  leads.db {one.database_bytes / max(1, one.accepted):,.0f} bytes per lead",
        f"  after kill -9: ready in {one.ready_seconds:.1f} s, {one.ready_mib:.0f} MiB",
        f"  verify: exit {one.verify_code} after {one.verify_seconds:.1f} s, {one.verify_mib:.0f} MiB",
    ]


def main() -> None:
    """Measure what the command line asks for, and print it."""
    words = argparse.ArgumentParser(description="Take a big file in and say what it cost.")
    words.add_argument("rows", type=int)
    words.add_argument("--capacity", type=int, default=0, help="how many leads a rep may have open; 0 is no limit")
    words.add_argument("--file", type=Path, help="a file to take in instead of invented rows")
    asked = words.parse_args()
    figures = measure(asked.rows, asked.capacity, asked.file, is_told=True)
    sys.stdout.write("\n".join(told(figures)) + "\n")


if __name__ == "__main__":
    main()
