"""Tiles that are clicked show what they are about, in boxes and in one line; the facets lead there by key."""

import pytest

from tests.tui.floors import board
from tests.tui.pilots import opened, press, settled
from tests.tui.viewers import FakeViewer

CLICKS = [
    (10, "is:waiting", ["L-20931", "L-20932", "L-20933", "L-20944"]),
    (50, "is:risk", ["L-20934", "L-20935"]),
    (70, "is:late", ["L-20931", "L-20932", "L-20933"]),
]


@pytest.mark.parametrize(("x", "text", "shown"), CLICKS)
async def test_a_tile_filters_the_queue(x: int, text: str, shown: list[str]) -> None:
    """The first click shows the leads that the number counts, the second one all of them again."""
    async with opened() as (app, pilot):
        await pilot.click("#tiles", offset=(x, 1))
        await settled(pilot)
        queue = app.manager.queue
        assert (queue.query_now.text, queue.order.shown) == (text, shown)
        await pilot.click("#tiles", offset=(x, 1))
        await settled(pilot)
        assert queue.query_now.text == ""


async def test_the_oldest_tile_goes_to_the_oldest() -> None:
    """The cursor stands on the lead that has waited longest, whatever it stood on."""
    async with opened() as (app, pilot):
        await press(pilot, "G")
        await pilot.click("#tiles", offset=(30, 2))
        await settled(pilot)
        assert app.manager.queue.order.cursor == "L-20931"


async def test_tiles_about_reps_go_to_the_reps() -> None:
    """Of the reps the one furthest from their share is found by the tile of fairness."""
    async with opened(FakeViewer(board(tiles=board().tiles.but(worst_rep="jess")))) as (app, pilot):
        await pilot.click("#tiles", offset=(90, 1))
        assert (app.manager.panel, app.manager.reps.order.index) == ("reps", 0)
        await pilot.click("#tiles", offset=(110, 1))
        await settled(pilot)
        assert app.manager.reps.order.cursor == "jess"
        assert app.manager.queue.query_now.text == ""


async def test_tiles_in_one_line() -> None:
    """Behind tabs the numbers stand in one line; what is right of them is none."""
    async with opened(size=(100, 24)) as (app, pilot):
        line = app.manager.query_one("#tiles").text_lines()[0]  # type: ignore[attr-defined]
        await pilot.click("#tiles", offset=(line.index("BREACH") + 2, 0))
        await settled(pilot)
        assert app.manager.queue.query_now.text == "is:late"
        await pilot.click("#tiles", offset=(98, 0))
        assert app.manager.panel == "queue"


async def test_facets_lead_to_the_same_by_key() -> None:
    """The facets begin with what the tiles are about, with how many leads each would show."""
    async with opened() as (app, pilot):
        await press(pilot, "f", "enter")
        assert app.manager.queue.query_now.text == "is:late"
        await press(pilot, "f", "enter")
        assert app.manager.queue.query_now.text == ""
