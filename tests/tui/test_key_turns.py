"""Keys that come faster than screens open: each means what was on the screen when its turn came."""

from datetime import timedelta

import pytest
from textual import events

from engine.commands import Order, Park, Reassign, Seen, SetAvailability, WriteNote
from engine.rep import Availability
from tests.tui.floors import NOON, board
from tests.tui.pilots import cell_grid, make_app, opened, settled, until
from tests.tui.viewers import FakeViewer
from tui.app import BoardApp


def typed(app: BoardApp, *keys: str) -> None:
    """Let keys come all at once, as from a fast hand or a slow line."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


def seen(number: int) -> tuple[Seen, ...]:
    """A lead as the board shows it."""
    return (Seen(id=f"L-{20930 + number}", version=1),)


BURSTS = [
    (("a", "l", "e", "enter"), Reassign(leads=seen(1), rep_id="lena")),
    (("j", "j", "a", "a", "i", "enter"), Reassign(leads=seen(3), rep_id="aiko")),
    (("n", *"call back", "enter"), WriteNote(leads=seen(1), text="call back")),
    (("P", "2", "h", "enter"), Park(leads=seen(1), until_at=NOON + timedelta(hours=2))),
    (
        ("2", "j", "T", *"lunch", "enter"),
        SetAvailability(rep_id="lena", availability=Availability.AWAY, reason="lunch"),
    ),
    (
        ("slash", *"rep:marc", "enter", "j", "a", *"tom", "enter"),
        Reassign(leads=seen(12), rep_id="tomas"),
    ),
    (("colon", *"note", "enter", "o", "k", "enter"), WriteNote(leads=seen(1), text="ok")),
]


@pytest.mark.parametrize(("keys", "order"), BURSTS, ids=["".join(keys[:4]) for keys, _ in BURSTS])
async def test_keys_in_a_burst_do_what_they_do_one_by_one(keys: tuple[str, ...], order: Order) -> None:
    """Letters reach the dialog that the key before them opened, and enter comes after them."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        typed(app, *keys)
        await until(pilot, lambda: bool(viewer.orders))
        await settled(pilot)
    assert viewer.orders == [order]


async def test_no_key_is_lost_before_the_first_board() -> None:
    """Keys that come while the screen opens are heard when it is there."""
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        typed(app, "question_mark", "q", "colon", *"mute")
        await until(pilot, lambda: "mute the bell" in cell_grid(app))
        assert "COMMANDS" in cell_grid(app)
