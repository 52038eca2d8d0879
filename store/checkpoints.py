"""A floor as bytes, in pieces: with a million leads open, one piece would need as much memory as the floor itself."""

import zlib
from itertools import islice

import msgspec

from engine.floor import Floor, Snapshot
from engine.lead import Lead
from engine.value import Value

LEADS_PER_PIECE = 2_000
QUICKLY = 1
"""How hard it is compressed: it is written every minute."""


class Packed(Value):
    """A floor without its leads, and the leads in compressed pieces."""

    floor: Snapshot
    pieces: tuple[bytes, ...]


_read = msgspec.msgpack.Decoder(Packed).decode
_read_leads = msgspec.msgpack.Decoder(tuple[Lead, ...]).decode


def packed(floor: Floor) -> bytes:
    """The floor as bytes."""
    leads = (lead for _, lead in floor.leads.items())
    pieces = []
    while piece := tuple(islice(leads, LEADS_PER_PIECE)):
        pieces.append(zlib.compress(msgspec.msgpack.encode(piece), QUICKLY))
    return msgspec.msgpack.encode(Packed(floor=floor.outline(), pieces=tuple(pieces)))


def unpacked(kept: bytes) -> Floor:
    """The floor of these bytes. Raises DecodeError for what another version has written."""
    found = _read(kept)
    floor = Floor(found.floor)
    try:
        for piece in found.pieces:
            floor.put_back(_read_leads(zlib.decompress(piece)))
    except zlib.error as fault:
        raise msgspec.DecodeError(str(fault)) from fault
    return floor
