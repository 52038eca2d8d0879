"""Tells at once when somebody writes to a database, where the system can: by inotify on the folder of its log."""

import ctypes
import os
import select
import sys
import threading
from collections.abc import Callable
from pathlib import Path

IN_MODIFY, IN_IGNORED = 0x2, 0x8000
MASK = slice(4, 8)
"""Where the first event says what happened."""
READ_BYTES = 4096


class WriteWatch:
    """A thread that calls `wake` when the write-ahead log grows, and not again before somebody has looked.

    What is being written can be read a little later only: whoever is woken looks more than once.
    """

    def __init__(self, database: Path, wake: Callable[[], None]) -> None:
        """Raises OSError where the system does not tell."""
        real = database.resolve()
        self._wake = wake
        self._log = os.fsencode(f"{real.name}-wal") + b"\0"
        self._events = _events_of(real.parent)
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
            os.close(self._events)
            os.close(self._ended)

    def _next(self) -> bool:
        """Wait until the log grows, and tell; False when nothing will be told any more."""
        while True:
            ready, _, _ = select.select([self._events, self._ended], [], [])
            if self._ended in ready:
                return False
            told = os.read(self._events, READ_BYTES)
            if int.from_bytes(told[MASK], sys.byteorder) & IN_IGNORED:
                return False
            if self._log in told:
                self._looked.clear()
                self._wake()
                return True


def _events_of(folder: Path) -> int:
    """A descriptor from which events of a folder's files are read."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "inotify_init1"):
        raise OSError("this system has no inotify")
    events = int(libc.inotify_init1(os.O_CLOEXEC))
    if events < 0 or libc.inotify_add_watch(events, os.fsencode(folder), IN_MODIFY) < 0:
        code = ctypes.get_errno()
        if events >= 0:
            os.close(events)
        raise OSError(code, os.strerror(code))
    return events
