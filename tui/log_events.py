"""What the system tells of a database's write-ahead log: that it grew, by inotify on the folder it lies in."""

import ctypes
import os
import sys
from pathlib import Path

IN_MODIFY, IN_IGNORED = 0x2, 0x8000
MASK = slice(4, 8)
"""Where an event says what happened."""
READ_BYTES = 4096
EVENT_BYTES_MAX = 16 + 256
"""An event with the longest name there is: a read that leaves room for one has read them all."""


class LogEvents:
    """The events of one log. One thread reads them; nothing here waits."""

    def __init__(self, database: Path) -> None:
        """Raises OSError where the system does not tell."""
        real = database.resolve()
        self._log = os.fsencode(f"{real.name}-wal") + b"\0"
        self._events = _events_of(real.parent)
        self.is_over = False
        """Whether nothing more will be told: the folder is gone."""

    def fileno(self) -> int:
        """What to wait on."""
        return self._events

    def grew(self) -> bool:
        """Whether the log grew, as far as was told and not yet read."""
        has_grown = False
        while told := self._read():
            self.is_over |= bool(int.from_bytes(told[MASK], sys.byteorder) & IN_IGNORED)
            has_grown |= self._log in told
            if len(told) <= READ_BYTES - EVENT_BYTES_MAX:
                break
        return has_grown

    def close(self) -> None:
        """Read no more."""
        os.close(self._events)

    def _read(self) -> bytes:
        try:
            return os.read(self._events, READ_BYTES)
        except BlockingIOError:
            return b""


def _events_of(folder: Path) -> int:
    """A descriptor from which events of a folder's files are read."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "inotify_init1"):
        raise OSError("this system has no inotify")
    events = int(libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK))
    if events < 0 or libc.inotify_add_watch(events, os.fsencode(folder), IN_MODIFY) < 0:
        code = ctypes.get_errno()
        if events >= 0:
            os.close(events)
        raise OSError(code, os.strerror(code))
    return events
