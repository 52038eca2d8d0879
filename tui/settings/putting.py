"""Putting a new text in the place of `floor.toml`.

Law: floor.toml is never lost. The new text is there whole or not at all, and only when it has no fault.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from engine.policy import PolicyError
from engine.turn import Refused
from tui.settings.loading import load

ASIDE = "%Y%m%d-%H%M%S"


def put(path: Path, text: str, keep: Callable[[Path], Path | None] = lambda _: None) -> Path | None:
    """Put a text in the place of a file; returns where `keep` put the old one. Raises Refused when it has faults."""
    fresh = path.with_name(f"{path.name}.new-{os.getpid()}")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    try:
        _write(fresh, text.encode(), mode)
        load(fresh)
        kept = keep(path) if path.exists() else None
        fresh.replace(path)
        _sync(path.parent)
    except PolicyError as fault:
        raise Refused(f"This version of floorboard does not take that floor.toml:\n{fault}") from None
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def aside(path: Path, now: datetime) -> Path:
    """Keep a file as it is under a name that nothing has."""
    stamp = now.strftime(ASIDE)
    names = (f"{path.name}.{stamp}{f'-{number}' if number else ''}" for number in range(1000))
    kept = next(one for name in names if not (one := path.with_name(name)).exists())
    _write(kept, path.read_bytes(), path.stat().st_mode & 0o777)
    return kept


def _write(path: Path, data: bytes, mode: int) -> None:
    """Write a new file, through to the disk."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        os.fchmod(file.fileno(), mode)  # whatever the process makes its own files
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
