"""The wall: the numbers of a floor, as big as the screen lets them be, and nothing to press."""

from datetime import UTC
from itertools import pairwise

import pytest

from engine.board import EngineHealth
from tests.tui.floors import HOSTILE, NOON, Hand, board, hostile, team
from tests.tui.pilots import opened, press, screen_text, until
from tests.tui.viewers import FakeViewer
from tui.big_text import big, big_height, big_width, drawable
from tui.on_wall.wall import wall_of
from tui.on_wall.wall_app import WallApp
from tui.rows import span_text
from tui.screens.wall import WallScreen
from tui.widgets.lines import line_width
from tui.widgets.wall_lines import wall_lines

SIZES = ((60, 15), (80, 24), (120, 40), (240, 67), (480, 135))


def text_at(size: tuple[int, int], **facts: object) -> list[str]:
    """Return the wall's lines at a size."""
    wall = wall_of(board(**facts), NOON, UTC)  # type: ignore[arg-type]
    return ["".join(text for text, _ in line) for line in wall_lines(wall, *size)]


@pytest.mark.parametrize("size", SIZES)
def test_the_wall_fills_every_size(size: tuple[int, int]) -> None:
    """At every size each line fits, every number is drawn big, and its word stands on its frame."""
    lines = wall_lines(wall_of(board(), NOON, UTC), *size)
    assert len(lines) == size[1]
    assert max(map(line_width, lines)) <= size[0]
    text = "\n".join(text_at(size))
    assert "█" in text
    assert text.count("18:42") == 1
    assert text.count(" !! ─┘") == 2
    assert "!! 3 PAST LIMIT   Acme Roofing & Siding 18:42" in text


def test_digits_grow_with_the_screen() -> None:
    """The number of solid cells grows at least with the square of the screen's height."""
    solid = [sum(line.count("█") for line in text_at(size)) for size in SIZES]
    assert all(more > 1.8 * less for less, more in pairwise(solid))


def test_people_are_on_the_wall_with_shape_and_word() -> None:
    """Whoever is there, full, away or off is told by shape, and with more room by a word and in big letters."""
    small = "\n".join(text_at((120, 40)))
    assert all(words in small for words in ("● Sam 4/6", "◐ Priya 6/6", "○ Noor 26:14", "× Kai", "»● Aiko"))
    large = "\n".join(text_at((240, 67)))
    assert all(words in large for words in ("ready 4/6", "full 6/6", "away 26:14", "lunch 41:50", "off"))
    assert "+4 more" in "\n".join(text_at((60, 15)))


def test_a_quiet_wall_names_every_number_whole() -> None:
    """Numbers of one digit are not drawn so big that a title or a target has no room."""
    quiet = board(queue=(), reps=())
    tiles = quiet.tiles.but(available=0, reps=0, fairness=None, oldest_at=None)
    for size in SIZES:
        text = "\n".join(text_at(size, queue=(), reps=(), tiles=tiles))
        assert "…" not in text
        if size[1] < 50:
            assert all(words in text for words in (" BREACHED NOW ", " REPS READY ", " target 0 ", "minimum 1"))


def test_no_person_is_on_the_wall() -> None:
    """A late lead is its company, or its id where it has none; the customer's name is nowhere."""
    queue = tuple(row.but(company="") for row in board().queue)
    text = "\n".join(text_at((200, 50), queue=queue))
    assert "L-20931 18:42" in text
    assert "Marisol" not in text


def test_a_dead_engine_is_said() -> None:
    """Without an engine the wall says so at its foot, and for how long."""
    down = EngineHealth(is_alive=False, renewed_at=NOON)
    assert "engine DOWN 0:00" in text_at((80, 24), engine=down)[-1]


def test_hostile_names_stay_names() -> None:
    """Whatever companies and reps are called, every line fits and nothing steers the terminal."""
    reps = tuple(rep.but(name=name, reason=name) for rep, name in zip(team(), HOSTILE, strict=False))
    for size in SIZES:
        lines = text_at(size, queue=tuple(row.but(due_at=NOON) for row in hostile()), reps=reps, floor=HOSTILE[4])
        assert all(char.isprintable() for line in lines for char in line)


@pytest.mark.parametrize("seconds", [0, 59, 61, 3599, 3600, 86399, 86400, 900000, 9_000_000])
def test_every_age_can_be_big(seconds: int) -> None:
    """Every age has its big letters, as wide and high as it says."""
    rows = big(span_text(seconds), 2, 3)
    assert {len(row) for row in rows} == {big_width(span_text(seconds), 2)}
    assert len(rows) == big_height(3)


def test_letters_are_drawn_bare() -> None:
    """Accents go, capitals come, and what has no such letter is left as it is."""
    assert drawable("José Ñ 陳") == "JOSE N 陳"


async def test_the_wall_app_reads_and_leaves() -> None:
    """It shows newer boards and lets ages grow; no key but q does anything."""
    viewer, hand = FakeViewer(board()), Hand()
    app = WallApp(viewer, hand, zone=UTC, every=0.02)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Acme Roofing & Siding 18:42" in screen_text(app))
        await pilot.press("a", "c", "t", "x", "u", "space", "enter", "W")
        hand.forward(60)
        viewer.change(floor="SOUTH")
        await until(pilot, lambda: "SOUTH" in screen_text(app) and "Siding 19:42" in screen_text(app))
        assert viewer.orders == []
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0


async def test_the_board_has_a_wall() -> None:
    """W lays the wall over the board, q takes it away."""
    async with opened() as (app, pilot):
        await press(pilot, "W")
        assert isinstance(app.screen, WallScreen)
        await until(pilot, lambda: "PAST LIMIT" in screen_text(app))
        await press(pilot, "q")
        assert app.screen is app.manager


async def test_trouble_is_on_the_wall() -> None:
    """A database that cannot be read is said on the wall."""
    viewer = FakeViewer(board())
    app = WallApp(viewer, Hand(), zone=UTC, every=0.02)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "engine ok" in screen_text(app))
        app.trouble = "The disk is full."
        app.redraw()
        assert "The disk is full." in screen_text(app)
