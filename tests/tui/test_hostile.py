"""Texts that attack are shown as they are: on every screen, never as markup, never as escapes."""

import re

import pytest
from rich.segment import Segment
from textual.color import Color

from store.rows import Answer
from tests.tui.floors import HOSTILE
from tests.tui.pilots import opened, press, screen_text, settled
from tests.tui.terminals import drive
from tests.tui.viewers import hostile_viewer
from tui.screens.manager import Manager
from tui.text import plain
from tui.widgets.scrub import Scrub

SHOWN = tuple(plain(text)[:8].rstrip() for text in HOSTILE)


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
TOUR = (
    *(b"\r", b"q", b"j", b"\r", b"q", b"*", b"a", b"\x1b", b"?", b"q", b":", b"\x1b", b"2", b"j", b"3", b"\r", b"q"),
    *(b"4", b"i", b"q", b"f", b"q", b"s", b"q", b"/", b"[/]\x1b", b"W", b"q", b"H", b"j", b"q", b"D", b"G", b"q"),
    *(b",", b"G", b"q", b"[", b"[", b"q", b"1", b"e", b"q", b"n", b"\x1b", b"P", b"\x1b", b"d", b"q", b"2", b"T"),
    *(b"\x1b", b"L", b"\x1b", b"t", b"=", b"1", b"\x0f", b"666\r", b"q", b"\x14", b"Q"),
)
"""Every screen and every dialog that shows a text from outside."""
TOURS = {
    "hostile": TOUR,
    "hostile rep": (
        *(b"j", b"\r", b"q") * 3,
        b"d",
        b"q",
        b"n",
        b"\x1b",
        b"?",
        b"q",
        b":",
        b"\x1b",
        b"c",
        b" ",
        b"q",
        b"Q",
    ),
    "hostile inline": (b"j", b"j", b"\r", b"q", b"n", b"\x1b", b"Q"),
    "hostile wall": (b"", b"q"),
}
"""The keys that go over every screen."""


@pytest.mark.parametrize("kind", TOURS)
def test_no_attack_reaches_the_terminal(kind: str) -> None:
    """Through a real pty, with every screen opened: none of the attacks is in the bytes that are written."""
    written = drive(TOURS[kind], kind)
    assert "␛]52;c;".encode() in written
    assert [part for part in PARTS if part in written] == []
    assert b"\x1b[?25h" in written


def test_without_colour_nothing_is_coloured() -> None:
    """With NO_COLOR set no colour is written, and signs and words say it all; an empty one counts as not set."""
    plain_bytes = drive((b"j", b"a", b"\x1b", b"Q"), NO_COLOR="1")
    assert COLOUR.findall(plain_bytes) == []
    assert "● ready".encode() in plain_bytes
    assert COLOUR.findall(drive((b"Q",), NO_COLOR=""))
