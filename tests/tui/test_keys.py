"""Every key of the board does what the table of keys says."""

import pytest

from engine.commands import Reassign, RecordContact, Requeue, Seen, SetAvailability, Undo
from engine.rep import Availability
from store.rows import Answer
from tests.tui.floors import FakeViewer, Hand, board, lead, many
from tests.tui.pilots import flash, opened, press, screen_text, settled, until
from tui.keys import ACTIONS, by_id, footer_actions, markdown_table
from tui.screens.assign import Assign
from tui.screens.away import Away
from tui.screens.commands import Commands
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
                await until(pilot, lambda: "skill:roof" in screen_text(app))
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


async def test_assign_by_name() -> None:
    """The key a, letters of a name, enter gives the lead to that rep, with the version that was seen."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "a", "l", "e", "n", "enter")
        assert viewer.orders == [Reassign(leads=(Seen(id="L-20931", version=1),), rep_id="lena")]
        assert flash(app) == "Marisol Vega → Lena."
        assert isinstance(app.screen, Manager)


async def test_assign_takes_letters_as_letters() -> None:
    """The key q and h in the field of the dialog are letters."""
    async with opened() as (app, pilot):
        await press(pilot, "a", "q", "h")
        assert isinstance(app.screen, Assign)
        assert "Nobody is called that." in screen_text(app)


async def test_assign_marks() -> None:
    """Marks are assigned together, and are gone when it is done."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "space", "j", "space", "a", "l", "e", "n", "enter")
        order = viewer.orders[0]
        assert isinstance(order, Reassign)
        assert [seen.id for seen in order.leads] == ["L-20931", "L-20933"]
        assert flash(app) == "2 leads → Lena."
        assert not app.manager.queue.order.marks


async def test_assign_over_cap_asks_twice() -> None:
    """A full rep gets a lead only on a second enter, and the order says so."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "a", "p", "r", "i", "enter")
        assert viewer.orders == []
        assert "Enter again" in screen_text(app)
        await press(pilot, "enter")
        assert viewer.orders == [Reassign(leads=(Seen(id="L-20931", version=1),), rep_id="priya", over_cap=True)]


async def test_assign_lost_race() -> None:
    """When somebody was quicker the dialog says so, and enter assigns the leads that are unchanged."""
    viewer = FakeViewer(board())
    viewer.refusal = Answer(ok=False, sentence="Marisol Vega was taken by Wei 2 s ago.", changed=("L-20931",))
    async with opened(viewer) as (app, pilot):
        await press(pilot, "space", "space", "a", "l", "e", "n", "enter")
        assert "taken by Wei" in screen_text(app)
        assert "only J. Okonkwo" in screen_text(app)
        await press(pilot, "enter")
        assert viewer.orders[-1] == Reassign(leads=(Seen(id="L-20932", version=1),), rep_id="lena")


async def test_assign_keeps_what_was_seen() -> None:
    """A dialog takes a newer version when only time touched the lead, and the old one when somebody moved it."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "space", "space", "a")
        viewer.change_lead("L-20931", version=2)
        await settled(pilot)
        viewer.change_lead("L-20932", version=5, rep_id="wei")
        await settled(pilot)
        await press(pilot, "l", "e", "n", "enter")
        order = viewer.orders[0]
        assert isinstance(order, Reassign)
        assert order.leads == (Seen(id="L-20931", version=2), Seen(id="L-20932", version=1))
        assert isinstance(app.screen, Manager)


async def test_requeue_key() -> None:
    """The key r puts the lead back."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "j", "j", "j", "r")
        assert viewer.orders == [Requeue(leads=(Seen(id="L-20934", version=1),), reason="by mgr: dana")]
        assert flash(app) == "Priyanka Nair back in the queue."


async def test_contacted_key() -> None:
    """The key c notes the contact, and the lead leaves the queue."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "c")
        assert viewer.orders == [RecordContact(leads=(Seen(id="L-20931", version=1),))]
        assert app.manager.queue.order.is_gone("L-20931")


async def test_toggle_away_from_the_reps() -> None:
    """The key t in the reps panel sends away and brings back."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "2", "t")
        assert flash(app) == "Sam is away."
        await press(pilot, "t")
        assert [order.availability for order in viewer.orders if isinstance(order, SetAvailability)] == [
            Availability.AWAY,
            Availability.AVAILABLE,
        ]


async def test_toggle_away_from_the_queue() -> None:
    """The key t in the queue is about the rep who has the lead, and says so when nobody has it."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "t")
        assert "Nobody has that lead" in flash(app)
        await press(pilot, "j", "j", "j", "t")
        assert viewer.orders == [SetAvailability(rep_id="sam", availability=Availability.AWAY)]


async def test_away_with_reason_and_minutes() -> None:
    """T asks for a reason and minutes."""
    viewer, hand = FakeViewer(board()), Hand()
    async with opened(viewer, hand) as (app, pilot):
        await press(pilot, "2", "T", *"lunch", "tab", *"3x", "enter")
        assert "whole number" in screen_text(app)
        await press(pilot, "backspace", "0", "enter")
        order = viewer.orders[0]
        assert isinstance(order, SetAvailability)
        assert (order.rep_id, order.reason, order.availability) == ("sam", "lunch", Availability.AWAY)
        assert order.until_at is not None
        assert (order.until_at - hand()).total_seconds() == 1800
        assert flash(app) == "Sam is away (lunch) for 30 minutes."


async def test_undo_key() -> None:
    """The key u takes back the act that the board names."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "u")
        assert viewer.orders == [Undo(act=880)]
        assert flash(app) == "Undone."


async def test_nothing_to_undo() -> None:
    """The key u says so when there is no act."""
    viewer = FakeViewer(board(last_act=None))
    async with opened(viewer) as (app, pilot):
        await press(pilot, "u")
        assert viewer.orders == []
        assert "nothing to undo" in flash(app)


async def test_acknowledge_key() -> None:
    """The key x takes the banner away until another lead is late."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        assert "3 LEADS PAST LIMIT" in screen_text(app)
        await press(pilot, "x")
        assert "PAST LIMIT" not in screen_text(app)
        assert "3 acknowledged" in screen_text(app)
        viewer.change(queue=(*viewer.now_board.queue, lead(7, age=1000)))
        await settled(pilot)
        assert "1 LEAD PAST LIMIT" in screen_text(app)


async def test_filter_key() -> None:
    """The queue narrows down while a filter is typed; enter keeps it, back clears it."""
    async with opened() as (app, pilot):
        await press(pilot, "/", *"lotus")
        assert app.manager.queue.order.shown == ["L-20933"]
        await press(pilot, "enter")
        assert "filter: lotus" in app.manager.queue.summary()
        await press(pilot, "q")
        assert len(app.manager.queue.order.shown) == 14


async def test_filter_is_taken_back() -> None:
    """Escape in the prompt brings the filter before back."""
    async with opened() as (app, pilot):
        await press(pilot, "/", *"src:web", "enter", "/", *" lin", "escape")
        assert app.manager.queue.query_now.text == "src:web"


async def test_sort_keys() -> None:
    """The key s sorts by the next column at once, S turns it round."""
    async with opened() as (app, pilot):
        await press(pilot, "s", "s")
        assert app.manager.queue.sort == "lead"
        assert app.manager.queue.order.shown[0] == "L-20936"
        await press(pilot, "S")
        assert app.manager.queue.order.shown[-1] == "L-20936"


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
        assert app.is_muted


async def test_command_palette() -> None:
    """The list of commands finds by letters and runs; what does nothing here says why."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, ":", *"contacted", "enter")
        assert isinstance(app.screen, Manager)
        await settled(pilot)
        assert isinstance(viewer.orders[0], RecordContact)
        await press(pilot, "3", "ctrl+p", *"assign", "enter")
        assert "works in: queue, feed" in flash(app)


async def test_help_names_every_key() -> None:
    """The help shows every action, and the README's table does too."""
    text = "\n".join("".join(part for part, _ in line) for line in help_lines("queue", 108))
    table = markdown_table()
    for action in ACTIONS:
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
        assert viewer.orders == [Requeue(leads=(Seen(id="L-20934", version=1),), reason="by mgr: dana")]
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
    """No key stands for two actions, and every action is found by its id."""
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
    assert all(by_id(action.id) is action for action in ACTIONS)
    assert footer_actions("queue")[-1].id == "show.help"
