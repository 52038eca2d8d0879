"""Wakes whoever scans the inbox, as soon as the system says that something changed in it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from watchdog.events import FileClosedEvent, FileMovedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from importers.folder.drop_folder import DONE, FAILED, TAKING

JOIN_SECONDS = 2.0
log = logging.getLogger(__name__)


class FolderWatch:
    """Watches a folder in a thread of its own. Without events everything still works, only later.

    `wake` and `closed` are called in that thread.
    """

    def __init__(self, inbox: Path, wake: Callable[[], None], closed: Callable[[Path], None]) -> None:
        self._inbox = inbox
        self._events = _Events(inbox, wake, closed)
        self._observer: BaseObserver | None = None
        self._identity: tuple[int, int] | None = None

    @property
    def is_watching(self) -> bool:
        """Whether events come."""
        return self._observer is not None and self._observer.is_alive()

    def arm(self) -> None:
        """Watch, or watch anew when the folder was replaced: call it with every scan, it is cheap."""
        identity = _identity(self._inbox)
        if self.is_watching and identity == self._identity:
            return
        if identity is None or (identity == self._identity and self._observer is None):
            return
        self.stop()
        self._identity = identity
        try:
            observer = _observer()
            observer.schedule(self._events, str(self._inbox), recursive=True)
            observer.start()
        except (OSError, RuntimeError) as error:
            log.warning("The inbox cannot be watched (%s); it is looked at every few seconds instead.", error)
            return
        self._observer = observer

    def stop(self) -> None:
        """End watching."""
        observer, self._observer = self._observer, None
        self._identity = None
        if observer is not None:
            observer.stop()
            observer.join(JOIN_SECONDS)


class _Events(FileSystemEventHandler):
    def __init__(self, inbox: Path, wake: Callable[[], None], closed: Callable[[Path], None]) -> None:
        self._ours = tuple(str(inbox / name) for name in (TAKING, DONE, FAILED))
        self._wake = wake
        self._closed = closed

    def on_any_event(self, event: FileSystemEvent) -> None:
        where = _text(event.dest_path or event.src_path)
        if where.startswith(self._ours) or event.event_type in ("opened", "closed_no_write"):
            return
        if isinstance(event, FileClosedEvent | FileMovedEvent):
            self._closed(Path(where))
        self._wake()


def _observer() -> BaseObserver:
    """An observer that tells a file that was moved in whole from one that somebody began to write."""
    make: Callable[..., BaseObserver] = Observer
    _take_moves_apart()
    return make(generate_full_events=True) if getattr(Observer, "__name__", "") == "InotifyObserver" else make()


def _take_moves_apart() -> None:
    """Have moves told at once.

    watchdog keeps what was moved away for half a second to find where it went, and all that happens later waits
    behind it. Every file that we take is moved, so the next one would always wait.
    """
    with suppress(ImportError, OSError):  # it is told otherwise on systems without inotify
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

        InotifyMoveEventGrouper.delay = 0.0


def _text(path: str | bytes) -> str:
    return path if isinstance(path, str) else path.decode("utf-8", "surrogateescape")


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
