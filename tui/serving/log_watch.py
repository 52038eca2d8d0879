"""Whether some program keeps the write-ahead log from being emptied, and which one."""

import os
from pathlib import Path

from tui.health.findings import PROC

LOG_BYTES_MAX = 32 * 1024 * 1024
"""A log that is longer is told: it is emptied at an eighth of that when nobody is in the way."""


def log_trouble(database: Path, proc: Path = PROC) -> str:
    """Who keeps the log long, as a sentence; empty while it is short."""
    log = database.with_name(f"{database.name}-wal")
    try:
        size = log.stat().st_size
    except OSError:
        return ""
    if size < LOG_BYTES_MAX:
        return ""
    readers = readers_of(log, proc)
    who = f"of {', '.join(readers)} one reads" if len(readers) > 1 else f"{(readers or ['some program'])[0]} reads"
    # In steps, so that it is not news every second.
    mib = size // LOG_BYTES_MAX * LOG_BYTES_MAX >> 20
    return f"leads.db-wal has over {mib} MiB: {who} leads.db without end; close it."


def readers_of(path: Path, proc: Path = PROC) -> list[str]:
    """The other processes that have a file open, as far as the system tells us."""
    found = []
    for process in sorted(proc.glob("[0-9]*"), key=lambda one: int(one.name)):
        if int(process.name) != os.getpid() and _has_open(process, path):
            found.append(f"process {process.name} ({_name_of(process)})")
    return found


def _has_open(process: Path, path: Path) -> bool:
    try:
        return any(os.readlink(one) == str(path) for one in (process / "fd").iterdir())
    except OSError:  # it has ended, or is somebody else's
        return False


def _name_of(process: Path) -> str:
    try:
        return (process / "comm").read_text("utf-8", errors="replace").strip()
    except OSError:
        return "ended"
