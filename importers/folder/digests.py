"""The digest of a file that may be swapped for something else while it is looked at."""

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from importers.limits import limits

CHUNK = 1024 * 1024


class Stamp(NamedTuple):
    """What tells whether a file was written to."""

    size: int
    modified: int


def digest(path: Path) -> tuple[str, Stamp]:
    """The SHA-256 of a plain file in hex, and how it stood. Raises OSError for what is none."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.ELOOP, "not a plain file")
        stamp = Stamp(status.st_size, status.st_mtime_ns)
        if status.st_size > limits().file:
            return unread(status), stamp
        found = sha256()
        while chunk := stream.read(CHUNK):
            found.update(chunk)
        return found.hexdigest(), stamp


def unread(status: os.stat_result) -> str:
    """What stands for the digest of a file that was too big to be read, and may be read once the limit is raised."""
    return f"size:{status.st_size}:{status.st_mtime_ns}"
