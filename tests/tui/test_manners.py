"""Through a real terminal: whatever ends the board gives the terminal back, and one that stalls loses nothing."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pyte
import pytest

from tests.tui.terminals import drive, read, shown, start

FLOOR = re.compile(rb"FLOOR (\d{10})")
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l", b"\x1b[<u")
"""The usual screen, a cursor, no mouse, no bracketed paste, no Kitty keys."""


SCREENS = ("people", "rep", "inline", "wall")


KITTY = re.compile(rb"\x1b\[[<>=][0-9;]*u")
"""What turns the keys of the Kitty protocol on and off; it is no letter, as the emulator takes it to be."""


def taken_back(kind: str) -> tuple[bytes, ...]:
    """The codes that a screen writes at its end; in four lines it has never left the usual screen."""
    return RESTORED[1:] if kind == "inline" else RESTORED


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=["term", "int", "hup"])
@pytest.mark.parametrize("kind", SCREENS)
def test_a_signal_gives_the_terminal_back(kind: str, name: signal.Signals) -> None:
    """SIGTERM, SIGINT and SIGHUP end every screen in order: each mode that it set is taken back."""
    written = drive((), kind, end=lambda child: os.kill(child, name))
    assert [code for code in taken_back(kind) if code not in written] == []


@pytest.mark.parametrize("kind", SCREENS)
def test_a_fault_gives_the_terminal_back(kind: str) -> None:
    """An exception in the midst of it all leaves a usable terminal, and is told."""
    written = drive((), kind, fault="faulty")
    assert [code for code in taken_back(kind) if code not in written] == []
    assert b"ZeroDivisionError" in written


@pytest.mark.parametrize("kind", SCREENS)
def test_a_closed_terminal_ends_the_screen(kind: str) -> None:
    """When the other end of the terminal goes, as with a closed ssh, the screen ends by itself."""
    child, terminal = start(kind)
    assert shown(kind) in read(terminal, 30.0, shown(kind))
    os.close(terminal)
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if os.waitpid(child, os.WNOHANG)[0]:
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("the screen outlived its terminal")


def test_four_lines_stand_under_the_prompt() -> None:
    """What was on the terminal stays; a dialog takes more lines and gives them back; at the end all of them go."""
    child, terminal = start("inline")
    screen = pyte.Screen(120, 40)
    stream = pyte.ByteStream(screen)
    stream.feed(b"$ an earlier command\r\n$ floorboard rep --inline\r\n")

    def lines_after(key: bytes, *, least: int, most: int) -> list[str]:
        os.write(terminal, key)
        for _ in range(200):
            stream.feed(KITTY.sub(b"", read(terminal, 0.05)))
            lines = [line.rstrip() for line in screen.display if line.strip()]
            if least <= len(lines) <= most:
                return lines
        raise AssertionError("\n".join(screen.display))

    stream.feed(read(terminal, 30.0, shown("inline")))
    first = lines_after(b"", least=6, most=6)
    assert first[:2] == ["$ an earlier command", "$ floorboard rep --inline"]
    assert first[2].startswith("Sam  ● READY")
    assert "Customer 9" in first[3]
    assert len(lines_after(b"?", least=10, most=16)) >= 10
    assert lines_after(b"q", least=6, most=6)[:3] == first[:3]
    assert lines_after(b"Q", least=2, most=2) == first[:2]
    assert os.waitpid(child, 0)[1] == 0
    os.close(terminal)


def test_a_terminal_that_nobody_reads_keeps_no_screen() -> None:
    """SIGTERM ends a board that cannot write its pictures any more; it is not waited for longer than it may take."""
    child, terminal = start("changing")
    try:
        assert b"INTAKE" in read(terminal, 30.0, b"INTAKE")
        time.sleep(2)  # nobody reads, until the board can write no more
        os.kill(child, signal.SIGTERM)
        deadline = time.monotonic() + 30
        while not os.waitpid(child, os.WNOHANG)[0]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        os.close(terminal)


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
