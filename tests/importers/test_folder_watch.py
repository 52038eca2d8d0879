"""Events wake the scan; without them nothing is lost."""

import logging
import sys
import threading
from pathlib import Path

import pytest
from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

from importers.folder import folder_watch
from importers.folder.folder_watch import FolderWatch

WAIT_SECONDS = 10.0


class Woken:
    """What the watch told us."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.closed: set[Path] = set()

    def wake(self) -> None:
        self.event.set()

    def was_woken(self) -> bool:
        woken = self.event.wait(WAIT_SECONDS)
        self.event.clear()
        return woken


@pytest.fixture
def woken() -> Woken:
    return Woken()


def test_a_file_moved_in_wakes_the_scan(tmp_path: Path, woken: Woken) -> None:
    """And after the folder was replaced, arming again watches the new one."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    watch = FolderWatch(inbox, woken.wake, woken.closed.add)
    watch.arm()
    try:
        (inbox / "a.part").write_text("x")
        (inbox / "a.part").rename(inbox / "a.csv")
        assert woken.was_woken()
        inbox.rename(tmp_path / "gone")
        inbox.mkdir()
        watch.arm()
        woken.event.clear()
        (inbox / "b.csv").write_text("x")
        assert woken.was_woken()
    finally:
        watch.stop()
    assert not watch.is_watching


def test_our_own_moves_wake_nobody(tmp_path: Path, woken: Woken) -> None:
    """What goes into done was moved by us."""
    (tmp_path / "done").mkdir()
    watch = FolderWatch(tmp_path, woken.wake, woken.closed.add)
    watch.arm()
    try:
        (tmp_path / "done" / "a.csv").write_text("x")
        (tmp_path / "b.csv").write_text("x")
        assert woken.was_woken()
    finally:
        watch.stop()
    assert tmp_path / "done" / "a.csv" not in woken.closed


def test_a_folder_that_cannot_be_watched_is_no_error(
    tmp_path: Path, woken: Woken, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """When the system has no watches left, a line in the log says so, once."""

    class Exhausted:
        def schedule(self, *_: object, **__: object) -> None:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(folder_watch, "Observer", Exhausted)
    watch = FolderWatch(tmp_path, woken.wake, woken.closed.add)
    with caplog.at_level(logging.WARNING):
        watch.arm()
        watch.arm()
    assert not watch.is_watching
    assert len(caplog.records) == 1


def test_a_missing_folder_is_watched_once_it_is_there(tmp_path: Path, woken: Woken) -> None:
    """Arming is part of every scan."""
    watch = FolderWatch(tmp_path / "later", woken.wake, woken.closed.add)
    watch.arm()
    assert not watch.is_watching
    (tmp_path / "later").mkdir()
    watch.arm()
    assert watch.is_watching
    watch.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only inotify pairs what was moved")
def test_what_we_move_ourselves_holds_up_no_later_file(tmp_path: Path, woken: Woken) -> None:
    """Nothing waits for the other half of a move: each of the halves is told as it comes, and never as a pair."""
    watch = FolderWatch(tmp_path, woken.wake, woken.closed.add)
    (tmp_path / "a.csv").write_text("a")
    watch.arm()
    (tmp_path / "a.csv").rename(tmp_path.parent / "taken.csv")
    (tmp_path.parent / "taken.csv").rename(tmp_path / "b.csv")
    assert woken.was_woken()
    assert InotifyMoveEventGrouper.delay == 0
    watch.stop()
