"""The screens as pictures at three sizes, with the clock standing still."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.tui.floors import board, hostile
from tests.tui.pilots import Driven, make_app, opened, press, screen_text, settled, text_at_rest
from tests.tui.viewers import FakeViewer

SMALL, USUAL, LARGE = (80, 24), (120, 40), (200, 50)
SCREENS: dict[str, tuple[str, ...]] = {
    "manager": ("j", "space", "j", "j"),
    "detail": ("enter",),
    "assign": ("space", "space", "a", "e"),
    "help": ("question_mark",),
    "intake": ("i",),
    "rejects": ("i", "j", "enter", "j"),
}
CASES = [(name, size) for name in SCREENS for size in (SMALL, USUAL)] + [("manager", LARGE), ("intake", LARGE)]
Compare = Callable[..., bool]


def keys(*names: str) -> Callable[[Driven], Any]:
    """Return what presses keys before the picture is taken."""

    async def before(pilot: Driven) -> None:
        await settled(pilot)
        await press(pilot, *names)
        await text_at_rest(pilot)

    return before


@pytest.mark.parametrize(("name", "size"), CASES, ids=[f"{name}-{size[0]}x{size[1]}" for name, size in CASES])
def test_pictures(name: str, size: tuple[int, int], snap_compare: Compare) -> None:
    """A screen looks as it was last looked at."""
    assert snap_compare(make_app(), terminal_size=size, run_before=keys(*SCREENS[name]))


@pytest.mark.parametrize("size", [SMALL, USUAL], ids=["80x24", "120x40"])
def test_hostile_picture(size: tuple[int, int], snap_compare: Compare) -> None:
    """Attacks in every text leave the columns where they are."""
    assert snap_compare(make_app(FakeViewer(board(queue=hostile()))), terminal_size=size, run_before=keys("j"))


@pytest.mark.parametrize(("name", "size"), CASES, ids=[f"{name}-{size[0]}x{size[1]}" for name, size in CASES])
async def test_grids(name: str, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    """The same as plain text, for differences that can be read."""
    async with opened(size=size) as (_, pilot):
        await press(pilot, *SCREENS[name])
        assert await text_at_rest(pilot) == snapshot


async def test_too_small() -> None:
    """A window that is too small says what it needs and what it has."""
    async with opened(size=(52, 12)) as (app, _):
        assert "needs 60x15, have 52x12" in screen_text(app)
        assert not app.manager.queue.display or not app.manager.queue.size.height


async def test_any_size_and_back() -> None:
    """Growing, shrinking and growing again leaves a whole screen."""
    async with opened(size=(120, 40)) as (app, pilot):
        for width, height in ((1, 1), (60, 15), (80, 24), (300, 90), (20, 60), (120, 40)):
            await pilot.resize_terminal(width, height)
            await settled(pilot)
        assert "Marisol Vega" in screen_text(app)
        assert app.manager.has_class("two")


def test_pictures_are_kept() -> None:
    """Every picture that is compared is in the repository."""
    folder = Path(__file__).parent / "__snapshots__" / "test_pictures"
    assert len(list(folder.glob("*.svg"))) == len(CASES) + 2
