"""A floor as bytes: what changes all the time in one part, and beside it the leads at rest, a piece at a time.

Law: a piece is kept under the digest of its bytes, so what has rested since the last checkpoint is not written again,
and a checkpoint costs what has happened since and not what the floor holds.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec

from engine.floor import Floor, Snapshot
from engine.lead import Lead
from engine.value import Value

if TYPE_CHECKING:
    from sqlite_utils import Database

QUICKLY = 1
"""How hard it is compressed: it is written all the time."""


class Packed(Value):
    """A floor but for its leads, those awake, and which pieces those at rest are in."""

    floor: Snapshot
    awake: bytes
    pieces: tuple[tuple[bytes, int], ...]
    """The digest of each, and a bit for each place of it that is not empty."""


class _Named(msgspec.Struct):
    """Of a packed floor only which pieces it has: all else of its bytes is passed over."""

    pieces: tuple[tuple[bytes, int], ...]


_read = msgspec.msgpack.Decoder(Packed).decode
_read_names = msgspec.msgpack.Decoder(_Named).decode
_read_leads = msgspec.msgpack.Decoder(tuple[Lead, ...]).decode


def keep_pieces(db: "Database") -> None:
    """Leads at rest as checkpoints name them; checkpoints of before are made anew."""
    db.execute("CREATE TABLE pieces (digest BLOB NOT NULL UNIQUE, leads BLOB NOT NULL) STRICT")
    db.execute("DELETE FROM checkpoints")


def packed(floor: Floor) -> bytes:
    """The floor as bytes, without the pieces that it names."""
    awake = zlib.compress(msgspec.msgpack.encode(tuple(floor.resting.touched().values())), QUICKLY)
    pieces = tuple((piece.digest, piece.living) for piece in floor.resting.pieces)
    return msgspec.msgpack.encode(Packed(floor=floor.outline(), awake=awake, pieces=pieces))


def named(kept: bytes) -> set[bytes]:
    """The digests of the pieces that a checkpoint needs; none where another version wrote it."""
    try:
        return {digest for digest, _ in _read_names(kept).pieces}
    except msgspec.DecodeError:
        return set()


def is_of(kept: bytes, floor: Floor, piece_of: Callable[[bytes], bytes]) -> bool:
    """Whether these bytes are this floor; they are read a piece at a time. Raises DecodeError like `unpacked`."""
    found = _read(kept)
    count = 0
    for lead in _leads_of(found, piece_of):
        count += 1
        if floor.leads.get(lead.id) != lead:
            return False
    return count == len(floor.resting) and found.floor == floor.outline()


def _leads_of(found: Packed, piece_of: Callable[[bytes], bytes]) -> Iterator[Lead]:
    """The leads at rest, then those awake."""
    try:
        for digest, living in found.pieces:
            leads = _read_leads(zlib.decompress(piece_of(digest)))
            yield from (lead for place, lead in enumerate(leads) if living >> place & 1)
        yield from _read_leads(zlib.decompress(found.awake))
    except zlib.error as fault:
        raise msgspec.DecodeError(str(fault)) from fault


def unpacked(kept: bytes, piece_of: Callable[[bytes], bytes]) -> Floor:
    """The floor of these bytes. Raises DecodeError for what is spoilt, or another version has written."""
    found = _read(kept)
    floor = Floor(found.floor)
    for digest, living in found.pieces:
        floor.put_back_piece(piece_of(digest), living)
    try:
        floor.put_back(_read_leads(zlib.decompress(found.awake)))
    except zlib.error as fault:
        raise msgspec.DecodeError(str(fault)) from fault
    return floor
