"""A floor kept in pieces is the floor again, and what has rested is not written twice."""

import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from store_builders import Day, dealt, received

from engine.floor import Floor
from engine.history import resting
from store import checkpoints
from store.checkpoints import packed, unpacked
from store.memory import MemoryLedger
from store.sqlite import SqliteLedger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    with closing(SqliteLedger(str(tmp_path / "leads.db"))) as made:
        yield made


def floor_of(leads: int) -> Floor:
    day = Day(MemoryLedger())
    for number in range(1, leads + 1):
        day.append(received(number))
    return day.floor


def pieces_of(floor: Floor) -> dict[bytes, bytes]:
    return {piece.digest: piece.packed for piece in floor.resting.pieces}


@pytest.fixture(autouse=True)
def _soon_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resting, "AWAKE_MAX", 2)
    monkeypatch.setattr(resting, "PIECE", 3)


@pytest.mark.parametrize("leads", [0, 1, 3, 9])
def test_any_number_of_pieces_is_the_floor_again(leads: int) -> None:
    """None, some that are awake, one piece, several."""
    floor = floor_of(leads)
    again = unpacked(packed(floor), pieces_of(floor).__getitem__)
    assert again.snapshot() == floor.snapshot()
    assert len(again.snapshot().leads) == leads
    assert not again.differs(floor)


def test_a_floor_that_lacks_a_lead_or_has_another_differs() -> None:
    """Whoever compares is told, whether the lead rests or not."""
    floor = floor_of(9)
    for lead_id in ("L-1", "L-9"):
        other = floor_of(9)
        other.leads.drop(lead_id)
        assert other.differs(floor)
        assert floor.differs(other)
        other.leads[lead_id] = floor.leads[lead_id].but(score=7)
        assert floor.differs(other)


@pytest.mark.parametrize("spoilt", [b"no zlib", zlib.compress(b"no leads")])
def test_a_spoiled_piece_is_an_unreadable_checkpoint(spoilt: bytes) -> None:
    """Whoever asked then goes back to the journal."""
    floor = floor_of(9)
    with pytest.raises(msgspec.DecodeError):
        unpacked(packed(floor), lambda _: spoilt)
    with pytest.raises(msgspec.DecodeError):
        unpacked(msgspec.msgpack.encode(checkpoints.Packed(floor=floor.outline(), awake=spoilt, pieces=())), bytes)


def test_only_pieces_that_are_new_are_written(ledger: SqliteLedger) -> None:
    """A checkpoint costs what has happened since the last one, and what none needs any more goes."""
    day = Day(ledger)
    day.append(*(received(number) for number in range(1, 10)))
    keep(ledger, day)
    first = numbered(ledger)
    assert len(first) == 3
    day.append(dealt(1, "dana"), *(received(number) for number in range(10, 16)))
    keep(ledger, day)
    assert {row: digest for row, digest in numbered(ledger).items() if row in first} == first
    assert ledger.load().snapshot() == day.floor.snapshot()
    day.append(*(dealt(number, "dana") for number in range(2, 16)))
    keep(ledger, day)
    keep(ledger, day)
    day.append(dealt(1, "jon"))
    keep(ledger, day)
    assert set(numbered(ledger).values()) == set(pieces_of(day.floor))
    assert ledger.load().snapshot() == day.floor.snapshot()


def keep(ledger: SqliteLedger, day: Day) -> None:
    with ledger.writing() as writing:
        writing.keep_checkpoint(day.floor)


def numbered(ledger: SqliteLedger) -> dict[int, bytes]:
    """The pieces that are kept, by the number of their row."""
    return dict(ledger._db.execute("SELECT rowid, digest FROM pieces"))
