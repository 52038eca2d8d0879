"""The help: what it finds, and how it is searched by key."""

import pytest

from tests.tui.pilots import opened, press, screen_text, text_at_rest
from tui.keys import ACTIONS, MINE
from tui.screens.help import Help, found_lines, help_lines

FOUND = [
    ("undo", "u         undo my latest act"),
    ("x", "x         acknowledge breaches"),
    ("MUTE bell", "M         mute the bell, or not"),
    ("age>", "age>10m   older; age<90s newer   filter"),
    ("next in rotation", "»         next in rotation   sign"),
    ("retry", "R         try rejects again   intake"),
    ("zebra", "Nothing here is called that."),
    ("rejects again", "R         try rejects again   intake"),
]


@pytest.mark.parametrize(("wanted", "first"), FOUND, ids=[wanted for wanted, _ in FOUND])
def test_what_is_found(wanted: str, first: str) -> None:
    """Words in any order and case find keys, filters and signs; a key itself comes first."""
    assert "".join(text for text, _ in found_lines(wanted, "queue")[0]).rstrip() == first


def test_every_action_is_found_by_its_words() -> None:
    """Whoever knows what a key is called finds it."""
    for action in ACTIONS:
        found = found_lines(action.words, "mine" if action.panels == MINE else "queue")
        assert any((action.words, "") in line for line in found), action.id


def test_a_rep_is_told_of_no_filter() -> None:
    """Where nothing filters, the words of filters are not explained, and no heading stands over nothing."""
    for width in (80, 120):
        mine, board = (
            ["".join(text for text, _ in line) for line in help_lines(panel, width)] for panel in ("mine", "queue")
        )
        assert not any("FILTERS" in line or "INTAKE" in line for line in mine)
        assert any("FILTERS" in line for line in board)
        assert any("INTAKE" in line for line in board)


async def test_searching_by_key() -> None:
    """The key of the filter opens the search, letters narrow it, enter keeps it, back goes back step by step."""
    async with opened(size=(80, 24)) as (app, pilot):
        await press(pilot, "?", "G", "/", *"theme")
        assert "next theme" in await text_at_rest(pilot)
        assert "ACT ON LEADS" not in screen_text(app)
        await press(pilot, "enter", "j", "q")
        assert isinstance(app.screen, Help)
        assert "ACT ON LEADS" in await text_at_rest(pilot)
        await press(pilot, "/", *"qx", "escape", "q")
        assert app.screen is app.manager


async def test_the_help_opens_whole_again() -> None:
    """What was searched for the last time is forgotten, and the key that opened it closes it."""
    async with opened() as (app, pilot):
        await press(pilot, "?", "/", *"theme", "enter", "?")
        assert app.screen is app.manager
        await press(pilot, "?")
        assert "ACT ON LEADS" in await text_at_rest(pilot)


async def test_a_frame_is_written_when_it_says_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that shows what it showed before paints its frame no second time."""
    async with opened() as (app, pilot):
        await press(pilot, "question_mark")
        painted: list[object] = []
        assert isinstance(app.screen, Help)
        monkeypatch.setattr(app.screen.query_one("#box"), "refresh", lambda *_, **__: painted.append(1))
        app.screen.redraw()
        assert not painted
        app.screen.open("reps")
        app.screen.redraw()
        assert painted
