"""Whether leads.db is still the file that SQLite wrote: somebody may copy another one over it while it is open.

Law: what cannot be read proves nothing. While a reader keeps the write-ahead log from being emptied as a whole, the
file is made of pages of different moments.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

LOOKS_TO_BE_SURE = 2
"""A look may fall into the middle of a copying; what is found twice is so."""


class Held(NamedTuple):
    """What the file has by itself, without the log."""

    seq: int
    """Its last entry; nought also where the page that has it is still in the log alone."""
    salt: bytes
    """The floor's key."""
    size: int


class MainFile:
    """The file below the write-ahead log. What it holds only ever grows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._known: Held | None = None
        self._strange_looks = 0

    def is_changed(self) -> bool:
        """Whether the file was written to since it was looked into. Cheap, and asked from any thread."""
        stamp = self._stamp_now()
        return stamp is not None and (stamp != self._stamp or bool(self._strange_looks))

    def is_foreign(self) -> bool:
        """Whether the file holds less than it did, or another floor. Asked within a turn, which writes no pages."""
        self._stamp = self._stamp_now()
        if self._stamp is None:
            return False
        held = self._held(self._stamp[1])
        if self._is_strange(held, self._stamp[1]):
            self._strange_looks += 1
        elif held is not None and (self._known is None or held.seq >= self._known.seq):
            self._known, self._strange_looks = held, 0
        return self._strange_looks >= LOOKS_TO_BE_SURE

    def _is_strange(self, held: Held | None, size: int) -> bool:
        known = self._known
        if known is None:
            return False
        if held is None:
            return size < known.size
        return held.salt != known.salt or 0 < held.seq < known.seq

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._path)
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _held(self, size: int) -> Held | None:
        """What the file has; None when it cannot be read by itself."""
        try:
            with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
                (seq,) = db.execute("SELECT max(seq) FROM events").fetchone()
                (salt,) = db.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()
        except (sqlite3.Error, TypeError):
            return None
        return Held(int(seq or 0), bytes(salt), size)
