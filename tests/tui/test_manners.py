"""Through a real terminal: whatever ends the board gives the terminal back, and one that stalls loses nothing."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.terminals import drive, read, start

FLOOR = re.compile(rb"FLOOR (\d{10})")
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l", b"\x1b[<u")
"""The usual screen, a cursor, no mouse, no bracketed paste, no Kitty keys."""


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back(kind: signal.Signals) -> None:
    """SIGTERM and SIGHUP end the board in order: every mode that it set is taken back."""
    written = drive((), "people", end=lambda child: os.kill(child, kind))
    assert [code for code in RESTORED if code not in written] == []


def test_a_fault_gives_the_terminal_back() -> None:
    """An exception in the midst of it all leaves a usable terminal, and is told."""
    written = drive((b"\x14",), "faulty")
    assert [code for code in RESTORED if code not in written] == []
    assert b"ZeroDivisionError" in written


def test_a_closed_terminal_ends_the_board() -> None:
    """When the other end of the terminal goes, as with a closed ssh, the board ends by itself."""
    child, terminal = start("people")
    assert b"INTAKE" in read(terminal, 30.0, b"INTAKE")
    os.close(terminal)
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if os.waitpid(child, os.WNOHANG)[0]:
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("the board outlived its terminal")


def test_a_stalled_terminal_catches_up() -> None:
    """Nobody reads the terminal while the floor changes; once somebody does, the newest board comes at once."""
    child, terminal = start("changing")
    try:
        assert b"INTAKE" in read(terminal, 30.0, b"INTAKE")
        stalled_until = time.monotonic() + 3
        while time.monotonic() < stalled_until:
            os.write(terminal, b"jk")  # keys still come while nothing is read
            time.sleep(0.02)
        assert b"FLOOR" in read(terminal, 10.0, b"FLOOR")
        newest = int(time.time())
        _until(terminal, lambda seen: any(int(found) >= newest for found in FLOOR.findall(seen)))
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _until(terminal: int, is_so: Callable[[bytes], bool]) -> None:
    """Read until something is seen."""
    seen, deadline = b"", time.monotonic() + 20
    while time.monotonic() < deadline:
        seen = (seen + read(terminal, 0.05))[-200_000:]
        if is_so(seen):
            return
    raise AssertionError("the board did not catch up")


def test_the_editor_gets_a_usable_terminal(tmp_path: Path) -> None:
    """E hands the terminal over as it was before the board, and takes it back with a whole screen."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nstty -a | grep -o "[-]*icanon"\nprintf "EDITING %s" "$1"\n', "utf-8")
    editor.chmod(0o700)
    written = drive((b",", b"E", b"q", b"Q"), "people", EDITOR=str(editor), VISUAL="")
    gave, _, after = written.partition(b"EDITING floor.toml")
    assert gave.rstrip().endswith(b"icanon")
    assert not gave.rstrip().endswith(b"-icanon")
    assert b"\x1b[?1049l" in gave
    assert b"\x1b[?1049h" in after
    assert b"SETTINGS" in after
