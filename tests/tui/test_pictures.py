"""The screens as pictures: cell by cell at five sizes and in six themes, and as SVG where the looks matter most."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from store.rows import Answer
from tests.tui.floors import Hand, board, hostile
from tests.tui.pilots import Driven, cell_grid, make_app, opened, screen_text, settled, text_at_rest, until
from tests.tui.reps import RepFake, mine
from tests.tui.viewers import FakeViewer
from tui.house import HouseApp
from tui.look import Look
from tui.on_wall.wall_app import WallApp
from tui.rep_app import RepApp
from tui.seat import Seat
from tui.themes import DEFAULT, THEMES

Size = tuple[int, int]
SMALL, USUAL, LARGE = (80, 24), (120, 40), (200, 50)
SIZES: tuple[Size, ...] = ((60, 15), SMALL, USUAL, (240, 67), (480, 135))
Make = Callable[[Look], HouseApp]


def rep_app(look: Look) -> HouseApp:
    """A rep's own screen."""
    return RepApp(RepFake(mine()), Seat(actor="sam", look=look), Hand(), zone=UTC)


def inline_app(look: Look) -> HouseApp:
    """The same in four lines."""
    return RepApp(RepFake(mine()), Seat(actor="sam", look=look), Hand(), is_inline=True)


def wall_app(look: Look) -> HouseApp:
    """The wall."""
    return WallApp(FakeViewer(board()), Hand(), look=look)


def board_app(look: Look) -> HouseApp:
    """The manager's board."""
    return make_app(look=look)


def lost_app(look: Look) -> HouseApp:
    """The board on a floor that refuses the first order."""
    viewer = FakeViewer(board())
    viewer.refusal = Answer(ok=False, sentence="Marisol Vega was taken by Wei 2 s ago.", changed=("L-20931",))
    return make_app(viewer, look=look)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A screen, the keys that lead to it, and words that are on it once it is whole."""

    keys: tuple[str, ...] = ()
    words: str
    make: Make = board_app
    sizes: tuple[Size, ...] = (SMALL, USUAL)
    drawn: tuple[Size, ...] = ()
    """Sizes at which it is kept as SVG, too."""


PICTURES = {
    "manager": Picture(
        keys=("j", "space", "j", "j"), words="*!!", sizes=(*SIZES, LARGE), drawn=(SMALL, USUAL, LARGE)
    ),
    "rep": Picture(words="Customer 9", make=rep_app, sizes=SIZES, drawn=(SMALL, USUAL)),
    "inline": Picture(words="Customer 9", make=inline_app, sizes=((60, 4), (120, 4))),
    "wall": Picture(words="engine ok", make=wall_app, sizes=SIZES, drawn=(SMALL, USUAL)),
    "detail": Picture(keys=("enter",), words="ROUTING", sizes=(SMALL, USUAL, LARGE), drawn=(SMALL, USUAL, LARGE)),
    "assign": Picture(keys=("space", "space", "a", "e"), words="the engine would choose", drawn=(SMALL, USUAL)),
    "help": Picture(keys=("question_mark",), words="ACT ON LEADS", drawn=(SMALL, USUAL)),
    "search": Picture(keys=("question_mark", "slash", *"assign"), words="assign as the engine", drawn=(SMALL, USUAL)),
    "intake": Picture(keys=("i",), words="trade-fair", sizes=(SMALL, USUAL, LARGE), drawn=(SMALL, USUAL, LARGE)),
    "rejects": Picture(keys=("i", "j", "enter", "j"), words="more than the table has", drawn=(SMALL, USUAL)),
    "history": Picture(keys=("H",), words="Lead 999999", drawn=(SMALL, USUAL)),
    "past": Picture(keys=("[",), words="AS IT WAS AT 14:31:07", drawn=(SMALL,)),
    "day": Picture(keys=("D",), words="came in today", drawn=(USUAL,)),
    "settings": Picture(keys=("comma",), words="in order, and in force", drawn=(USUAL,)),
    "commands": Picture(keys=(":", "a", "s"), words="assign as the engine would"),
    "facets": Picture(keys=("f",), words="rep:lena"),
    "sort": Picture(keys=("s",), words="company"),
    "close": Picture(keys=("d",), words="unreachable"),
    "away": Picture(keys=("2", "T"), words="minutes"),
    "note": Picture(keys=("n", "h", "i"), words="beside the journal"),
    "aside": Picture(keys=("P",), words="for 90m, 2h or 3d"),
    "lost": Picture(keys=("a", "l", "e", "enter"), words="taken by Wei", make=lost_app, drawn=(SMALL,)),
}
GRIDS = [(name, size) for name, one in PICTURES.items() for size in one.sizes]
DRAWN = [(name, size) for name, one in PICTURES.items() for size in one.drawn]
OTHERS = tuple(theme for theme in THEMES if theme != DEFAULT)
Compare = Callable[..., bool]


def named(cases: list[tuple[str, Size]]) -> list[str]:
    """What the cases are called."""
    return [f"{name}-{size[0]}x{size[1]}" for name, size in cases]


async def brought(pilot: Driven, picture: Picture) -> None:
    """Press the keys and go on until the screen is whole."""
    await settled(pilot)
    for key in picture.keys:
        await pilot.press(key)
        await settled(pilot)
    await until(pilot, lambda: picture.words in cell_grid(pilot.app))
    await text_at_rest(pilot)


@asynccontextmanager
async def pictured(name: str, size: Size, theme: str = DEFAULT) -> AsyncIterator[tuple[HouseApp, Driven]]:
    """A screen at a size and in a theme."""
    picture = PICTURES[name]
    app = picture.make(Look(theme=theme))
    app.watch_house._every = 0.04
    async with app.run_test(size=size, notifications=True) as pilot:
        await brought(pilot, picture)
        yield app, pilot


@pytest.mark.parametrize(("name", "size"), DRAWN, ids=named(DRAWN))
def test_pictures(name: str, size: Size, snap_compare: Compare) -> None:
    """A screen looks as it was last looked at."""
    picture = PICTURES[name]
    before = _brings(picture)
    assert snap_compare(picture.make(Look()), terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", OTHERS)
def test_picture_of_a_theme(theme: str, snap_compare: Compare) -> None:
    """The board in each of the other themes looks as it was last looked at."""
    picture = PICTURES["manager"]
    assert snap_compare(picture.make(Look(theme=theme)), terminal_size=SMALL, run_before=_brings(picture))


@pytest.mark.parametrize("size", [SMALL, USUAL], ids=["80x24", "120x40"])
def test_hostile_picture(size: Size, snap_compare: Compare) -> None:
    """Attacks in every text leave the columns where they are."""
    app = make_app(FakeViewer(board(queue=hostile())))
    assert snap_compare(app, terminal_size=size, run_before=_brings(Picture(keys=("j",), words="lone")))


def _brings(picture: Picture) -> Callable[[Driven], Any]:
    """What brings a screen about before it is compared."""

    async def before(pilot: Driven) -> None:
        await brought(pilot, picture)

    return before


@pytest.mark.parametrize(("name", "size"), GRIDS, ids=named(GRIDS))
async def test_grids(name: str, size: Size, snapshot: SnapshotAssertion) -> None:
    """The same cell by cell, for differences that can be read; in all six themes the letters are the same."""
    async with pictured(name, size) as (app, pilot):
        grid = cell_grid(app)
        assert grid == snapshot
        for theme in OTHERS if size in SIZES and name in ("manager", "rep", "wall") else ():
            app.theme = theme
            await pilot.pause()
            assert cell_grid(app) == grid


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
    assert len(list(folder.glob("*.svg"))) == len(DRAWN) + len(OTHERS) + 2
