"""What was: history of a million leads, the board as it was, and moments as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.tui.floors import NOON, Hand, board, lead
from tests.tui.pilots import Driven, flash, opened, press, screen_text, settled, until
from tests.tui.viewers import FakeViewer, detail_of
from tui.app import BoardApp
from tui.keys import ACTIONS, BOARD, of_screen
from tui.screens.history import History
from tui.screens.past import Past, is_seeing
from tui.whens import past_moment
from tui.widgets.history_table import HELD_MOST, HistoryTable

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 7, 14, 12, 32, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("14:10", "2026-07-14T14:10"),
        ("14:33", "2026-07-13T14:33"),
        ("9:05:30", "2026-07-14T09:05:30"),
        ("yesterday", "2026-07-13T00:00"),
        ("yesterday 18:00", "2026-07-13T18:00"),
        ("2026-02-28 8:00", "2026-02-28T08:00"),
        ("14.07.", "2026-07-14T00:00"),
        ("24.12.", "2025-12-24T00:00"),
        ("1.2.2025 10:00", "2025-02-01T10:00"),
        ("20m ago", "2026-07-14T14:12:07"),
        ("2h", "2026-07-14T12:32:07"),
    ],
)
def test_moments_are_read(text: str, local: str) -> None:
    """A clock is the last time it showed that; days are days of the floor's zone; spans count back from now."""
    assert past_moment(text, NOW, BERLIN) == datetime.fromisoformat(local).replace(tzinfo=BERLIN)


@pytest.mark.parametrize("text", ["", "25:00", "31.2.", "now then later", "14:10 14:11", "2026-13-01", "x", "9" * 40])
def test_what_is_no_moment(text: str) -> None:
    """What cannot be read as a moment is none, never another one."""
    assert past_moment(text, NOW, BERLIN) is None


def table_of(app: BoardApp) -> HistoryTable:
    """Return the table of the open history."""
    assert isinstance(app.screen, History)
    assert app.screen.table is not None
    return app.screen.table


def foot_of(app: BoardApp) -> str:
    """Return what stands at the foot of the open dialog."""
    return str(app.screen.query_one("#box").border_subtitle)


async def came(pilot: Driven, number: int) -> None:
    """Wait until the cursor is on a lead and nothing more is asked for."""
    app = pilot.app
    assert isinstance(app, BoardApp)

    def is_there() -> bool:
        table = table_of(app)
        return table.chosen is not None and table.chosen.number == number and not table.is_asking

    await until(pilot, is_there)


async def test_history_holds_a_stretch_of_a_million() -> None:
    """Newest, oldest, a page here and there: the cursor is on the right lead, and only a stretch is ever held."""
    async with opened(FakeViewer(board())) as (app, pilot):
        await press(pilot, "H")
        await came(pilot, 1_000_000)
        for key, number in (("j", 999_999), ("G", 1), ("k", 2), ("g", 1_000_000)):
            await press(pilot, key)
            await came(pilot, number)
        page = table_of(app).page()
        for turn in range(1, 60):
            await press(pilot, "pagedown")
            await came(pilot, 1_000_000 - page * turn)
            assert len(table_of(app).rows) <= HELD_MOST + 300
        for turn in range(59, 0, -1):
            await press(pilot, "pageup")
            await came(pilot, 1_000_000 - page * (turn - 1))
        numbers = [row.number for row in table_of(app).rows]
        assert numbers == list(range(numbers[0], numbers[0] - len(numbers), -1))


async def test_history_jumps_and_filters() -> None:
    """A moment after @ jumps to the lead that was the newest then; words go to the archive as they were typed."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "H")
        await came(pilot, 1_000_000)
        await press(pilot, "/", *"@13:32", "enter")
        await came(pilot, 999_939)
        assert "2026-07-14 13:31" in screen_text(app)
        await press(pilot, "/", *"rep:sam !won", "enter")
        await until(pilot, lambda: ("rep:sam !won", None, True) in viewer.past.asked)
        await press(pilot, "/", "@", *"nonsense", "enter")
        assert "no moment" in foot_of(app)
        await press(pilot, "/", *["backspace"] * len("nonsense"), *"1.1.2001", "enter")
        await came(pilot, 1)
        assert "No lead had come in by then: these are the oldest." in foot_of(app)
        await press(pilot, "q")
        await until(pilot, lambda: viewer.past.asked[-1] == ("", None, True))
        await press(pilot, "q")
        assert app.screen is app.manager


async def test_history_filters_as_it_is_typed() -> None:
    """Each letter asks anew, the moment after @ asks nothing, and q takes the filter back."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (_, pilot):
        await press(pilot, "H")
        await came(pilot, 1_000_000)
        await press(pilot, "/", *"an")
        await until(pilot, lambda: viewer.past.asked[-1] == ("an", None, True))
        asked = len(viewer.past.asked)
        await press(pilot, *"@14:1")
        assert len(viewer.past.asked) == asked
        await press(pilot, "escape", "q")
        await until(pilot, lambda: viewer.past.asked[-1] == ("", None, True))


async def test_history_opens_a_lead() -> None:
    """Enter opens the lead under the cursor over the history, and q is back on it."""
    viewer = FakeViewer(board())
    viewer.detail = lambda lead_id: detail_of(lead(1_000_000), board())  # type: ignore[method-assign]
    async with opened(viewer) as (app, pilot):
        await press(pilot, "H")
        await came(pilot, 1_000_000)
        await press(pilot, "enter")
        assert getattr(app.screen, "lead_id", "") == "L-1000000"
        await press(pilot, "q")
        assert table_of(app).chosen is not None


async def then(pilot: Driven, app: BoardApp, at: datetime) -> None:
    """Wait until the board of a moment is shown."""
    await until(pilot, lambda: isinstance(app.screen, Past) and f"AS IT WAS AT {at:%H:%M:%S}" in screen_text(app))
    await until(pilot, lambda: "looking" not in screen_text(app))


async def test_the_past_is_stepped_through() -> None:
    """Keys go a minute back and on, a typed moment jumps, nothing goes beyond now, and q is back in it."""
    viewer = FakeViewer(board())
    viewer.past.then = lambda at: board(at, floor=f"FLOOR {at:%H%M}")
    async with opened(viewer) as (app, pilot):
        await press(pilot, "[")
        await then(pilot, app, NOON - timedelta(minutes=1))
        assert "FLOOR 1431" in screen_text(app)
        assert "AS IT WAS AT 14:31:07" in screen_text(app)
        await press(pilot, "[", "[")
        await then(pilot, app, NOON - timedelta(minutes=3))
        await press(pilot, "]")
        await then(pilot, app, NOON - timedelta(minutes=2))
        await press(pilot, ":", *"at 9:30", "enter")
        await then(pilot, app, NOON.replace(hour=9, minute=30, second=0))
        await press(pilot, ":", *"at 14:32", "enter", "]", "]", "]")
        await then(pilot, app, NOON)
        assert max(viewer.past.moments) == NOON
        await press(pilot, "q")
        assert app.screen is app.manager
        assert "NORTH FLOOR" in screen_text(app)


async def test_the_past_plays() -> None:
    """Space lets a minute pass with each second, until now is reached."""
    hand = Hand()
    viewer = FakeViewer(board())
    async with opened(viewer, hand) as (app, pilot):
        await press(pilot, ":", *"at 14:30", "enter")
        await then(pilot, app, NOON.replace(minute=30, second=0))
        await press(pilot, "space")

        def is_over() -> bool:
            app.tick()
            return "▶" not in screen_text(app)

        await until(pilot, is_over)
        await until(pilot, lambda: NOON in viewer.past.moments)
    minutes = [NOON.replace(minute=minute, second=0) for minute in (30, 31, 32)]
    assert list(dict.fromkeys(viewer.past.moments)) == [*minutes, NOON]


async def test_nothing_acts_on_the_past() -> None:
    """Every key that acts is refused with a sentence, from the board and from a dialog, and no order is given."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "[")
        await then(pilot, app, NOON - timedelta(minutes=1))
        for action in of_screen(ACTIONS, BOARD):
            if not is_seeing(action):
                app.flash = None
                await press(pilot, action.keys[0])
                assert isinstance(app.screen, Past)
                assert "this is the past" in flash(app)
        assert viewer.orders == []


async def test_what_was_said_of_the_past_stays_there() -> None:
    """No sentence goes along to another time: not the refusal into now, not what was done now into the past."""
    async with opened() as (app, pilot):
        await press(pilot, "c")
        assert "Marked contacted" in flash(app)
        await press(pilot, "[")
        assert flash(app) == ""
        await press(pilot, "c")
        assert "this is the past" in flash(app)
        await press(pilot, "q")
        assert flash(app) == ""


def test_whatever_has_a_role_is_refused_in_the_past() -> None:
    """No action that gives an order counts as only seeing."""
    assert not [action.id for action in ACTIONS if action.role and is_seeing(action)]


async def test_boards_of_now_pass_the_past_by() -> None:
    """What happens meanwhile is not shown in the past, and is there when q goes back."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "[")
        await then(pilot, app, NOON - timedelta(minutes=1))
        viewer.change(floor="LATER")
        await settled(pilot)
        assert "LATER" not in screen_text(app)
        await press(pilot, "q")
        assert "LATER" in screen_text(app)
