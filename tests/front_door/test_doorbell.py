"""What wakes the desk: its own threads, other processes that write, and the time."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from threading import Semaphore

import pytest

from store.memory import MemoryLedger
from tui.serving.desk import Desk
from tui.serving.doorbell import (
    LISTEN_SECONDS,
    OWN_SECONDS,
    STIR_SECONDS,
    TOLD_LOOK_SECONDS,
    Doorbell,
    LogBell,
    Naps,
    bell_of,
)
from tui.serving.turns import BEAT_SECONDS, Turns

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
HAS_INOTIFY = Path("/proc/sys/fs/inotify").exists()
needs_inotify = pytest.mark.skipif(not HAS_INOTIFY, reason="this system has no inotify")


class Shared(MemoryLedger):
    """A ledger to which others may write, or begin to."""

    version = 0

    def data_version(self) -> int:
        return self.version


class HandBell:
    """A bell by which the desk sleeps until a hand wakes it."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.asleep, self._wakes = Semaphore(0), Semaphore(0)

    def ring(self) -> None:
        self._wakes.release()

    def hear(self) -> None:
        """Everything is heard."""

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.asleep.release()
        assert self._wakes.acquire(timeout=10)

    def close(self) -> None:
        """Nothing is open."""


class Sleeper:
    """A desk that sleeps by such a bell; it counts its turns."""

    def __init__(self) -> None:
        self.ledger, self.bell, self.count = Shared(), HandBell(), 0
        self.turns = Turns(lambda: Desk(self.ledger, lambda: NOON), lambda _: self._counted(), lambda: self.bell)
        self.turns.start()
        self.is_asleep()

    def _counted(self) -> None:
        self.count += 1

    def is_asleep(self) -> bool:
        """Whether it has gone to sleep once more."""
        return self.bell.asleep.acquire(timeout=10)


def naps(one: Naps, count: int) -> list[float]:
    """The next naps that nobody breaks off."""
    found = []
    for _ in range(count):
        found.append(one.seconds)
        one.over()
    return found


def test_the_desk_takes_a_turn_when_another_terminal_wrote_and_not_when_it_only_began() -> None:
    """A bell wakes it for a look; only what can be read is a reason for a turn."""
    one = Sleeper()
    before = one.count
    one.bell.ring()
    assert one.is_asleep()
    assert one.count == before
    one.ledger.version += 1
    one.bell.ring()
    assert one.is_asleep()
    assert one.count == before + 1
    one.turns.stop(last=lambda _: None)


def test_the_desk_is_rung_for_what_is_left_while_it_sleeps() -> None:
    """Work, a beat and the end wake it; it sleeps no longer than until its next beat."""
    one = Sleeper()
    assert one.turns.urgent(lambda _: "done").result(10) == "done"
    assert one.is_asleep()
    assert all(0 < seconds <= BEAT_SECONDS for seconds in one.bell.slept)
    before = one.count
    one.turns.beat()
    assert one.is_asleep()
    assert one.count == before + 1
    one.turns.stop(last=lambda _: None)
    assert not one.turns.thread.is_alive()


def test_naps_grow_from_the_moment_that_somebody_begins_to_write() -> None:
    """What is being written can be read a little later only: looks follow each other ever more slowly."""
    one = Naps()
    assert naps(one, 2) == [TOLD_LOOK_SECONDS] * 2
    one.stirred()
    assert naps(one, 4) == [STIR_SECONDS * 2**times for times in range(4)]
    assert one.seconds == LISTEN_SECONDS
    assert naps(one, 8)[-1] == TOLD_LOOK_SECONDS


def test_the_first_naps_after_a_stir_are_deaf() -> None:
    """Who writes for long wakes nobody for every page of it: the log breaks off longer naps only."""
    one = Naps()
    is_deaf = [one.is_deaf]
    one.stirred()
    for _ in range(5):
        is_deaf.append(one.is_deaf)
        one.over()
    assert is_deaf == [False, True, True, True, True, False]


def test_after_its_own_writing_the_desk_looks_a_few_times_more() -> None:
    """Somebody else may have begun to write before we had heard of ours; shorter naps stay as they are."""
    one = Naps()
    one.wrote()
    assert one.seconds == OWN_SECONDS
    one.stirred()
    one.wrote()
    assert one.seconds == STIR_SECONDS


@needs_inotify
def test_a_log_that_grows_ends_the_sleep_and_one_heard_of_before_does_not(tmp_path: Path) -> None:
    """What was written before one listens does not wake; what is written later does; so does the bell."""
    database = tmp_path / "leads.db"
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE one (a)")
    bell = LogBell(database)
    db.execute("INSERT INTO one VALUES (1)")
    bell.sleep(60.0)
    bell.hear()
    assert bell._naps.seconds == STIR_SECONDS
    bell.ring()
    bell.sleep(60.0)
    bell.sleep(0.0)
    bell.hear()
    assert bell._naps.seconds > STIR_SECONDS
    db.close()
    bell.close()


@needs_inotify
def test_own_writing_is_heard_of_without_being_woken_by_it(tmp_path: Path) -> None:
    """The log grows by our own commits too: they are taken in before the next sleep, and do not end it."""
    database = tmp_path / "leads.db"
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    bell = LogBell(database)
    db.execute("CREATE TABLE one (a)")
    bell.hear()
    assert bell._naps.seconds == OWN_SECONDS
    assert not bell._outside.poll(0)
    db.close()
    bell.close()


def test_where_nothing_tells_of_writes_the_desk_looks_by_itself(tmp_path: Path) -> None:
    """A folder of which nothing is told has a bell that only threads ring."""
    bell = bell_of(tmp_path / "gone" / "leads.db")
    assert isinstance(bell, Doorbell)
    bell.ring()
    bell.sleep(60.0)
    bell.hear()
    bell.close()
