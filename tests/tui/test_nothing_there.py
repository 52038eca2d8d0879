"""Where there is nothing to act on, a key says so; a window that was too small gives the keys back."""

import pytest

from engine.board import Board
from tests.tui.floors import board
from tests.tui.pilots import flash, opened, press, settled
from tests.tui.viewers import FakeViewer
from tui.keys import BOARD, of_screen
from tui.screens.detail import Detail

NO_LEAD = "There is no lead here."


def bare() -> Board:
    """Return the board of a floor on which nobody is, and nothing came in yet."""
    return board(queue=()).but(reps=(), intake=(), feed=())


@pytest.mark.parametrize("key", ["a", "A", "c", "r", "d", "P", "n", "e", "y", "Y", "space", "V", "*"])
async def test_no_lead_is_named_as_that(key: str) -> None:
    """On an empty queue every key for a lead says that there is none, again and again."""
    viewer = FakeViewer(bare())
    async with opened(viewer) as (app, pilot):
        for _ in range(2):
            await press(pilot, key)
            assert flash(app) == NO_LEAD
        assert viewer.orders == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("enter",), "There is nothing here to open."),
        (("t",), "There is no lead here: 2 goes to the reps."),
        (("2", "t"), "There is no rep yet: [[reps]] in floor.toml names them."),
        (("2", "equals_sign"), "There is no rep yet: [[reps]] in floor.toml names them."),
        (("3", "enter"), "There is nothing here to open."),
        (("3", "R"), "Nothing came in yet."),
        (("=",), "return all their leads: works only in reps."),
    ],
)
async def test_no_key_is_silent_on_an_empty_floor(keys: tuple[str, ...], said: str) -> None:
    """Keys for reps and for what came in say that there is none, and how one comes to be."""
    async with opened(FakeViewer(bare())) as (app, pilot):
        await press(pilot, *keys)
        assert flash(app) == said


async def test_a_window_that_was_too_small_gives_the_keys_back() -> None:
    """The panel that had the keys before the window was too small has them, and its cursor, again."""
    async with opened() as (app, pilot):
        await press(pilot, "2")
        await pilot.resize_terminal(20, 5)
        await settled(pilot)
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert app.manager.focused is app.manager.reps


async def test_a_lead_that_is_still_looked_up_says_so() -> None:
    """Keys pressed before the dialog knows its lead are not swallowed in silence."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "enter")
        detail = app.screen
        assert isinstance(detail, Detail)
        detail.detail = None
        await press(pilot, "c")
        assert flash(app) == "L-20931 is still being looked up."
        assert viewer.orders == []


@pytest.mark.parametrize("key", ["z", "Z", "~", "ö", "9"])
async def test_a_letter_that_is_no_key_says_so(key: str) -> None:
    """It names the letter and the way to the keys."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, key)
        assert flash(app) == f"{key} does nothing here: ? shows the keys."
        assert viewer.orders == []


async def test_no_key_of_the_board_is_called_unknown() -> None:
    """Every key that is told of does something, or says itself why not."""
    async with opened() as (app, pilot):
        for action in of_screen(app.actions.values(), BOARD):
            for key in action.keys:
                if len(key) == 1 and action.id not in ("leave", "back", "rules.edit"):
                    await press(pilot, key)
                    assert "does nothing here" not in flash(app), action.id
                    while app.screen is not app.manager:
                        await press(pilot, "escape")
