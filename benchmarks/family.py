"""A process with those it has started: the processor time that they used, and the memory of each at its peak."""

import os
import re
from pathlib import Path

TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")


def family_cpu_seconds(pid: int) -> float:
    """The processor time of a process and of those it had started that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) * TICK_SECONDS


def peak_mib(pid: int) -> float:
    """The most memory that a process has held; nought when it has ended."""
    found = re.search(r"VmHWM:\s+(\d+)", _read(Path(f"/proc/{pid}/status")))
    return int(found[1]) / 1024 if found else 0.0


def children(pid: int) -> list[int]:
    """The processes that a process has started and that run."""
    listed = " ".join(map(_read, Path(f"/proc/{pid}/task").glob("*/children")))
    return list(map(int, listed.split()))


def _read(path: Path) -> str:
    """What the system says of a process; nothing when it has ended meanwhile."""
    try:
        return path.read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return ""
