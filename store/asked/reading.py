"""What every reader of leads.db stands on: its connection, one point in time for several questions, and the lease."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from store.connection import BUSY_SECONDS, in_sentences, open_reader
from store.leases import lease_in
from store.rows import Lease


class SqliteReader:
    """A reader of leads.db. Used by one thread at a time."""

    def __init__(self, path: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._db = open_reader(path, busy_seconds=busy_seconds)

    def data_version(self) -> int:
        """Changes whenever somebody has committed."""
        with in_sentences(self.path):
            (version,) = self._db.execute("PRAGMA data_version").fetchone()
        return int(version)

    def lease(self) -> Lease | None:
        """Who holds the lease."""
        with in_sentences(self.path):
            return lease_in(self._db)

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    @contextmanager
    def _view(self) -> Iterator[sqlite3.Connection]:
        """One point in time for several questions."""
        with in_sentences(self.path):
            self._db.execute("BEGIN")
            try:
                yield self._db
            finally:
                self._db.execute("COMMIT")
