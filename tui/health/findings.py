"""The nouns of an examination: who is examined, and what is found."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from tui.floor_dir import FloorDir

PROC = Path("/proc")


class Level(StrEnum):
    """How a finding is meant."""

    WELL = "ok"
    HINT = "hint"
    WRONG = "WRONG"


class Finding(NamedTuple):
    """One thing that was looked at; `mend` is a command that helps, where there is one."""

    level: Level
    sentence: str
    mend: str = ""


class Patient(NamedTuple):
    """A floor, and what its machine says of itself."""

    floor: FloorDir
    now: datetime
    python: tuple[int, ...] = tuple(sys.version_info[:3])
    sqlite: tuple[int, ...] = sqlite3.sqlite_version_info
    proc: Path = PROC
    """Where Linux tells of mounts and limits; elsewhere there is nothing to read."""
    free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free


Check = Callable[[Patient], Iterator[Finding]]


def well(sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.WELL, sentence)


def hint(sentence: str, mend: str = "") -> Finding:
    """Something that works today and could be better."""
    return Finding(Level.HINT, sentence, mend)


def wrong(sentence: str, mend: str = "") -> Finding:
    """Something that loses leads, shows them to others, or keeps floorboard from working."""
    return Finding(Level.WRONG, sentence, mend)
