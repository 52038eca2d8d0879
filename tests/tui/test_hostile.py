"""Texts that attack are shown as they are: on every screen, never as markup, never as escapes."""

import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from fcntl import ioctl
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from store.rows import Answer
from tests.tui.floors import HOSTILE, REPS, board, feed, hostile, intake, team
from tests.tui.pilots import opened, press, screen_text, settled
from tests.tui.viewers import FakeViewer
from tui.screens.manager import Manager
from tui.text import plain
from tui.widgets.scrub import Scrub

ROOT = Path(__file__).parents[2]
SHOWN = tuple(plain(text)[:8].rstrip() for text in HOSTILE)


def hostile_viewer() -> FakeViewer:
    """Return a floor on which every text is an attack."""
    names = [HOSTILE[at % len(HOSTILE)] for at in range(len(REPS))]
    return FakeViewer(
        board(
            queue=tuple(row.but(rep_id="sam") if at % 2 else row for at, row in enumerate(hostile())),
            floor=HOSTILE[3],
            reps=tuple(rep.but(name=name, reason=name) for rep, name in zip(team(), names, strict=True)),
            intake=tuple(row.but(name=HOSTILE[at], why=HOSTILE[at]) for at, row in enumerate(intake())),
            feed=tuple(row.but(who=HOSTILE[at], words=HOSTILE[at + 1]) for at, row in enumerate(feed())),
            engine=board().engine.but(trouble=HOSTILE[1], listening=HOSTILE[3]),
        )
    )


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_screen_shows_attacks_as_text(size: tuple[int, int]) -> None:
    """Manager, detail, assign, away, filter and commands live through every attack and show it."""
    viewer = hostile_viewer()
    async with opened(viewer, size=size) as (app, pilot):
        text = screen_text(app)
        assert all(shown in text for shown in SHOWN)
        for _ in HOSTILE if size[0] == 80 else HOSTILE[:2]:
            await press(pilot, "enter")
            assert SHOWN[app.manager.queue.order.index or 0] in screen_text(app)
            await press(pilot, "q", "j")
        await press(pilot, "*", "a")
        assert "[@click" in screen_text(app)
        await press(pilot, "[", "/", "]")
        assert "[/]" in screen_text(app)
        viewer.refusal = Answer(ok=False, sentence=HOSTILE[1] + HOSTILE[4])
        await press(pilot, "enter", "enter")
        assert "[@click=app.quit]x[/]␛[2J" in screen_text(app)
        await press(
            pilot, "escape", "/", *"[/]x", "enter", "2", "T", *"[/]", "enter", "3", "4", ":", *"[/]", "escape"
        )
        assert isinstance(app.screen, Manager)


async def test_a_click_on_an_attack_runs_nothing() -> None:
    """A name that looks like a link is not one."""
    async with opened(hostile_viewer()) as (app, pilot):
        for row in range(3, 12):
            await pilot.click("#queue", offset=(14, row))
        await settled(pilot)
        assert app.is_running


def test_the_belt_scrubs_what_passed_the_gate() -> None:
    """A segment with an escape in its text loses it before the terminal; control segments are left alone."""
    control = Segment("\x1b[?25l", None, [(1,)])  # type: ignore[list-item]
    done = Scrub().apply([Segment("a\x1b[2J\x9b1m"), control], Color(0, 0, 0))
    assert [segment.text for segment in done] == ["a␛[2J·1m", "\x1b[?25l"]


PARTS = (b"\x1b]52;", b"\x1b]0;", b"\x1b[2J\x1b[H\xc2", b"\xc2\x9b", "\u202e".encode(), "\u200b".encode())
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
TOUR = (b"\r", b"q", b"j", b"\r", b"q", b"*", b"a", b"\x1b", b"?", b"q", b":", b"\x1b", b"Q")


def test_no_attack_reaches_the_terminal() -> None:
    """Through a real pty, with every screen opened: none of the attacks is in the bytes that are written."""
    written = drive(TOUR)
    assert "␛]52;c;".encode() in written
    assert [part for part in PARTS if part in written] == []
    assert b"\x1b[?1049l" in written
    assert b"\x1b[?25h" in written


def test_without_colour_nothing_is_coloured() -> None:
    """With NO_COLOR set no colour is written, and signs and words say it all; an empty one counts as not set."""
    plain_bytes = drive((b"j", b"a", b"\x1b", b"Q"), NO_COLOR="1")
    assert COLOUR.findall(plain_bytes) == []
    assert "● ready".encode() in plain_bytes
    assert COLOUR.findall(drive((b"Q",), NO_COLOR=""))


def drive(keys: Sequence[bytes], *, end: Callable[[int], None] = lambda _: None, **env: str) -> bytes:
    """Run the board on hostile leads in a pty, press keys, and return all that it wrote."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        around = {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", **env}
        os.execve(sys.executable, [sys.executable, "-m", "tests.tui.run_board", "hostile"], around)
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    written = bytearray(_read(terminal, 30.0, b"INTAKE"))
    for key in keys:
        os.write(terminal, key)
        written += _read(terminal, 0.25)
    end(child)
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        written += _read(terminal, 0.2)
        if os.waitpid(child, os.WNOHANG)[0]:
            return bytes(written)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("the board did not leave on Q")


def _read(terminal: int, seconds: float, until: bytes = b"\x00never") -> bytes:
    """Read what is written within so many seconds, or until something is seen."""
    found, deadline = bytearray(), time.monotonic() + seconds
    while time.monotonic() < deadline and until not in found:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                found += os.read(terminal, 65536)
            except OSError:
                break
    return bytes(found)
