"""How the desk sleeps: until a thread of its own process rings, until another process writes, or until it is time.

Law: whoever sleeps hears first, looks then, and sleeps last, so that nothing is written between and not noticed.
"""

import os
import select
import threading
from pathlib import Path

from tui.log_events import LogEvents

LOOK_SECONDS = 0.25
"""How long the desk sleeps at the longest where nothing tells it that other terminals wrote."""

TOLD_LOOK_SECONDS = 1.0
"""How long where the system tells it."""

STIR_SECONDS = 0.001
"""How soon after somebody began to write the desk looks; what is written can be read a little later only."""

LISTEN_SECONDS = 0.016
"""Shorter naps are not broken off by the log, so that whoever writes much wakes nobody for each page of it."""

OWN_SECONDS = 0.05
"""How long the first nap after our own writing is: somebody else may have begun to write before we had heard of ours,
and of that we are not told again."""


class Doorbell:
    """What wakes the desk where the system tells of no writes: the threads of its own process."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        """Wake whoever sleeps, or will; from any thread."""
        self._rung.set()

    def hear(self) -> None:
        """Take in what was told until now, before a look."""

    def sleep(self, seconds: float) -> None:
        """Sleep until the bell is rung, or it is time for a look."""
        self._rung.wait(min(seconds, LOOK_SECONDS))
        self._rung.clear()

    def close(self) -> None:
        """Wake nobody any more."""


class Naps:
    """How long one sleeps between looks: each time twice as long, until somebody begins to write."""

    def __init__(self) -> None:
        self.longest = TOLD_LOOK_SECONDS
        self._next = TOLD_LOOK_SECONDS

    @property
    def seconds(self) -> float:
        """How long the next one is."""
        return min(self._next, self.longest)

    @property
    def is_deaf(self) -> bool:
        """Whether the log does not break the next one off."""
        return self._next < LISTEN_SECONDS

    def over(self) -> None:
        """One nap is over."""
        self._next = min(2 * self._next, self.longest)

    def stirred(self) -> None:
        """Somebody else has begun to write."""
        self._next = STIR_SECONDS

    def wrote(self) -> None:
        """The log grew while nobody slept: by ourselves, most likely."""
        self._next = min(self._next, OWN_SECONDS)


class LogBell:
    """What wakes the desk where the system tells of writes: its own threads, and whoever lets the log grow."""

    def __init__(self, database: Path) -> None:
        """Raises OSError where the system does not tell."""
        self._log = LogEvents(database)
        self._rung, self._rings = os.pipe()
        self._naps = Naps()
        self._is_told = False
        """Whether the log broke the last nap off."""
        self._inside, self._outside = select.poll(), select.poll()
        for listening in (self._inside, self._outside):
            listening.register(self._rung, select.POLLIN)
        self._outside.register(self._log, select.POLLIN)

    def ring(self) -> None:
        """Wake whoever sleeps, or will; from any thread."""
        os.write(self._rings, b"\0")

    def hear(self) -> None:
        """Take in what was told until now, before a look."""
        if self._log.grew():
            (self._naps.stirred if self._is_told else self._naps.wrote)()
        if self._log.is_over:
            self._naps.longest = LOOK_SECONDS
        self._is_told = False

    def sleep(self, seconds: float) -> None:
        """Sleep until the bell is rung, somebody begins to write, or it is time for a look."""
        listening = self._inside if self._naps.is_deaf else self._outside
        woken = [one for one, _ in listening.poll(1000 * min(seconds, self._naps.seconds))]
        self._naps.over()
        self._is_told = self._log.fileno() in woken
        if self._rung in woken:
            os.read(self._rung, 1)

    def close(self) -> None:
        """Wake nobody any more."""
        self._log.close()
        os.close(self._rung)
        os.close(self._rings)


def bell_of(database: Path) -> Doorbell | LogBell:
    """The best bell that the system has for a database."""
    try:
        return LogBell(database)
    except OSError:
        return Doorbell()
