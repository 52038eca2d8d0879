"""A second that passes paints what a picture made from nothing would show."""

import random

import pytest
from textual.geometry import Size

from tests.tui.floors import Hand, board, lead, many
from tests.tui.pilots import opened, press, settled
from tests.tui.viewers import FakeViewer
from tui.app import BoardApp
from tui.look import Look
from tui.messages import LookCame
from tui.widgets.lines import Lines

Picture = list[list[object]]
KEYS = ("j", "k", "G", "g", "space", "2", "1", "r", "tab", "h")


def picture(app: BoardApp) -> Picture:
    """Every cell of the screen with its style."""
    return [list(strip.simplify()) for strip in app.screen._compositor.render_strips()]


def picture_from_nothing(app: BoardApp) -> Picture:
    """The same, with everything worked out and painted anew."""
    for widget in (app.screen, *app.screen.query("*")):
        if isinstance(widget, Lines):
            widget.redraw()
        widget.refresh()
    return picture(app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (200, 60)])
async def test_ticks_leave_nothing_old_on_the_screen(size: tuple[int, int]) -> None:
    """After seconds, hours, a clock set back, keys and new boards every cell is what it would be on a new screen."""
    chance, hand = random.Random(size[0]), Hand()
    queue = tuple(lead(at, hand(), age=at * 7 % 1000, rep_id=("sam", None)[at % 2]) for at in range(60))
    viewer = FakeViewer(board(queue=queue))
    async with opened(viewer, hand, size) as (app, pilot):
        for _ in range(25):
            hand.forward(chance.choice((1, 1, 1, 0.4, 7, 31, 3600, -5)))
            app.tick()
            await pilot.pause()
            assert picture(app) == picture_from_nothing(app)
            if chance.random() < 0.4:
                await press(pilot, chance.choice(KEYS))
            if chance.random() < 0.2:
                viewer.change(queue=tuple(chance.sample(queue, 40 + chance.randrange(20))))
                await settled(pilot)


async def test_the_cursor_goes_with_the_keys() -> None:
    """The panel that is given the keys shows its cursor at once, and the one that had them shows it no more."""
    async with opened() as (app, pilot):
        for key, name in (("2", "reps"), ("3", "intake"), ("tab", "feed"), ("1", "queue")):
            await press(pilot, key)
            shown = [one for one, table in app.manager.tables.items() if "▌" in "".join(table.text_lines())]
            assert shown == [name]


async def test_a_picture_that_is_kept_follows_the_look() -> None:
    """Signs in ASCII and another theme come at once, also where no word has changed."""
    async with opened(FakeViewer(board(queue=many(50)))) as (app, pilot):
        for look in (Look(theme="light"), Look(theme="light", is_ascii=True)):
            app.post_message(LookCame(look))
            await settled(pilot)
            assert picture(app) == picture_from_nothing(app)
        assert app.screen.size == Size(120, 40)
