"""Every screen at five sizes in six themes: the words never change with the colours, and say all that colours say."""

from itertools import cycle

import pytest

from tests.tui.pilots import make_app, press, screen_text, settled, text_at_rest, until
from tui.look import Look
from tui.themes import DEFAULT, PLAIN, THEMES

SIZES = ((60, 15), (80, 24), (120, 40), (240, 67), (480, 135))
SCREENS: dict[str, tuple[str, ...]] = {
    "manager": ("j", "space", "j"),
    "detail": ("enter",),
    "assign": ("space", "space", "a"),
    "help": ("question_mark",),
    "wall": ("W",),
    "day": ("D",),
    "settings": ("comma",),
    "history": ("H",),
}


@pytest.mark.parametrize("size", SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
async def test_every_screen_at_every_size_in_every_theme(size: tuple[int, int]) -> None:
    """One screen after the other opens, says something, says the same in another theme, and closes."""
    themes = cycle(THEMES)
    app = make_app(look=Look(theme=DEFAULT))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for name, keys in SCREENS.items():
            await press(pilot, *keys)
            await until(pilot, lambda: bool(screen_text(app).strip()))
            app.theme = next(themes)
            await pilot.pause()
            first = screen_text(app)
            app.theme = next(themes)
            await pilot.pause()
            assert len(screen_text(app)) == len(first), name
            if name != "manager":
                await press(pilot, "escape")
            assert app.screen is app.manager, name


STATES = ("!! 18:30", " !  13:30", "● ready", "◐ full", "○ away", "○ lunch", "× off", "»● ready", "*!! ")


async def test_without_colour_every_state_is_told() -> None:
    """With colour stripped severity, presence, mark, cursor and the next in line each have a sign of their own."""
    app = make_app(look=Look(theme=PLAIN))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "j")
        text = await text_at_rest(pilot)
        assert [state for state in STATES if state not in text] == []
        assert text.count("▌") == 1
        assert "LEADS PAST LIMIT" in text
