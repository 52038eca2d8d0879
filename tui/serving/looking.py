"""A thread that looks for something to take: when it is woken, and every few seconds all the same."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from store.rows import StoreError

RESCAN_SECONDS = 2.0
"""How often inbox and spool are listed although nothing woke us: the listing is the truth, a wake only hurries it."""

STUMBLED = "floorboard stumbled over this {what}; floorboard.log says where. Nothing else was held up."

log = logging.getLogger(__name__)


class Looking:
    """A thread that looks for something to take: when it is woken, and every few seconds all the same."""

    def __init__(self, name: str, take: Callable[[], object]) -> None:
        self._take = take
        self.every: timedelta | None = None
        """How long to wait when nothing wakes us; None is `RESCAN_SECONDS`."""
        self._stirred = threading.Event()
        self.was_woken = False
        """Whether somebody woke us for this look."""
        self.is_stopping = False
        self.trouble = ""
        """Why nothing is taken just now, as a sentence."""
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)

    def wake(self) -> None:
        """Look now."""
        self._stirred.set()

    def stop(self) -> None:
        """End after what is in hand."""
        self.is_stopping = True
        self._stirred.set()

    def _run(self) -> None:
        while not self.is_stopping:
            self._stirred.clear()
            try:
                self._take()
                self._note("")
            except StoreError as trouble:
                self._note(str(trouble))
            except OSError as trouble:
                self._note(f"The inbox cannot be used just now: {trouble.strerror or 'it fails'}.")
            except Exception:
                log.exception("A look for %s failed", self.thread.name)
                self._note(f"Taking {self.thread.name} stumbled; floorboard.log says where.")
            seconds = RESCAN_SECONDS if self.every is None else self.every.total_seconds()
            self.was_woken = self._stirred.wait(seconds)

    def _note(self, trouble: str) -> None:
        if trouble != self.trouble and not self.is_stopping:
            self.trouble = trouble
            log.warning("%s: %s", self.thread.name, trouble or "all is well again")


class Taker:
    """A looking thread as the engine starts and stops it."""

    def __init__(self, name: str, take: Callable[[], object]) -> None:
        self._looking = Looking(name, take)
        self.thread = self._looking.thread
        self.wake = self._looking.wake

    @property
    def trouble(self) -> str:
        """Why nothing is taken just now, as a sentence."""
        return self._looking.trouble

    def start(self) -> None:
        """Begin with what was left undone."""
        self.thread.start()

    def stop(self) -> None:
        """Stop after what is in hand; the rest stays where it is."""
        self._looking.stop()
        self.thread.join()
