"""How many keys the daily acts take, and the acts that were not there before: each through the real board."""

from datetime import timedelta

import pytest

from engine.commands import CloseLead, Park, Reassign, Requeue, Seen, SetAvailability, Undo, WriteNote
from engine.house.people import Person, Role
from engine.lead import Disposition, LeadState, SlaState
from engine.rep import Availability
from tests.tui.floors import NOON, Hand, board, lead
from tests.tui.pilots import flash, opened, press, screen_text, settled, until
from tests.tui.viewers import FakeViewer
from tui.app import BoardApp
from tui.redoing import Redo
from tui.screens.detail import Detail
from tui.seat import Seat


def seen(*numbers: int) -> tuple[Seen, ...]:
    """Leads as the board shows them."""
    return tuple(Seen(id=f"L-{20930 + number}", version=1) for number in numbers)


COUNTS = [
    ("the oldest lead to the engine's pick", 2, ("g", "A"), Reassign(leads=seen(1), rep_id="wei")),
    ("a lead to a named rep", 4, ("a", "l", "e", "enter"), Reassign(leads=seen(1), rep_id="lena")),
    (
        "three marked leads to a named rep",
        7,
        ("space", "space", "space", "a", "l", "e", "enter"),
        Reassign(leads=seen(1, 2, 3), rep_id="lena"),
    ),
    ("a rep away", 2, ("2", "t"), SetAvailability(rep_id="sam", availability=Availability.AWAY)),
    ("undo", 1, ("u",), Undo()),
    ("redo", 1, ("ctrl+r",), Redo()),
    ("a lead closed as lost", 2, ("d", "o"), CloseLead(leads=seen(1), disposition=Disposition.LOST)),
    (
        "all shown leads closed as spam",
        3,
        ("*", "d", "s"),
        CloseLead(leads=seen(*range(1, 15)), disposition=Disposition.SPAM),
    ),
    ("all leads of a rep back", 2, ("2", "="), Requeue(leads=seen(4, 8), reason="all of sam")),
    (
        "a lead put aside for two hours",
        4,
        ("P", "2", "h", "enter"),
        Park(leads=seen(1), until_at=NOON + timedelta(hours=2)),
    ),
    ("a note", 4, ("n", "h", "i", "enter"), WriteNote(leads=seen(1), text="hi")),
]


@pytest.mark.parametrize(("what", "count", "keys", "order"), COUNTS, ids=[what for what, *_ in COUNTS])
async def test_an_act_takes_so_many_keys(what: str, count: int, keys: tuple[str, ...], order: object) -> None:
    """The order is given with just these keys, whole and once."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (_, pilot):
        await press(pilot, *keys)
        await until(pilot, lambda: bool(viewer.orders))
    assert viewer.orders == [order]
    assert len(keys) == count


async def test_the_last_act_is_repeated_on_another_row() -> None:
    """The full stop does the same to what is chosen now; before the first act it says that there is none."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, ".")
        assert flash(app) == "There is nothing to repeat yet."
        await press(pilot, "a", *"len", "enter", "j", ".", "j", "space", "j", "space", ".")
        assert [order.leads for order in viewer.orders if isinstance(order, Reassign)] == [  # type: ignore[union-attr]
            seen(1),
            seen(2),
            seen(3, 5),
        ]
        await press(pilot, "d", "w", "k", ".")
        assert [order.disposition for order in viewer.orders[-2:] if isinstance(order, CloseLead)] == [
            Disposition.WON,
            Disposition.WON,
        ]


async def test_a_lead_is_jumped_to_by_its_number() -> None:
    """Whether it is in the queue or not; what is no number is refused where it was typed."""
    async with opened() as (app, pilot):
        await press(pilot, "ctrl+o", *"x", "enter")
        assert "A lead's id is a number" in screen_text(app)
        await press(pilot, "backspace", *"20940", "enter")
        await until(pilot, lambda: isinstance(app.screen, Detail) and app.screen.detail is not None)
        assert isinstance(app.screen, Detail)
        assert app.screen.lead_id == "L-20940"


async def test_leads_put_aside_are_listed_and_reached() -> None:
    """The frame says how many there are; a facet shows them; keys work on them."""
    rows = (
        lead(7, state=LeadState.PARKED, sla=SlaState.RUNNING, parked_until=NOON + timedelta(hours=1, minutes=5)),
        lead(8, state=LeadState.CONTACTED, sla=SlaState.MET, rep_id="sam"),
    )
    first = board(aside=rows)
    viewer = FakeViewer(first.but(tiles=first.tiles.but(parked=1)))
    async with opened(viewer) as (app, pilot):
        queue = app.manager.queue
        assert "1 aside" in queue.summary()
        await press(pilot, "f")
        assert "is:parked" in screen_text(app)
        await press(pilot, "escape", "/", *"is:parked", "enter")
        assert queue.order.shown == ["L-7"]
        assert "1h05" in screen_text(app)
        assert "put aside" in screen_text(app)
        await press(pilot, "r")
        assert viewer.orders[-1] == Requeue(leads=(Seen(id="L-7", version=1),))
        await press(pilot, "q", "/", *"is:contacted", "enter", "d", "w")
        assert viewer.orders[-1] == CloseLead(leads=(Seen(id="L-8", version=1),), disposition=Disposition.WON)


async def test_a_row_is_copied_whole() -> None:
    """Y copies every cell of the marked rows, a line each, and none that a spreadsheet would carry out."""
    rows = (lead(1, name="=cmd|x", company="Acme\tInc"), lead(2, rep_id="sam"))
    async with opened(FakeViewer(board(queue=rows))) as (app, pilot):
        await press(pilot, "*", "Y")
        first, second = app.clipboard.splitlines()
    assert first.split("\t")[:3] == ["L-1", "'=cmd|x", "Acme Inc"]
    assert second.split("\t")[5:7] == ["sam", "assigned"]


async def test_more_than_a_clipboard_takes_is_not_copied() -> None:
    """Some terminals drop a code that is too long, so it is said instead."""
    rows = tuple(lead(number, company="x" * 200) for number in range(400))
    async with opened(FakeViewer(board(queue=rows))) as (app, pilot):
        await press(pilot, "*", "Y")
        assert app.clipboard == ""
        assert "mark fewer" in flash(app)


async def test_columns_are_left_out_and_come_back() -> None:
    """The least important goes first, and the choice is kept."""
    async with opened(size=(200, 50)) as (app, pilot):
        assert "STATE     ID" in screen_text(app)
        await press(pilot, "-", "-")
        shown = [column.id for column in app.manager.queue.columns()]
        assert "id" not in shown
        assert "state" not in shown
        await press(pilot, "+", "+")
        assert app.seat.views.of("queue").hidden == 0
        assert "STATE     ID" in screen_text(app)


async def test_a_head_that_is_clicked_sorts() -> None:
    """A second click turns the sort round."""
    async with opened() as (app, pilot):
        line = screen_text(app).splitlines()
        head = next(text for text in line if "COMPANY" in text)
        for is_reversed in (False, True):
            await pilot.click("#queue", offset=(head.index("COMPANY") + 2, 1))
            await settled(pilot)
            view = app.manager.queue.view
            assert (view.sort, view.is_reversed) == ("company", is_reversed)


ROLES = [
    (Role.VIEWER, ("c", "a", "d", "A", "u", "2", "t"), "kim only looks on"),
    (Role.REP, ("a", "A", "P", "2", "t"), "for managers only; ask one"),
]


@pytest.mark.parametrize(("role", "keys", "words"), ROLES)
async def test_keys_that_the_role_does_not_allow_say_so(role: Role, keys: tuple[str, ...], words: str) -> None:
    """No order leaves, no dialog opens, and the sentence names the way out."""
    viewer = FakeViewer(board())
    seat = Seat(actor="kim", person=Person(login="kim", role=role, rep="sam" if role is Role.REP else ""))
    app = BoardApp(viewer, seat, Hand(), every=0.04)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for key in keys:
            await press(pilot, key)
            assert app.screen is app.manager
            assert key == "2" or words in flash(app)
    assert viewer.orders == []
