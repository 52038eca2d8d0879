"""A rep's own screen: what it shows of them, what its keys do, whole and in four lines."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

import pytest

from engine.board import EngineHealth
from engine.commands import (
    AcceptOffer,
    CloseLead,
    DeclineOffer,
    Pull,
    RecordContact,
    Requeue,
    Seen,
    SetAvailability,
    Undo,
    WriteNote,
)
from engine.house.people import Person, Role
from engine.lead import Disposition
from engine.rep import Availability
from engine.rep_board import Moved
from tests.tui.floors import NOON, Hand
from tests.tui.pilots import Driven, flash, screen_text, until
from tests.tui.reps import OFFER, RepFake, mine
from tui.redoing import Redo
from tui.rep_app import RepApp
from tui.screens.detail import Detail
from tui.screens.rep import RepScreen
from tui.seat import Seat

SAM = Seat(actor="sam.login", person=Person(login="sam.login", role=Role.REP, rep="sam"))


@asynccontextmanager
async def opened(
    viewer: RepFake, hand: Hand | None = None, size: tuple[int, int] = (80, 24), *, is_inline: bool = False
) -> AsyncIterator[tuple[RepApp, Driven]]:
    """Run a rep's app until its first board is shown."""
    app = RepApp(viewer, SAM, hand or Hand(), zone=UTC, is_inline=is_inline)
    app.watch_house._every = 0.04
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.mine is viewer.now_board)
        yield app, pilot


async def press(pilot: Driven, *keys: str) -> None:
    """Press keys and wait until what they ask for is done and shown."""
    app = pilot.app
    assert isinstance(app, RepApp)
    await pilot.press(*keys)
    await until(pilot, lambda: app.mine is app.viewer.now_board and not app.has_waiting())  # type: ignore[attr-defined]
    await pilot.pause()


async def test_a_rep_sees_what_is_theirs_and_why() -> None:
    """State, load, share, leads with their phones, the place in line, and why and why not."""
    async with opened(RepFake(mine()), size=(120, 30)) as (app, _):
        text = screen_text(app)
    for words in ("● READY", "load 4 of 6", "got 11 of 7.9 due: 3.1 ahead", "Customer 1", "+1 415 555 0101"):
        assert words in text
    assert "Next lead about 14:36.   inbound" in text
    for words in ("inbound: 3rd of 6 in line, 2 wait", "roof: not in line", "owed 0.40", "L-20931 waits: skill roof"):
        assert words in text


KEYS = [
    (("j", "c"), RecordContact(leads=(Seen(id="L-1", version=1),))),
    (("j", "r"), Requeue(leads=(Seen(id="L-1", version=1),))),
    (("j", "d", "w"), CloseLead(leads=(Seen(id="L-1", version=1),), disposition=Disposition.WON)),
    (("j", "n", *"hi", "enter"), WriteNote(leads=(Seen(id="L-1", version=1),), text="hi")),
    (("u",), Undo()),
    (("ctrl+r",), Redo()),
    (("N",), Pull(rep_id="sam")),
    (("a",), AcceptOffer(lead=Seen(id="L-9", version=1), rep_id="sam")),
    (("x",), DeclineOffer(lead=Seen(id="L-9", version=1), rep_id="sam")),
    (("L",), SetAvailability(rep_id="sam", availability=Availability.LAST_ONE)),
    (("2",), SetAvailability(rep_id="sam", availability=Availability.AWAY, reason="lunch")),
    (("0",), SetAvailability(rep_id="sam", availability=Availability.OFFLINE)),
    (("space", "2"), SetAvailability(rep_id="sam", availability=Availability.AWAY, reason="lunch")),
    (("space", "space"), SetAvailability(rep_id="sam", availability=Availability.AWAY)),
]


@pytest.mark.parametrize(("keys", "order"), KEYS, ids=[" ".join(keys) for keys, _ in KEYS])
async def test_every_key_gives_its_order(keys: tuple[str, ...], order: object) -> None:
    """Each key is one order, with the version that was seen."""
    viewer = RepFake(mine())
    async with opened(viewer) as (_, pilot):
        await press(pilot, *keys)
    assert viewer.orders == [order]


async def test_space_brings_back() -> None:
    """Whoever is away comes back at one key."""
    viewer = RepFake(mine())
    viewer.change(me=viewer.now_board.me.but(availability=Availability.AWAY, reason="lunch"))
    async with opened(viewer) as (app, pilot):
        assert "○ LUNCH" in screen_text(app)
        await press(pilot, "space")
        assert flash(app) == "Sam is back."


async def test_an_offer_counts_down_and_ends() -> None:
    """The seconds left are shown, and no key answers what is over."""
    hand = Hand()
    viewer = RepFake(mine())
    async with opened(viewer, hand) as (app, pilot):
        assert "OFFER 40 s" in screen_text(app)
        hand.forward(15)
        app.tick()
        assert "OFFER 25 s" in screen_text(app)
        hand.forward(OFFER.total_seconds())
        await press(pilot, "a")
        assert " OFFER 0 s" not in screen_text(app)
        assert "accept" not in screen_text(app)
        assert flash(app) == "No lead is held out to you."
        assert viewer.orders == []


async def test_managers_keys_do_nothing_here() -> None:
    """A lead that is opened offers what a rep may do, and no more."""
    viewer = RepFake(mine())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "j", "enter")
        assert isinstance(app.screen, Detail)
        await until(pilot, lambda: "ROUTING" in screen_text(app))
        await press(pilot, "a", "P", "t")
        assert viewer.orders == []
        await press(pilot, "c", "q")
        assert isinstance(app.screen, RepScreen)
        assert len(viewer.orders) == 1


async def test_who_let_an_offer_run_out_is_told_the_way_back() -> None:
    """They get no leads until they say that they are there; the key that says it is named."""
    me = mine().me.but(availability=Availability.NOT_RESPONDING)
    async with opened(RepFake(mine().but(me=me, leads=()))) as (app, pilot):
        assert "you let an offer run out: space brings you back" in screen_text(app)
        await press(pilot, "space")
        assert flash(app) == "Sam is back."
        assert "brings you back" not in screen_text(app)


@pytest.mark.parametrize("is_inline", [False, True], ids=["whole", "inline"])
async def test_a_trouble_that_stands_hides_no_offer(is_inline: bool) -> None:
    """The offer with its keys is shown before what is wrong with the floor, and comes after nothing that stands."""
    ill = EngineHealth(is_alive=True, renewed_at=NOON, trouble="In the inbox: a.csv is a link.")
    hand = Hand()
    size = (100, 4 if is_inline else 24)
    async with opened(RepFake(mine().but(engine=ill)), hand, size, is_inline=is_inline) as (app, pilot):
        assert "OFFER 40 s" in screen_text(app)
        assert "In the inbox" not in screen_text(app)
        hand.forward(OFFER.total_seconds())
        app.tick()
        assert "In the inbox" in screen_text(app)
        await press(pilot, "a")
        assert "No lead is held out to you." in screen_text(app)


async def test_a_managers_key_is_answered() -> None:
    """On a rep's own screen it says that it does nothing there."""
    viewer = RepFake(mine())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "P")
        assert app.flash is not None
        assert app.flash.sentence == "P does nothing here: ? shows the keys."
        assert viewer.orders == []


async def test_four_lines_are_enough() -> None:
    """State, two leads and the keys; an offer takes the last line; q leaves at once."""
    viewer = RepFake(mine(NOON))
    async with opened(viewer, size=(80, 4), is_inline=True) as (app, pilot):
        text = screen_text(app).splitlines()
        assert len(text) == 4
        assert text[0].startswith("Sam  ● READY")
        assert "OFFER 40 s" in text[3]
        await press(pilot, "x", "j", "c")
        assert "Marked contacted: Customer 2" in screen_text(app)
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 0


async def test_a_new_lead_rings_once() -> None:
    """What comes in while one works elsewhere is heard, unless it was given quietly or the bell is muted."""
    viewer = RepFake(mine())
    async with opened(viewer) as (app, pilot):
        rung: list[int] = []
        app.bell = lambda: rung.append(1)  # type: ignore[method-assign]
        rest, late = viewer.now_board.leads, viewer.now_board.leads[1]
        viewer.change(leads=(*rest, late.but(row=late.row.but(id="L-77"))))
        await press(pilot, "j")
        viewer.change(leads=(*rest, late.but(row=late.row.but(id="L-76"))), quiet=("L-76",))
        await press(pilot, "j")
        await press(pilot, "M")
        viewer.change(leads=(*rest, late.but(row=late.row.but(id="L-78"))))
        await press(pilot, "k")
        assert rung == [1]


MOVED = Moved(
    seq=901, at=NOON, lead_id="L-2", words="Marisol Vega is yours, from Lena, by dana: speaks Spanish like you"
)


@pytest.mark.parametrize("is_inline", [False, True], ids=["whole", "inline"])
async def test_a_lead_that_was_moved_by_hand_is_a_message_of_its_own(is_inline: bool) -> None:
    """From whom, by whom and why: said at once, and it stays to be read."""
    viewer = RepFake(mine().but(leads=()))
    async with opened(viewer, size=(100, 4 if is_inline else 24), is_inline=is_inline) as (app, pilot):
        assert "Marisol" not in screen_text(app)
        viewer.now_board = viewer.now_board.but(seq=901, moved=(MOVED,))
        await until(pilot, lambda: MOVED.words in screen_text(app))
        assert app.flash is not None
        assert app.flash.sentence == MOVED.words
        app.flash = None
        app.redraw()
        await until(pilot, lambda: MOVED.words in screen_text(app))


async def test_what_was_moved_before_the_screen_opened_is_not_called_out() -> None:
    """It is there to be read, and nothing flashes."""
    async with opened(RepFake(mine().but(moved=(MOVED,)))) as (app, pilot):
        await until(pilot, lambda: "from Lena, by dana" in screen_text(app))
        assert app.flash is None


async def test_what_left_by_a_key_pressed_here_is_not_called_out() -> None:
    """Its own sentence stands, though the same login may be somebody else's; a later move is called out again."""
    viewer = RepFake(mine())
    chosen = mine().leads[0].row
    gone = MOVED.but(lead_id=chosen.id, words="it is closed, won, by sam.login")
    async with opened(viewer) as (app, pilot):
        await press(pilot, "d", "w")
        viewer.change(moved=(gone.but(seq=viewer.now_board.seq),))
        await until(pilot, lambda: app.mine is viewer.now_board)
        assert app.flash is not None
        assert app.flash.sentence.endswith(": won.")
        viewer.change(moved=(gone.but(seq=viewer.now_board.seq + 1, words="it is yours again"),))
        await until(pilot, lambda: app.mine is viewer.now_board)
        await until(pilot, lambda: app.flash is not None and app.flash.sentence == "it is yours again")
