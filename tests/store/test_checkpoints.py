"""A floor kept in pieces is the floor again."""

import zlib

import msgspec
import pytest
from store_builders import Day, received

from engine.floor import Floor
from store import checkpoints
from store.checkpoints import packed, unpacked
from store.memory import MemoryLedger


def floor_of(leads: int) -> Floor:
    day = Day(MemoryLedger())
    for number in range(1, leads + 1):
        day.append(received(number))
    return day.floor


@pytest.mark.parametrize("leads", [0, 1, 3, 7])
def test_any_number_of_pieces_is_the_floor_again(monkeypatch: pytest.MonkeyPatch, leads: int) -> None:
    """None, one that is not full, a full one, several."""
    monkeypatch.setattr(checkpoints, "LEADS_PER_PIECE", 3)
    floor = floor_of(leads)
    again = unpacked(packed(floor))
    assert again.snapshot() == floor.snapshot()
    assert len(again.snapshot().leads) == leads


@pytest.mark.parametrize("piece", [b"no zlib", zlib.compress(b"no leads")])
def test_a_spoiled_piece_is_an_unreadable_checkpoint(piece: bytes) -> None:
    """Whoever asked then goes back to the journal."""
    kept = msgspec.msgpack.encode(checkpoints.Packed(floor=Floor().outline(), pieces=(piece,)))
    with pytest.raises(msgspec.DecodeError):
        unpacked(kept)
