"""The feed and the intake while people work elsewhere, and names in narrow columns."""

from engine.board import Board, FeedRow
from tests.tui.floors import board
from tests.tui.pilots import opened, settled
from tests.tui.viewers import FakeViewer
from tui.names import short_names
from tui.widgets.panels import FeedTable


def happened(seq: int, floor: Board) -> FeedRow:
    """Something in the feed."""
    row = floor.feed[0]
    return row.but(seq=seq, words=f"happening {seq}")


async def test_the_feed_shows_what_came_last_while_nobody_works_in_it() -> None:
    """The newest entry stays at the top however many come."""
    floor = board()
    viewer = FakeViewer(floor)
    async with opened(viewer) as (app, pilot):
        feed = app.screen.query_one(FeedTable)
        for seq in range(floor.seq + 1, floor.seq + 30):
            floor = viewer.change(feed=(happened(seq, floor), *floor.feed))
            await settled(pilot)
        assert feed.top == 0
        assert feed.row(feed.order.shown[0]).words == f"happening {floor.seq}"


async def test_the_feed_stays_with_its_row_while_somebody_works_in_it() -> None:
    """A cursor that was put on an entry stays on it."""
    floor = board()
    viewer = FakeViewer(floor)
    async with opened(viewer) as (app, pilot):
        await pilot.press("4", "j")
        feed = app.screen.query_one(FeedTable)
        chosen = feed.order.cursor
        viewer.change(feed=(happened(floor.seq + 1, floor), *floor.feed))
        await settled(pilot)
        assert feed.order.cursor == chosen


def test_names_are_short_as_long_as_they_are_nobody_elses() -> None:
    """Two Anas get an initial, the only Bo does not, and two whose initials are the same keep all of their names."""
    floor = board()
    names = ("Ana Costa", "Ana Berg", "Bo Lind", "Cy", "Eve Stone", "Eve Sand")
    reps = tuple(
        row.but(id=f"r{at}", name=name) for at, (row, name) in enumerate(zip(floor.reps, names, strict=False))
    )
    assert list(short_names(reps).values()) == ["Ana C.", "Ana B.", "Bo", "Cy", "Eve Stone", "Eve Sand"]
