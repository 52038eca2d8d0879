"""Whether leads.db is still the file that SQLite wrote: somebody may copy another one over it while it is open.

Law: it is looked into only while nobody empties the write-ahead log into it, since until that is done it is torn.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

LOOKS_TO_BE_SURE = 2
"""A look may fall into the middle of a copying; what is found twice is so."""


class MainFile:
    """The file below the write-ahead log. What it holds only ever grows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._seq = 0
        self._salt = b""
        self._strange_looks = 0

    def is_changed(self) -> bool:
        """Whether the file was written to since it was looked into. Cheap, and asked from any thread."""
        stamp = self._stamp_now()
        return stamp is not None and (stamp != self._stamp or bool(self._strange_looks))

    def is_foreign(self) -> bool:
        """Whether the file holds less than it did, or another floor. Asked within a turn of whoever tends the log."""
        if not self.is_changed():
            return False
        self._stamp = self._stamp_now()
        held = self._held()
        if held is not None and held[0] >= self._seq and held[1] == (self._salt or held[1]):
            (self._seq, self._salt), self._strange_looks = held, 0
        elif self._salt:
            self._strange_looks += 1
        return self._strange_looks >= LOOKS_TO_BE_SURE

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._path)
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _held(self) -> tuple[int, bytes] | None:
        """The last entry and the floor's key as the file alone has them; None when it cannot be read so."""
        try:
            with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
                (seq,) = db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
                (salt,) = db.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()
        except (sqlite3.Error, TypeError):
            return None
        return int(seq), bytes(salt)
