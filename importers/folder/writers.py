"""Whether a file is open for writing in some program: the system alone knows of a writer that stalls."""

import errno
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

HELD = (errno.EAGAIN, errno.EBUSY)
IS_ASKED = sys.platform == "linux"
"""Elsewhere only time tells: a file that stands still is taken for finished."""


def is_being_written(path: Path) -> bool:
    """Whether some program has the file open for writing; False also where the system cannot tell.

    A read lease is granted only on a file that nobody writes to, and is given back at once.
    """
    if not IS_ASKED:
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return _is_held(handle)
    finally:
        os.close(handle)


def _is_held(handle: int) -> bool:
    import fcntl

    with suppress(OSError):
        # Whoever opens the file to write in this very moment makes the system signal us: by one that nobody minds.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as refusal:
        return refusal.errno in HELD
    with suppress(OSError):
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
