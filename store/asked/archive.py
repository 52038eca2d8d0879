"""What was: history, the board of an instant and the day in numbers, read over a connection of its own."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import TypeVar

from engine.board import Board
from engine.past import Figures, HistoryPage
from engine.policy import Policy
from store.asked.explaining import Past
from store.asked.figures import figures
from store.asked.history import number_at, page
from store.asked.rewind import InLine, Rewinding, nobody
from store.connection import BUSY_SECONDS, in_sentences, open_reader
from store.rows import Stopped
from store.transaction import Transaction

T = TypeVar("T")

STOPPED = "SQLITE_INTERRUPT"

STEPS_UNASKED = 50_000
"""So many steps of SQLite are made without asking whether the answer is still wanted: a millisecond's worth."""


class SqliteArchive:
    """A reader of what was. Used by one thread; `stop` and `go_on` may be called from any."""

    def __init__(self, path: str, in_line: InLine = nobody, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._db = open_reader(path, busy_seconds=busy_seconds)
        self._policies: dict[str, Policy] = {}
        self._over = Event()
        self._db.set_progress_handler(self._over.is_set, STEPS_UNASKED)  # an interrupt reaches one statement alone
        self._rewinding = Rewinding(self._over.is_set, in_line)

    def page(self, text: str, edge: int | None, is_down: bool, most: int) -> HistoryPage:
        """A stretch of history beside a lead's number, of leads that a filter lets through."""
        return self._answered(lambda db: page(db, text, edge, is_down, most))

    def number_at(self, at: datetime) -> int:
        """The number above which leads came in after an instant."""
        return self._answered(lambda db: number_at(db, at))

    def board_at(self, at: datetime) -> Board:
        """The board as it was."""
        return self._answered(lambda db: self._rewinding.board_at(Past(db, self._policies), db, at))

    def figures(self, now: datetime) -> Figures:
        """The floor's day in numbers."""
        return self._answered(lambda db: figures(db, Transaction(db, self._policies).policy_in_force().timezone, now))

    def _answered(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """Ask at one point in time. Raises Stopped when nobody wants the answer any more."""
        with in_sentences(self.path):
            self._db.execute("BEGIN")
            try:
                return ask(self._db)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname == STOPPED:
                    raise Stopped from None
                raise
            finally:
                self._db.execute("COMMIT")

    def stop(self) -> None:
        """End what is being looked up: it raises Stopped."""
        self._over.set()
        self._db.interrupt()

    def go_on(self) -> None:
        """Look things up again."""
        self._over.clear()

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()
