"""Keys that give orders give the right one, with what was seen, and say what became of it."""

from engine.commands import Reassign, RecordContact, Requeue, Seen, SetAvailability, Undo
from engine.rep import Availability
from store.rows import Answer
from tests.tui.floors import Hand, board, lead
from tests.tui.pilots import flash, opened, press, screen_text, settled, until
from tests.tui.viewers import FakeViewer
from tui.screens.assign import Assign
from tui.screens.lost import Lost
from tui.screens.manager import Manager


async def test_assign_by_name() -> None:
    """The key a, letters of a name, enter gives the lead to that rep, with the version that was seen."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "a", "l", "e", "n", "enter")
        assert viewer.orders == [Reassign(leads=(Seen(id="L-20931", version=1),), rep_id="lena")]
        assert flash(app) == "Marisol Vega → Lena."
        assert isinstance(app.screen, Manager)


async def test_assign_says_why() -> None:
    """Tab goes to the reason and back; it goes with the order, and does not narrow the reps down."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (_, pilot):
        await press(pilot, "a", "l", "e", "n", "tab", *"zz", "tab", "tab", *"speaks", "enter")
        lead = (Seen(id="L-20931", version=1),)
        assert viewer.orders == [Reassign(leads=lead, rep_id="lena", reason="zzspeaks")]
        await press(pilot, "a", "l", "e", "n", "ctrl+n", "enter")
        assert isinstance(viewer.orders[1], Reassign)
        assert (viewer.orders[1].reason, viewer.orders[1].is_quiet) == ("", True)


async def test_assign_as_the_engine_would_from_the_dialog() -> None:
    """One key takes the suggestion with the reason, while letters stay letters of a name."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "a", "A")
        assert viewer.orders == []
        await press(pilot, "tab", *"roof", "ctrl+n", "ctrl+a")
        await until(pilot, lambda: bool(viewer.orders))
        lead = (Seen(id="L-20931", version=1),)
        assert viewer.orders == [Reassign(leads=lead, rep_id="wei", reason="roof", is_quiet=True)]
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
    """When somebody was quicker a dialog says who did what when; enter assigns the leads that are unchanged."""
    viewer = FakeViewer(board())
    viewer.refusal = Answer(ok=False, sentence="Marisol Vega was taken by Wei 2 s ago.", changed=("L-20931",))
    async with opened(viewer) as (app, pilot):
        await press(pilot, "space", "space", "a", "l", "e", "n", "enter")
        assert isinstance(app.screen, Lost)
        await until(pilot, lambda: "requeued by dana" in screen_text(app))
        assert "only for 1 lead unchanged" in screen_text(app)
        await press(pilot, "enter")
        assert viewer.orders[-1] == Reassign(leads=(Seen(id="L-20932", version=1),), rep_id="lena")
        assert flash(app) == "Done for 1 of 2 leads."


async def test_a_lost_race_is_told_for_every_act() -> None:
    """The key o gives the order for all, with the versions that are there now; q does nothing."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        for key, count in (("q", 1), ("o", 3)):
            viewer.refusal = Answer(ok=False, sentence="L-20931 is assigned by now.", changed=("L-20931",))
            await press(pilot, "c")
            viewer.change_lead("L-20931", version=7)
            await until(pilot, lambda: "requeued by dana" in screen_text(app))
            await press(pilot, key)
            assert isinstance(app.screen, Manager)
            assert len(viewer.orders) == count
        assert flash(app) == "Marked contacted: Marisol Vega."


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
        assert viewer.orders == [Requeue(leads=(Seen(id="L-20934", version=1),))]
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


async def test_going_away_says_what_became_of_the_leads() -> None:
    """The line that answers the key tells it, in one sentence more."""
    viewer = FakeViewer(board())
    viewer.refusal = Answer(ok=True, also="2 leads given to Jess, 1 stays")
    async with opened(viewer) as (app, pilot):
        await press(pilot, "2", "t")
        assert flash(app) == "Sam is away. 2 leads given to Jess, 1 stays."


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
        assert viewer.orders == [Undo()]
        assert flash(app) == "Undone."


async def test_nothing_to_undo() -> None:
    """When the floor has nothing of ours to take back, it says so."""
    viewer = FakeViewer(board())
    viewer.refusal = Answer(ok=False, sentence="There is nothing of yours to undo.")
    async with opened(viewer) as (app, pilot):
        await press(pilot, "u")
        assert flash(app) == "There is nothing of yours to undo."


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
