"""When the engine indexes texts, and that what is forgotten is gone from the index."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from trust_floors import PEOPLE, House, table

from store.grams import PIECE
from tui.clock import wall_clock
from tui.floor_dir import find
from tui.serving.dealing import Dealing
from tui.serving.indexing import Indexer
from tui.serving.rounds import prune
from tui.serving.turns import Turns
from tui.settings import load


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A floor whose second file fills a piece of the index; persons are kept for 400 days."""
    made = House(tmp_path / "floor", '[retention]\ncards = "400d"\n')
    made.take(table(*PEOPLE), "people.csv")
    return made


@pytest.fixture
def dealing(house: House) -> Iterator[Dealing]:
    """An engine on it that indexes when it is told to."""
    with closing(engine_of(house)) as made:
        yield made


def engine_of(house: House) -> Dealing:
    """An engine that takes nothing in."""
    floor = find(str(house.root))
    made = Dealing(floor, load(floor.rules))
    made.open()
    return made


def fill_the_piece(house: House) -> None:
    """Let the last lead be the last of a piece, as if all between had been there."""
    house.do(f"UPDATE leads SET number = {PIECE - 1}, id = 'L-{PIECE - 1}' WHERE id = 'L-3'")  # noqa: S608
    house.do(f"UPDATE cards SET lead_id = 'L-{PIECE - 1}' WHERE lead_id = 'L-3'")  # noqa: S608


def grams(house: House) -> int:
    """How many grams are indexed."""
    ((count,),) = house.ask("SELECT count(*) FROM grams")
    return int(count)


def test_an_engine_at_rest_indexes_what_is_missing(
    house: House, dealing: Dealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full pieces, once; while much comes in it waits until the next look."""
    seqs = [
        dealing.turns.seq
    ]  # the desk's own turns, of which there is one every few seconds, set it to nothing else
    monkeypatch.setattr(Turns, "seq", property(lambda _: seqs[-1], lambda *_: None), raising=False)
    indexer = Indexer(dealing)
    indexer.look()
    assert grams(house) == 0
    fill_the_piece(house)
    seqs.append(seqs[-1] + 1000)
    indexer.look()
    assert grams(house) == 0
    indexer.look()
    assert grams(house) > 0
    indexer.look()
    house.do("DELETE FROM grams")
    indexer.look()
    assert grams(house) == 0  # nothing has happened since all was indexed, so it does not even ask


def test_persons_forgotten_by_time_are_gone_from_the_index(house: House) -> None:
    """The round that empties their cards takes their texts out, and another engine indexes what is left."""
    fill_the_piece(house)
    with closing(engine_of(house)) as dealing:
        Indexer(dealing).look()
    assert house.ask("SELECT count(*) FROM grams WHERE gram = ?", b"ada") == [(1,)]
    with time_machine.travel(wall_clock() + timedelta(days=401), tick=True), closing(engine_of(house)) as dealing:
        prune(dealing)
        assert grams(house) == 0
        Indexer(dealing).look()
    assert grams(house) > 0
    assert house.ask("SELECT count(*) FROM grams WHERE gram = ?", b"ada") == [(0,)]
