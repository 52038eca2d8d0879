"""Every key of the board does what the table of keys says."""

import pytest

from engine.commands import Reassign, RecordContact, Requeue, Seen
from store.rows import Answer
from tests.tui.floors import Hand, board, lead, many
from tests.tui.pilots import flash, opened, press, screen_text, settled, until
from tests.tui.viewers import FakeViewer
from tui.keys import ACTIONS, BOARD, MINE, by_id, footer_actions, markdown_table, of_screen
from tui.screens.assign import Assign
from tui.screens.away import Away
from tui.screens.commands import Commands, rank
from tui.screens.detail import Detail
from tui.screens.help import Help, help_lines
from tui.screens.manager import Manager
from tui.screens.prompt import Prompt

MOVES = (("j", 1), ("down", 2), ("k", 1), ("up", 0), ("k", 0), ("G", 199), ("g", 0), ("end", 199), ("home", 0))
PAGES = (("pagedown", 1.0), ("pageup", 0.0), ("ctrl+d", 0.5), ("ctrl+u", 0.0))


async def test_moving_keys() -> None:
    """Moving keys put the cursor on the row they say; page keys go by the rows on the screen."""
    async with opened(FakeViewer(board(queue=many(200)))) as (app, pilot):
        queue = app.manager.queue
        for key, place in MOVES:
            await press(pilot, key)
            assert queue.order.index == place
        for key, pages in PAGES:
            await press(pilot, key)
            assert queue.order.index == int(queue.page() * pages)


async def test_panel_keys() -> None:
    """Tab, shift tab and numbers give the keys to a panel."""
    async with opened(size=(80, 24)) as (app, pilot):
        seen = []
        for key in ("2", "3", "4", "1", "tab", "shift+tab", "shift+tab"):
            await press(pilot, key)
            seen.append(app.manager.panel)
            assert app.focused is app.manager.table
            assert app.manager.table.display
        assert seen == ["reps", "intake", "feed", "queue", "reps", "queue", "feed"]


async def test_open_and_back_keys() -> None:
    """Enter, l and right open the lead under the cursor with its reasons; each of four keys closes a dialog."""
    async with opened() as (app, pilot):
        await press(pilot, "j")
        for key, back in (("enter", "q"), ("l", "h"), ("right", "left"), ("enter", "escape"), ("?", "q"), ("?", "?")):
            await press(pilot, key)
            assert isinstance(app.screen, Help if key == "?" else Detail)
            if isinstance(app.screen, Detail):
                await until(pilot, lambda: "lacks skill roof" in screen_text(app))
                assert app.screen.lead_id == "L-20932"
            await press(pilot, back)
            assert isinstance(app.screen, Manager)


@pytest.mark.parametrize("key", ["left", "escape"])
async def test_typing_dialogs_close(key: str) -> None:
    """Dialogs with a field close by escape, or by left when nothing is typed."""
    async with opened() as (app, pilot):
        await press(pilot, "j", "j", "j")
        for opener in ("a", "T", "/", ":", "ctrl+p"):
            await press(pilot, opener)
            assert isinstance(app.screen, Assign | Away | Prompt | Commands)
            await press(pilot, key)
            assert isinstance(app.screen, Manager)


async def test_quit_asks_once() -> None:
    """At the top q asks once and leaves when pressed again."""
    async with opened() as (app, pilot):
        await press(pilot, "q")
        assert "q again" in flash(app)
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 0


async def test_quit_asks_again_after_anything_else() -> None:
    """What was said about leaving counts while it stands: not after another act, and not a minute later."""
    hand = Hand()
    async with opened(hand=hand) as (app, pilot):
        await press(pilot, "q", "t", "q")
        assert "q again" in flash(app)
        hand.forward(60)
        await press(pilot, "q")
        assert "q again" in flash(app)
        assert app.is_running


async def test_leave_key() -> None:
    """Q leaves at once."""
    async with opened() as (app, pilot):
        await pilot.press("Q")
        await pilot.pause()
        assert app.return_code == 0


async def test_mark_keys() -> None:
    """Space marks and goes on, V marks up to the cursor, * marks all and none."""
    async with opened() as (app, pilot):
        marks = app.manager.queue.order.marks
        await press(pilot, "space", "j", "j", "V")
        assert app.manager.queue.order.marks == {"L-20931", "L-20932", "L-20933", "L-20934"}
        await press(pilot, "*")
        assert not app.manager.queue.order.marks
        await press(pilot, "*")
        assert len(app.manager.queue.order.marks) == 14
        assert marks is not None


async def test_filter_key() -> None:
    """The queue narrows down while a filter is typed; enter keeps it, back clears it."""
    async with opened() as (app, pilot):
        await press(pilot, "/", *"lotus")
        assert app.manager.queue.order.shown == ["L-20933"]
        await press(pilot, "enter")
        assert "filter: lotus" in app.manager.queue.summary()
        await press(pilot, "q")
        assert len(app.manager.queue.order.shown) == 14


async def test_a_filter_that_nothing_is_like() -> None:
    """An empty queue under a filter does not say that nobody waits."""
    async with opened() as (app, pilot):
        await press(pilot, "/", *"zebra", "enter")
        assert "No lead is like that." in screen_text(app)
        assert "No lead waits" not in screen_text(app)
        await press(pilot, "q")
        assert "No lead is like that." not in screen_text(app)


async def test_filter_is_taken_back() -> None:
    """Escape in the prompt brings the filter before back."""
    async with opened() as (app, pilot):
        await press(pilot, "/", *"src:web", "enter", "/", *" lin", "escape")
        assert app.manager.queue.query_now.text == "src:web"


async def test_sort_keys() -> None:
    """The key s offers what to sort by, each by one key; S turns it round; it is found again."""
    async with opened() as (app, pilot):
        await press(pilot, "s", "c", "s", "d")
        queue = app.manager.queue
        assert queue.view.sort == "lead"
        assert queue.order.shown[0] == "L-20936"
        await press(pilot, "S")
        assert queue.order.shown[-1] == "L-20936"
        assert app.seat.views.of("queue") == queue.view
        await press(pilot, "2", "s", "o")
        assert app.manager.reps.view.sort == "load"
        assert app.manager.reps.order.shown[0] == "jess"


async def test_hold_key() -> None:
    """The key p holds the order and says what it keeps back; p again lets go."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "p")
        viewer.change(queue=(lead(1, age=2000), *viewer.now_board.queue[1:]))
        await settled(pilot)
        assert app.manager.queue.held_words() == "HELD: 1 new, 1 left  p release"
        await press(pilot, "p")
        assert app.manager.queue.order.shown[0] == "L-1"
        assert app.manager.queue.held_words() == ""


async def test_mute_key() -> None:
    """M mutes the bell."""
    async with opened() as (app, pilot):
        await press(pilot, "M")
        assert app.ringer.is_muted


@pytest.mark.parametrize(
    ("typed", "first"),
    [("as", "lead.assign"), ("ret", "lead.requeue"), ("theme", "view.theme"), ("hlp", "show.help")],
)
def test_the_nearest_command_comes_first(typed: str, first: str) -> None:
    """What begins with the letters goes before what has them at a word, then anywhere, then one after the other."""
    places = {one.id: place for one in ACTIONS if one.is_plain and (place := rank(one, typed)) is not None}
    assert min(places, key=lambda found: places[found]) == first


async def test_command_palette() -> None:
    """The list of commands finds by letters and runs; what does nothing here says why."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, ":", *"contacted", "enter")
        assert isinstance(app.screen, Manager)
        await settled(pilot)
        assert isinstance(viewer.orders[0], RecordContact)
        await press(pilot, "3", "ctrl+p", *"assign", "enter")
        assert "works only in queue and feed" in flash(app)


async def test_help_names_every_key() -> None:
    """The help shows every action, and the README's table does too."""
    table = markdown_table()
    for panel, panels in (("queue", BOARD), ("mine", MINE)):
        text = "\n".join("".join(part for part, _ in line) for line in help_lines(panel, 108))
        for action in of_screen(ACTIONS, panels):
            assert action.words[:20] in text
            assert action.words in table
    async with opened() as (app, pilot):
        await press(pilot, "?")
        assert isinstance(app.screen, Help)


async def test_refusal_is_a_sentence() -> None:
    """A refusal comes up on the flash line as it was said."""
    viewer = FakeViewer(board())
    viewer.refusal = Answer(ok=False, sentence="L-20931 is closed; reopen it first.")
    async with opened(viewer) as (app, pilot):
        await press(pilot, "c")
        assert flash(app) == "L-20931 is closed; reopen it first."
        assert "reopen it first" in screen_text(app)


async def test_detail_acts_on_its_lead() -> None:
    """Keys in the detail are about the lead it shows."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "j", "j", "j", "enter", "r")
        assert viewer.orders == [Requeue(leads=(Seen(id="L-20934", version=1),))]
        assert isinstance(app.screen, Detail)
        await press(pilot, "a", *"tom", "enter")
        assert isinstance(app.screen, Detail)
        assert isinstance(viewer.orders[-1], Reassign)


async def test_rep_opens_its_leads() -> None:
    """Enter on a rep shows their leads in the queue."""
    async with opened() as (app, pilot):
        await press(pilot, "2", "j", "enter")
        assert app.manager.panel == "queue"
        assert app.manager.queue.order.shown == ["L-20935", "L-20939"]


async def test_mouse() -> None:
    """A click chooses the row, two clicks open it, the wheel moves."""
    async with opened() as (app, pilot):
        await pilot.click("#queue", offset=(10, 4))
        assert app.manager.queue.order.index == 2
        await pilot.click("#queue", offset=(10, 5), times=2)
        await settled(pilot)
        assert isinstance(app.screen, Detail)
        assert app.screen.lead_id == "L-20934"


def test_keys_are_unambiguous() -> None:
    """On no screen stands a key for two actions, and every action is found by its id."""
    for panels in (BOARD, MINE):
        keys = [key for action in of_screen(ACTIONS, panels) for key in action.keys]
        assert len(keys) == len(set(keys))
    assert all(by_id(action.id) is action for action in ACTIONS)
    assert footer_actions("queue")[-1].id == "show.help"
