"""How often an engine keeps its floor: often enough for a quick start, seldom enough not to hold the dealing up."""

import gc
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from engine.commands import Command, Credit
from store.main_file import MainFile
from store.rows import Newer, StoreError
from store.version import VERSION
from tests.front_door.program import Floor
from tests.front_door.test_post import away
from tui.clock import wall_clock
from tui.floor_dir import FloorDir
from tui.serving.dealing import Dealing
from tui.serving.desk import Sitting
from tui.settings import load
from tui.wiring import open_letters


@pytest.fixture
def dealing(tmp_path: Path) -> Dealing:
    """An engine without network, open."""
    Floor(tmp_path).lay()
    one = Dealing(FloorDir(root=tmp_path), load(tmp_path / "floor.toml"))
    one.open()
    return one


def kept(dealing: Dealing) -> int:
    """The entry at which the floor was kept last; 0 is never."""
    with closing(sqlite3.connect(dealing.floor.database)) as db:
        (seq,) = db.execute("SELECT max(seq) FROM checkpoints").fetchone()
    return seq or 0


def test_a_floor_on_which_little_happened_is_not_kept_again(dealing: Dealing) -> None:
    """A minute without leads costs no checkpoint; the end of the engine does."""
    dealing.checkpoint()
    assert kept(dealing) == 0
    dealing.close()
    assert kept(dealing) == dealing.turns.seq


def test_a_floor_on_which_much_happened_is_kept_once(dealing: Dealing, monkeypatch: pytest.MonkeyPatch) -> None:
    """After as many entries as a start may have to fold."""
    monkeypatch.setattr("tui.serving.dealing.CHECKPOINT_ENTRIES", 1)
    dealing.checkpoint()
    first = kept(dealing)
    dealing.checkpoint()
    assert kept(dealing) == first > 0
    dealing.close()


def test_a_database_that_a_newer_floorboard_took_over_is_written_no_more(dealing: Dealing) -> None:
    """An engine that still ran when its tables were brought up to date says so, and keeps no floor in them."""
    with closing(sqlite3.connect(dealing.floor.database)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(Newer, match="end this one and start it again"):
        dealing.turns.urgent(lambda _: None).result()
    assert "newer floorboard" in dealing.over
    with suppress(Newer):
        dealing.close()
    assert kept(dealing) == 0


def test_the_database_is_looked_into_while_nobody_writes_to_its_file(
    dealing: Dealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a turn of the desk, which empties the log between turns: in the middle of that, the file is torn."""
    looked: list[str] = []
    monkeypatch.setattr(MainFile, "is_changed", lambda _: True)
    monkeypatch.setattr(MainFile, "is_foreign", lambda _: bool(looked.append(threading.current_thread().name)))
    dealing.look()
    dealing.turns.urgent(lambda _: None).result()
    dealing.close()
    assert set(looked) == {dealing.turns.thread.name}


def test_an_order_over_which_a_turn_breaks_off_holds_nobody_up(
    dealing: Dealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is answered with a sentence by the next turn, and the orders behind it are obeyed."""
    rightly = Sitting.give

    def give(sitting: Sitting, order: Command, actor: str, cause: str) -> object:
        if isinstance(order, Credit):
            raise ZeroDivisionError
        return rightly(sitting, order, actor, cause)

    monkeypatch.setattr(Sitting, "give", give)
    letters = open_letters(dealing.floor)
    with closing(letters):
        orders = (Credit(rep_id="dana", leads=1, reason="a"), Credit(rep_id="jon", leads=1, reason="b"), away("jon"))
        left = [letters.leave("ann", order, wall_clock()) for order in orders]
        for _ in range(4):
            with suppress(StoreError):
                dealing.turns.urgent(lambda _: None).result()
        first, second, last = map(letters.answer, left)
    dealing.close()
    assert first is not None
    assert second == first
    assert "stumbled over this order" in first.sentence
    assert last is not None
    assert last.ok


def test_an_engine_searches_its_memory_seldom(dealing: Dealing) -> None:
    """Whole once in a hundred million new things: among a million leads it takes a second that deals nothing."""
    new, young, old = gc.get_threshold()
    assert new * young * old >= 100_000_000
    dealing.close()
