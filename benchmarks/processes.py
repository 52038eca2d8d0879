"""Programs that are measured from outside: what they took, what they hold, and an engine that runs meanwhile."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.plan import T
from engine.value import Value

ROOT = Path(__file__).parents[1]
FLOORBOARD = (sys.executable, "-m", "tui.cli")
CPUCLOCK_SCHED = 2
"""The clock of a process that counts what the scheduler gave it, clock_getcpuclockid(3)."""


class Ran(Value):
    """What a program took; memory is that of its largest process."""

    seconds: float
    cpu_seconds: float
    peak_mib: float


def environment() -> dict[str, str]:
    """The environment of everything that is measured."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "NO_COLOR", "COLUMNS", "LINES", "FLOORBOARD_FLOOR")
    kept = {name: text for name, text in os.environ.items() if name not in dropped}
    return {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def run(*words: str, more: Mapping[str, str] = {}) -> Ran:
    """Run a program to its end. Raises RuntimeError when it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        words, cwd=ROOT, env={**environment(), **more}, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return Ran(seconds=seconds, cpu_seconds=used.ru_utime + used.ru_stime, peak_mib=used.ru_maxrss / 1024)


@contextmanager
def running(words: Sequence[str], more: Mapping[str, str] = {}) -> Iterator["subprocess.Popen[bytes]"]:
    """Have a program run; it is asked to end afterwards."""
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**environment(), **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def cpu_seconds(pid: int) -> float:
    """The processor time that a process has used, to the nanosecond.

    `/proc/PID/stat` counts whole ticks of a hundredth of a second, and whoever wakes with the tick, as timers do, is
    counted for ticks that it did not use.
    """
    clock_of_process = (~pid << 3) | CPUCLOCK_SCHED
    return time.clock_gettime(clock_of_process)


def resident_mib(pid: int) -> float:
    """The memory that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def open_files(pid: int) -> int:
    """How many files, pipes and sockets a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def until(condition: Callable[[], T], seconds: float = 60.0) -> T:
    """What a condition says as soon as it says something. Raises TimeoutError when it says nothing for too long."""
    give_up = time.monotonic() + seconds
    while not (said := condition()):
        if time.monotonic() > give_up:
            raise TimeoutError(f"nothing came of it within {seconds:.0f} s")
        time.sleep(0.002)
    return said
