"""Which files changed after they were taken: a writer that the system does not show us went on with them.

It shows only our own user's writers. Whoever copies over the network, or as another user, may pause for longer than a
file must stand still; then half of it is taken, and the other half is written into the same file, wherever it lies.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from importers.folder.digests import Stamp

REMEMBERED_SECONDS = 3600.0
"""Whoever goes on with a file later than this has made another one of it."""
REMEMBERED_MAX = 1_000


class Kept(NamedTuple):
    """A file that was put away."""

    source: str
    stamp: Stamp
    """As it was read."""
    at: float


class PutAway:
    """Remembers the last files for a while."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._kept: dict[Path, Kept] = {}

    def note(self, path: Path, source: str, stamp: Stamp) -> None:
        """Remember a file where it lies now."""
        if len(self._kept) >= REMEMBERED_MAX:
            del self._kept[next(iter(self._kept))]
        self._kept[path] = Kept(source, stamp, self._monotonic())

    def forget(self, path: Path) -> None:
        """Look at a file no more."""
        self._kept.pop(path, None)

    def changed(self) -> Iterator[tuple[Path, str, os.stat_result]]:
        """Files that were written to since they were read, with their sources."""
        for path, kept in list(self._kept.items()):
            try:
                now = path.lstat()
            except OSError:
                self.forget(path)
                continue
            if Stamp(now.st_size, now.st_mtime_ns) != kept.stamp:
                yield path, kept.source, now
            elif self._monotonic() - kept.at > REMEMBERED_SECONDS:
                self.forget(path)
