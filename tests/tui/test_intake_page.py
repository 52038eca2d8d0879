"""The intake page: every file and delivery, the rejects of each, and a new try."""

from datetime import timedelta

from tests.tui.arrivals import arrivals
from tests.tui.floors import HOSTILE, NOON, Hand, board
from tests.tui.pilots import flash, opened, press, screen_text, text_at_rest, until
from tests.tui.viewers import FakeViewer
from tui.rows import progress_text
from tui.screens.intake import Intake, Rejects
from tui.screens.manager import Manager
from tui.text import plain
from tui.widgets.order import HeldOrder

MANY = 100_000


async def test_the_page_shows_counts_and_a_bar_that_moves() -> None:
    """A running file shows how far it is; the bar goes on with the next board."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "i")
        text = await text_at_rest(pilot)
        assert "trade-fair.csv" in text
        assert "43%  41,200    350     17    2" in text
        assert viewer.arrived is not None
        viewer.arrived["frunning"] = viewer.arrived["frunning"].but(bytes_done=9_000)
        viewer.change()
        await until(pilot, lambda: "90%" in screen_text(app))
        await press(pilot, "q")
        assert isinstance(app.screen, Manager)


async def test_enter_shows_the_rejects_with_their_raw_text_made_safe() -> None:
    """Row, reason and raw text of each reject are shown, and nothing in them steers the terminal."""
    async with opened() as (app, pilot):
        await press(pilot, "i", "j", "enter")
        for text in HOSTILE:
            shown = await text_at_rest(pilot)
            assert plain(text.splitlines()[0])[:8].rstrip() in shown
            assert "row " in shown
            await press(pilot, "j")
        await press(pilot, "q")
        assert isinstance(app.screen, Intake)


async def test_a_reject_is_tried_again_and_says_what_it_became() -> None:
    """`R` asks for the one under the cursor, or for the marked ones, and the list shows the lead."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "3", "enter")
        assert isinstance(app.screen, Rejects)
        await text_at_rest(pilot)
        await press(pilot, "R")
        assert "→ L-77" in await text_at_rest(pilot)
        await press(pilot, "j", "space", "space", "R")
        await text_at_rest(pilot)
        assert viewer.retried == [("1",), ("2", "3")]
        assert flash(app) == "2 being tried again."
        await press(pilot, "q", "R")
        await text_at_rest(pilot)
        assert viewer.retried[-1] == ("f1",)


async def test_a_file_that_came_again_says_so_in_both_lists() -> None:
    """Under the name it came with now: when it was taken, as what, and that no lead was made twice."""
    words = "seen before 13:42 as export.csv: 40 leads, none twice"
    row = next(iter(arrivals(()))).but(
        name="export.csv",
        at=NOON - timedelta(minutes=50),
        accepted=40,
        is_done=True,
        again_at=NOON,
        again_as="copy.csv",
    )
    now = board()
    viewer = FakeViewer(now.but(intake=(row, *now.intake)))
    viewer.arrived = {"fagain": row.but(id="fagain")}
    async with opened(viewer, size=(240, 40)) as (_, pilot):
        text = await text_at_rest(pilot)
        assert "14:32 !copy.csv" in text
        assert words.partition(",")[0] in text
        await press(pilot, "i")
        text = await text_at_rest(pilot)
        assert "14:32 copy.csv" in text
        assert text.count("seen before") == 2
        assert words in text
        viewer.refused = {}
        await press(pilot, "enter")
        text = await text_at_rest(pilot)
        assert "Nothing of it was rejected." in text
        assert words in text


async def test_a_hundred_thousand_files_are_not_looked_up_at_once() -> None:
    """Only the rows near the screen are asked for, at the end of the list too; the cursor stays on its file."""
    viewer = FakeViewer(board())
    viewer.arrived = {row.id: row for row in arrivals((), more=MANY)}
    async with opened(viewer) as (app, pilot):
        await press(pilot, "i")
        await text_at_rest(pilot)
        await press(pilot, "G")
        assert f"many-{MANY - 1}.csv" in await text_at_rest(pilot)
        assert max(viewer.asked_rows) < 1_000
        screen = app.screen
        assert isinstance(screen, Intake)
        assert screen.table is not None
        viewer.arrived = {"fnew": viewer.arrived["frunning"].but(id="fnew"), **viewer.arrived}
        viewer.change()
        await text_at_rest(pilot)
        assert screen.table.order.cursor == f"fmore{MANY - 1}"


async def test_a_file_that_failed_says_why_where_it_has_no_rejects() -> None:
    """The list of its rejects is empty, and the reason stands below."""
    viewer = FakeViewer(board())
    viewer.refused = {}
    async with opened(viewer) as (app, pilot):
        await press(pilot, "i", *"jjjj", "enter")
        text = await text_at_rest(pilot)
        assert "Nothing of it was rejected." in text
        assert "no contact column" in text
        assert screen_text(app)


def test_a_bar_moves_though_nobody_knows_the_end() -> None:
    """Where the records do not tell how much of the file is behind us, the bar still moves with the clock."""
    hand = Hand()
    row = next(iter(arrivals(()))).but(bytes_done=20_000)
    first = progress_text(row, hand())
    hand.forward(1)
    assert progress_text(row, hand()) != first
    assert progress_text(row.but(bytes_done=10_000), hand()).endswith("99%")


def test_the_same_rows_again_are_not_sorted_again() -> None:
    """An order that is handed over unchanged costs nothing, however long it is."""
    ids = tuple(map(str, range(10)))
    order = HeldOrder()
    hand = Hand()
    order.take(ids, hand())
    live = order._live
    order.take(ids, hand())
    assert order._live is live
