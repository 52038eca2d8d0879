"""Tells at once when somebody writes to a database, where the system can."""

import os
import select
import threading
from collections.abc import Callable
from pathlib import Path

from tui.log_events import LogEvents


class WriteWatch:
    """A thread that calls `wake` when the write-ahead log grows, and not again before somebody has looked.

    What is being written can be read a little later only: whoever is woken looks more than once.
    """

    def __init__(self, database: Path, wake: Callable[[], None]) -> None:
        """Raises OSError where the system does not tell."""
        self._wake = wake
        self._log = LogEvents(database)
        self._ended, self._end = os.pipe()
        self._looked = threading.Event()
        self._thread = threading.Thread(target=self._run, name="writes", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it would still tell; when its folder goes, it does not."""
        return self._thread.is_alive()

    def looked(self) -> None:
        """Somebody has looked: what is written from now on is told."""
        self._looked.set()

    def end(self) -> None:
        """Tell no more."""
        if self._end >= 0:
            os.close(self._end)
            self._end = -1
            self._looked.set()

    def _run(self) -> None:
        try:
            while self._next():
                self._looked.wait()
        finally:
            self._log.close()
            os.close(self._ended)

    def _next(self) -> bool:
        """Wait until the log grows, and tell; False when nothing will be told any more."""
        while True:
            ready, _, _ = select.select([self._log.fileno(), self._ended], [], [])
            if self._ended in ready:
                return False
            has_grown = self._log.grew()
            if self._log.is_over:
                return False
            if has_grown:
                self._looked.clear()
                self._wake()
                return True
