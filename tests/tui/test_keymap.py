"""Keys of one's own: kept per user, refused where they would mean two things, followed by every screen."""

import json
from pathlib import Path

import pytest

from engine.turn import Refused
from tests.tui.floors import Hand, board
from tests.tui.pilots import flash, press, screen_text, settled
from tests.tui.viewers import FakeViewer
from tui import cli
from tui.app import BoardApp
from tui.keymap import bound, load, path_of_keys, save
from tui.keys import ACTIONS, keys_text, rebound
from tui.seat import Seat


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where this user's settings are."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


def test_keys_are_kept_and_come_back(home: Path) -> None:
    """What was bound is there the next time; without a file there is nothing."""
    assert load(path_of_keys()) == {}
    save(path_of_keys(), bound({}, "lead.assign", ("b", "^b")))
    assert load(path_of_keys()) == {"lead.assign": ("b", "ctrl+b")}
    assert path_of_keys() == home / "floorboard" / "keys.json"


REFUSED = [
    ("lead.asign", ("b",), 'No action is called "lead.asign"; did you mean "lead.assign"? `floorboard'),
    ("lead.assign", ("c",), "On the board c is lead.contacted (mark contacted) already"),
    ("offer.accept", ("c",), "On the rep's screen c is lead.contacted"),
    ("lead.assign", ("ctrl+c",), "^c belongs to the terminal"),
    ("lead.assign", ("meta",), '"meta" is no key'),
    ("lead.assign", (), "needs a key at least"),
]


@pytest.mark.parametrize(("action_id", "keys", "words"), REFUSED)
def test_what_cannot_be_bound_is_a_sentence(action_id: str, keys: tuple[str, ...], words: str) -> None:
    """Unknown actions, keys that are taken on a screen, and what is no key are refused."""
    with pytest.raises(Refused) as refused:
        bound({}, action_id, keys)
    assert words in str(refused.value)


def test_two_actions_may_change_places(home: Path) -> None:
    """Of a file only the outcome is looked at."""
    swapped = {"lead.park": ("a",), "lead.assign": ("P",)}
    with pytest.raises(Refused, match=r"lead\.park"):
        bound({}, "lead.assign", ("P",))
    save(path_of_keys(), swapped)
    assert load(path_of_keys()) == swapped


@pytest.mark.parametrize("text", ["{", '{"lead.assign": ["c"]}', '{"nothing": ["b"]}', '{"lead.assign": 1}'])
def test_a_damaged_file_names_the_way_out(home: Path, text: str) -> None:
    """It is not followed, and the sentence says how to begin anew."""
    path_of_keys().parent.mkdir()
    path_of_keys().write_text(text, "utf-8")
    with pytest.raises(Refused, match="keys --reset"):
        load(path_of_keys())


def test_the_verb_lists_binds_and_resets(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`floorboard keys` shows every action; own keys have a star; a conflict is exit code 1."""
    assert cli.main(["keys"]) == 0
    told = capsys.readouterr().out
    assert all(action.id in told and keys_text(action) in told for action in ACTIONS)
    assert cli.main(["keys", "bind", "lead.assign", "b"]) == 0
    assert cli.main(["keys", "bind", "lead.assign", "c"]) == 1
    assert "lead.contacted" in capsys.readouterr().err
    cli.main(["keys"])
    assert "lead.assign        * b " in capsys.readouterr().out
    cli.main(["keys", "--json"])
    listed = {one["id"]: one["keys"] for one in json.loads(capsys.readouterr().out)}
    assert listed["lead.assign"] == ["b"]
    assert cli.main(["keys", "--reset"]) == 0
    assert load(path_of_keys()) == {}


async def test_a_screen_follows_own_keys() -> None:
    """The new key works, the old one does nothing, and footer and help name the new one."""
    viewer = FakeViewer(board())
    keymap = {"lead.contacted": ("z",), "move.down": ("n",), "lead.note": ("ctrl+n",)}
    app = BoardApp(viewer, Seat(actor="dana", keymap=keymap), Hand(), every=0.04)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "n", "c")
        assert (app.manager.queue.order.index, viewer.orders) == (1, [])
        assert " z contacted" in screen_text(app)
        await press(pilot, "z")
        assert flash(app) == "Marked contacted: J. Okonkwo."
        await press(pilot, "?")
        assert "z         mark contacted" in screen_text(app)


def test_every_action_keeps_its_words_when_rebound() -> None:
    """Only the keys change."""
    changed = rebound({"undo": ("f9",)})["undo"]
    assert (changed.keys, changed.words) == (("f9",), "undo my latest act")
