"""What the figures were measured on, without names of machines or folders."""

import os
import platform
import re
import sqlite3
import statistics
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("floorboard", "textual", "aiohttp", "msgspec", "sqlite-utils")
SYNCS = 50


def machine(folder: Path) -> dict[str, str]:
    """The machine, by what matters to the figures."""
    return {
        "measured on": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "load at the beginning": f"{os.getloadavg()[0]:.1f}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "write and sync of 4 KiB": f"{1000 * _sync_seconds(folder):.2f} ms",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }


def _processor() -> str:
    """The processor's model, where the system says it."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"model name\s*: (.+)", text)
    return found[1] if found else platform.machine()


def _sync_seconds(folder: Path) -> float:
    """What it takes to have a page on disk: the median of some tries."""
    path, spans = folder / "sync", []
    with path.open("wb") as file:
        for place in range(SYNCS):
            began = time.perf_counter()
            os.pwrite(file.fileno(), b"x" * 4096, 4096 * place)
            os.fsync(file.fileno())
            spans.append(time.perf_counter() - began)
    path.unlink()
    return statistics.median(spans)
