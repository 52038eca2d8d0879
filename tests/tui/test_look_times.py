"""When a screen's reading thread looks for news."""

import sqlite3
import threading
from pathlib import Path

import pytest

from tui.look_times import LOOK_SECONDS, STIR_SECONDS, TOGETHER_SECONDS, TOLD_SECONDS, LookTimes
from tui.write_watch import WriteWatch

SELDOM = 0.1


class Looking:
    """A reader on a clock of its own, whose looks take no time."""

    def __init__(self, *, is_told: bool) -> None:
        self.now = 10.0
        self.is_told = is_told
        self.times = LookTimes()

    def look(self, *, news: bool, took: float = 0.0) -> float:
        """Look when it is time; returns how long the rest after it is."""
        self.now = max(self.now, self.times.next_at) + took
        self.times.looked(self.now - took, self.now, is_quiet=not news, seldom=SELDOM, is_told=self.is_told)
        return round(self.times.next_at - self.now, 6)


def test_a_reader_that_is_told_of_writes_looks_seldom_until_then() -> None:
    """While nobody writes it looks four times a second, and soon after a write, until there is some news."""
    reader = Looking(is_told=True)
    assert reader.look(news=False) == TOLD_SECONDS
    reader.now += 0.03
    reader.times.stirred(reader.now)
    assert reader.times.next_at == reader.now + TOGETHER_SECONDS
    assert reader.look(news=False) == TOGETHER_SECONDS
    assert reader.look(news=True) == TOGETHER_SECONDS, "a file's row comes just before its leads"
    assert reader.look(news=True) == SELDOM


def test_a_disk_that_takes_its_time_is_waited_for() -> None:
    """A write that cannot be read after a while is looked for as if nothing told us, for a second."""
    reader = Looking(is_told=True)
    reader.look(news=False)
    reader.times.stirred(reader.now)
    rests = [reader.look(news=False) for _ in range(60)]
    assert rests[0] == TOGETHER_SECONDS
    assert rests.count(TOGETHER_SECONDS) == pytest.approx(STIR_SECONDS / TOGETHER_SECONDS, abs=1)
    assert LOOK_SECONDS in rests
    assert rests[-1] == TOLD_SECONDS


def test_a_write_that_was_seen_is_not_looked_for_any_longer() -> None:
    """The engine renews its lease every few seconds: boards do not look about for a second after each time."""
    reader = Looking(is_told=True)
    reader.look(news=False)
    reader.times.stirred(reader.now)
    rests = [reader.look(news=news) for news in (True, *[False] * 20)]
    assert LOOK_SECONDS not in rests
    assert rests[-1] == TOLD_SECONDS


def test_without_being_told_it_is_looked_often() -> None:
    """Where the system tells nothing, a quiet floor is looked at every twentieth of a second and oftener."""
    reader = Looking(is_told=False)
    assert [reader.look(news=news) for news in (False, False, True, True)] == [LOOK_SECONDS] * 3 + [SELDOM]


def test_long_work_is_followed_by_a_longer_rest() -> None:
    """Reading takes no more than a fifth of the time, whatever is told meanwhile."""
    reader = Looking(is_told=True)
    assert reader.look(news=True, took=0.5) == 2.0
    reader.times.stirred(reader.now)
    assert round(reader.times.next_at - reader.now, 6) == 2.0


@pytest.mark.skipif(not Path("/proc/sys/fs/inotify").exists(), reason="this system has no inotify")
def test_a_write_to_the_database_wakes_once_until_somebody_looks(tmp_path: Path) -> None:
    """The first write wakes, the next ones not before somebody has looked; files beside the database never do."""
    database = tmp_path / "leads.db"
    woken = threading.Semaphore(0)
    watch = WriteWatch(database, woken.release)
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    (tmp_path / "floorboard.log").write_text("a line")
    assert not woken.acquire(timeout=0)
    db.execute("CREATE TABLE one (a)")
    assert woken.acquire(timeout=10)
    db.execute("INSERT INTO one VALUES (1)")
    assert not woken.acquire(timeout=0)
    watch.looked()
    assert woken.acquire(timeout=10)
    db.close()
    watch.end()
    watch._thread.join(10)
    assert not watch.is_alive


def test_where_nothing_tells_it_is_said(tmp_path: Path) -> None:
    """A folder that is not there, or a system that tells nothing, is an OSError."""
    with pytest.raises(OSError, match="No such file"):
        WriteWatch(tmp_path / "gone" / "leads.db", lambda: None)
