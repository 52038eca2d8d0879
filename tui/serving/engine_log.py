"""The floor's log: what the engine has to say to whoever looks after it, and nobody's name in it."""

import logging
import os
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from tui.text import plain

LOG_BYTES_MAX = 5 * 1024 * 1024
LOGS_KEPT = 3

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def write_log(path: Path) -> None:
    """Send what this process has to say to a file."""
    handler = _Private(path, maxBytes=LOG_BYTES_MAX, backupCount=LOGS_KEPT, encoding="utf-8")
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.raiseExceptions = False  # a log on a full disk is no reason to write tracebacks elsewhere


class _Private(RotatingFileHandler):
    """A log that its owner alone can read, in all its turns."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=_for_its_owner)  # type: ignore[return-value]


class _OneLine(logging.Formatter):
    """Log lines in which foreign text cannot forge another line."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(plain(line) for line in super().format(record).splitlines())

    def formatException(self, ei: Fault) -> str:  # noqa: N802 - logging names it so
        """Where a fault was and of what kind; its own words are left out, they may hold what a customer wrote."""
        kind, _, trace = ei
        frames = (f"  {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace))
        return "\n".join([*frames, kind.__name__ if kind else ""])


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
