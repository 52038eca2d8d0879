"""How floor.toml wants screens to look and ring, read again when it was saved."""

from collections.abc import Callable
from pathlib import Path

from engine.policy import PolicyError
from tui.look import Look, look_of


def asked_nothing(kept: Look) -> Look:
    """Return the look where neither the command line nor the environment asks for another."""
    return look_of(kept, None, is_ascii=False)


class LookFile:
    """Reads the file when it has changed since it was made. `resolve` puts what goes before the file before it."""

    def __init__(self, path: Path, resolve: Callable[[Look], Look] = asked_nothing) -> None:
        self._path = path
        self._resolve = resolve
        self._seen = self._stamp()

    def read(self) -> Look | None:
        """Return the look; None when the file is as it was, or has a fault: then all stays as it is."""
        seen = self._stamp()
        if seen == self._seen:
            return None
        self._seen = seen
        from tui.settings import load  # spent only after an edit

        try:
            return self._resolve(load(self._path).look)
        except PolicyError:
            return None

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size
