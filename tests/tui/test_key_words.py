"""What screens say of keys: every banner, foot and sentence names the key that its person has bound."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from engine.house.people import Person, Role
from tests.tui.floors import Hand, board
from tests.tui.pilots import Driven, cell_grid, flash, press, screen_text, settled, until
from tests.tui.reps import RepFake, mine
from tests.tui.viewers import FakeViewer
from tui.app import BoardApp
from tui.key_words import foot, key_line, letter, pressed
from tui.keys import rebound
from tui.rep_app import RepApp
from tui.seat import Seat

OWN = {
    "back": ("f12",),
    "leave": ("f2",),
    "move.down": ("f5",),
    "move.up": ("f6",),
    "lead.assign": ("b",),
    "breach.acknowledge": ("z",),
    "rep.toggle": ("ctrl+b",),
    "view.hold": ("f7",),
    "undo": ("U",),
    "panel.reps": ("f9",),
    "past.before": ("{",),
    "offer.accept": ("b",),
    "offer.decline": ("f8",),
    "me.next": ("f10",),
    "away.lunch": ("6",),
}


@asynccontextmanager
async def opened(role: Role = Role.MANAGER) -> AsyncIterator[tuple[BoardApp, Driven]]:
    """Run the board of somebody with keys of their own."""
    seat = Seat(actor="dana", person=Person(login="dana", role=role), keymap=OWN)
    app = BoardApp(FakeViewer(board()), seat, Hand(), every=0.04)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        yield app, pilot


def test_words_for_keys() -> None:
    """Keys that belong together stand together, and only a letter can be typed."""
    actions = rebound(OWN)
    told = (("move.down move.up", "scroll"), ("back", "close"))
    assert foot(actions, *told) == "f5 f6 scroll  f12 close"
    assert "".join(text for text, _ in key_line(actions, *told)) == "f5 f6 scroll  f12 close"
    assert (pressed(actions, "view.rules"), letter(actions["view.rules"])) == (",", ",")
    assert (letter(actions["me.toggle"]), letter(actions["undo"]), letter(actions["back"])) == (" ", "U", "")


async def test_the_board_names_own_keys() -> None:
    """Banner, frames, footer and flash line: each names the key that works."""
    async with opened() as (app, pilot):
        grid = cell_grid(app)
        for words in ("b assign  A accept suggestion  z acknowledge", "^b away/back", " f5/f6 move"):
            assert words in grid
        await press(pilot, "c")
        assert "U undo (30s)" in screen_text(app)
        await press(pilot, "f7")
        assert flash(app) == "The order is held: f7 lets it go."
        await press(pilot, "g", "ctrl+b")
        assert flash(app) == "Nobody has that lead: f9 goes to the reps."
        await press(pilot, "f12")
        assert flash(app).startswith("Press f12 again, or f2, to leave")


DIALOGS = [
    (("enter",), "f12 close"),
    (("i",), "f12 close"),
    (("H",), "f12 close"),
    (("D",), "f5 f6 scroll  f12 close"),
    (("comma",), "f5 f6 scroll  f12 close"),
    (("question_mark",), "f5 f6 scroll  f12 close"),
    (("s",), "f5 f6 and enter  f12 close"),
    (("{",), "{ ] a minute  space play  f12 to now"),
    (("W",), "f12 leaves"),
]


@pytest.mark.parametrize(("keys", "words"), DIALOGS, ids=[keys[0] for keys, _ in DIALOGS])
async def test_dialogs_name_own_keys(keys: tuple[str, ...], words: str) -> None:
    """What stands at the foot of a dialog is what closes it, and it does."""
    async with opened() as (app, pilot):
        await press(pilot, *keys)
        await until(pilot, lambda: words in cell_grid(app))
        await press(pilot, "q")
        assert app.screen is not app.manager
        await press(pilot, "f12")
        assert app.screen is app.manager


async def test_who_only_looks_on_is_offered_nothing() -> None:
    """The banner names no key that would be refused."""
    async with opened(Role.VIEWER) as (app, _):
        assert "3 LEADS PAST LIMIT" in screen_text(app)
        assert "acknowledge" not in screen_text(app)


async def test_the_rep_screen_names_own_keys() -> None:
    """The offer, the pull and the reasons for going away."""
    app = RepApp(RepFake(mine()), Seat(actor="sam", keymap=OWN), Hand())
    app.watch_house._every = 0.04
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.mine is not None and "b accept  f8 decline" in screen_text(app))
        assert "f10 takes the next lead" in screen_text(app)
        await pilot.press("space")
        await until(pilot, lambda: "6     lunch" in screen_text(app))
