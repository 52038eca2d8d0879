"""The app as a whole: what it shows of the engine, of trouble and of orders on their way, and how it ends."""

import os
import signal
import threading
from datetime import timedelta

import pytest

from engine.board import Board
from engine.commands import Order
from store.rows import Answer, StoreError
from tests.tui.floors import NOON, Hand, board, lead, people
from tests.tui.pilots import flash, opened, press, screen_text, settled, until
from tests.tui.test_hostile import drive
from tests.tui.viewers import FakeViewer
from tui.app import BoardApp
from tui.messages import BoardChanged, DetailCame
from tui.watch import Watch


async def test_engine_down_is_said_with_its_time() -> None:
    """An engine that is down is said in the header, with the time since it last spoke."""
    viewer = FakeViewer(board(engine=board().engine.but(is_alive=False, renewed_at=NOON - timedelta(seconds=12))))
    async with opened(viewer) as (app, _):
        assert "engine DOWN 0:12" in screen_text(app)


async def test_trouble_of_the_engine_is_a_line() -> None:
    """A bad edit of the floor's file is said in a line of its own, and goes when it is mended."""
    viewer = FakeViewer(board(engine=board().engine.but(trouble="floor.toml line 3: no key is called 'wieght'.")))
    async with opened(viewer) as (app, pilot):
        assert "no key is called 'wieght'" in screen_text(app)
        viewer.change(engine=board().engine)
        await settled(pilot)
        assert "wieght" not in screen_text(app)


async def test_a_locked_database_is_a_sentence_and_passes() -> None:
    """While the database cannot be read the board stands and says why; then it goes on."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        viewer.trouble = StoreError("leads.db is locked by another program.")
        await until(pilot, lambda: "leads.db is locked" in screen_text(app))
        assert "Marisol Vega" in screen_text(app)
        viewer.trouble = None
        await until(pilot, lambda: "leads.db is locked" not in screen_text(app))


async def test_a_broken_reader_does_not_end_the_app() -> None:
    """An error that nobody foresaw in a thread is said, and the reading begins again."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        viewer.trouble = RuntimeError("[/] what \x1b[2J")
        await until(pilot, lambda: "RuntimeError: [/] what ␛[2J" in screen_text(app))
        viewer.trouble = None
        viewer.change(queue=())
        await until(pilot, lambda: app.board is viewer.now_board, rounds=2000)
        assert app.is_running


async def test_a_row_waits_for_its_answer() -> None:
    """A row shows that an order is on its way until the answer is there, and keys still work meanwhile."""
    go = threading.Event()

    class SlowViewer(FakeViewer):
        def give(self, order: Order) -> Answer:
            go.wait(20)
            return super().give(order)

    viewer = SlowViewer(board())
    async with opened(viewer) as (app, pilot):
        await pilot.press("j", "j", "j", "r", "k")
        assert app.pending() == {"L-20934"}
        row = next(line for line in app.manager.queue.text_lines() if "Priyanka" in line)
        assert row.endswith("…")
        assert app.manager.queue.order.index == 2
        go.set()
        await settled(pilot)
        assert app.pending() == set()
        assert flash(app) == "Priyanka Nair back in the queue."


async def test_the_undo_countdown_runs_out() -> None:
    """The flash line counts down the time in which undo is offered, then goes."""
    viewer, hand = FakeViewer(board()), Hand()
    async with opened(viewer, hand) as (app, pilot):
        await press(pilot, "c")
        assert "u undo (30s)" in screen_text(app)
        hand.forward(5)
        app.tick()
        assert "u undo (25s)" in screen_text(app)
        hand.forward(30)
        app.tick()
        assert "undo (" not in screen_text(app)


async def test_time_alone_makes_late() -> None:
    """Ages and signs go on with the clock although no new board comes."""
    hand = Hand()
    async with opened(FakeViewer(board(queue=(lead(1, age=700),))), hand) as (app, pilot):
        assert "+3:20" in screen_text(app)
        for seconds, shown in ((60, " !  12:30"), (200, " !! 16:00"), (0, "1 LEAD PAST LIMIT")):
            hand.forward(seconds)
            app.tick()
            await pilot.pause()
            assert shown in screen_text(app)


async def test_one_bell_for_a_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bell rings once for breaches within two seconds, and not when it is muted."""
    rung: list[int] = []
    monkeypatch.setattr(BoardApp, "bell", lambda _: rung.append(1))
    viewer, hand = FakeViewer(board(queue=())), Hand()
    async with opened(viewer, hand) as (_, pilot):
        for number in range(3):
            viewer.change(queue=tuple(lead(at, age=1000) for at in range(number + 1)))
            await settled(pilot)
        assert len(rung) == 1
        hand.forward(3)
        await press(pilot, "M")
        viewer.change(queue=tuple(lead(at, age=2000) for at in range(9)))
        await settled(pilot)
        assert len(rung) == 1


async def test_no_board_is_made_before_the_last_is_shown() -> None:
    """The reader waits until its board was taken: a stalled screen costs nothing."""
    made: list[Board] = []

    class EagerViewer(FakeViewer):
        def board(self) -> Board:
            made.append(self.now_board)
            return self.now_board

    told = threading.Event()
    watch = Watch(EagerViewer(board()), lambda _: told.set(), every=0.001)
    thread = threading.Thread(target=watch.read)
    thread.start()
    assert told.wait(10)
    watch.ask("L-20931")
    told.clear()
    assert told.wait(10)
    assert len(made) == 1
    watch.taken()
    told.clear()
    assert told.wait(10)
    watch.end()
    thread.join(10)
    assert len(made) == 2
    assert not thread.is_alive()


async def test_empty_floor() -> None:
    """A floor without leads, reps, files and entries says so in words."""
    empty = board(queue=(), reps=(), intake=(), feed=(), last_act=None)
    empty = empty.but(tiles=empty.tiles.but(fairness=None, reps=0, available=0, answered_in_time=0, answered_late=0))
    async with opened(FakeViewer(empty)) as (app, pilot):
        text = screen_text(app)
        assert "No lead waits for an answer." in text
        assert "Nobody is on the roster; floor.toml says" in text
        await press(
            pilot, "j", "G", "enter", "a", "r", "space", "*", "V", "u", "t", "x", "2", "enter", "t", "T", "4", "enter"
        )
        assert app.is_running


async def test_only_what_changed_is_repainted() -> None:
    """Seconds that pass repaint the ages, not the names beside them."""
    hand = Hand()
    async with opened(FakeViewer(board(queue=people())), hand) as (app, _):
        queue = app.manager.queue
        before = list(queue._drawn)
        hand.forward(5)
        app.tick()
        changed = [(old, new) for old, new in zip(before, queue._drawn, strict=True) if old != new]
        assert changed
        for old, new in changed:
            differing = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
            assert len(differing) <= 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_terminal_is_restored(number: signal.Signals) -> None:
    """A board that is asked to end leaves the terminal as it found it."""
    written = drive((b"j",), end=lambda child: os.kill(child, number))
    for restored in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l"):
        assert restored in written


async def test_news_while_a_dialog_opens() -> None:
    """A clock's tick or a newer board in the very moment in which a dialog opens is shown once it is there."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        for open_one in (lambda: app.open_detail("L-20931"), lambda: app.open_help("queue"), app.open_intake):
            open_one()
            app.tick()
            app.on_board_changed(BoardChanged(viewer.now_board))
            app.on_detail_came(DetailCame("L-20931", viewer.detail("L-20931")))
            await settled(pilot)
            await press(pilot, "q")
            assert app.screen is app.manager


@pytest.mark.parametrize(("width", "shown"), [(120, ()), (160, ("STATE     ID", "BACK", "GOT")), (200, ("DUE",))])
async def test_a_broad_board_shows_more_columns(width: int, shown: tuple[str, ...]) -> None:
    """From 160 cells on there is room for a lead's state and id, and for when a rep is back and what they got."""
    async with opened(size=(width, 45)) as (app, _):
        heads = screen_text(app)
    assert all(head in heads for head in shown)
    assert ("STATE     ID" in heads, "BACK" in heads) == (width >= 160, width >= 160)
