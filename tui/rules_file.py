"""floor.toml as a screen shows it: its text, its faults and its doubts, read again when it was saved."""

from pathlib import Path

from engine.policy import PolicyError
from tui.ports import RulesRead
from tui.settings import check, warnings

LINES_MOST = 20_000


class RulesFile:
    """Reads the file when it has changed. Used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None

    def read(self, is_fresh: bool) -> RulesRead | None:
        """Return the file as it lies there; None when it was read before and has not changed, unless `is_fresh`."""
        try:
            status = self._path.stat()
            seen = (status.st_mtime_ns, status.st_size)
            if seen == self._seen and not is_fresh:
                return None
            self._seen = seen
            lines = self._path.read_text("utf-8", "replace").splitlines()[:LINES_MOST]
            faults = check(self._path)
            doubts = () if faults else warnings(self._path)
        except OSError as trouble:
            return RulesRead(path=str(self._path), lines=(), faults=(f"floor.toml: {trouble.strerror}",))
        except PolicyError as fault:  # it was saved again between two looks
            faults, doubts = str(fault).splitlines(), ()
        return RulesRead(path=str(self._path), lines=tuple(lines), faults=tuple(faults), warnings=tuple(doubts))
