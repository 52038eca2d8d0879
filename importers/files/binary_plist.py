"""Apple's property lists in their binary form, opened by the standard library once their sizes are known to be true.

Law: what the objects of a list say of their sizes adds up to no more than the file. The library reads each object
once, so that nothing a file says makes it read more than there is.
"""

import plistlib
import struct
from collections.abc import Iterator

from importers.record import Unreadable

MAGIC = b"bplist0"
TRAILER = struct.Struct(">6xBBQQQ")
SIZED_AFTER = 0xF
"""A size that does not fit beside the kind stands in an integer behind it."""
BROKEN = "The property list is broken, or says more than it holds."


def document_of(data: bytes) -> object:
    """What the list holds. Raises Unreadable for one that is broken."""
    try:
        if sum(_sizes(data)) > len(data):
            raise Unreadable(BROKEN)
        return plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except (plistlib.InvalidFileException, struct.error, ValueError, IndexError, OverflowError) as fault:
        raise Unreadable(BROKEN) from fault


def _sizes(data: bytes) -> Iterator[int]:
    """The bytes of each object by its own word."""
    offset_bytes, ref_bytes, count, _, table_at = TRAILER.unpack(data[-TRAILER.size :])
    table = data[table_at : table_at + count * offset_bytes]
    if not offset_bytes or not ref_bytes or len(table) != count * offset_bytes:
        raise Unreadable(BROKEN)
    for place in range(0, len(table), offset_bytes):
        yield _size(data, int.from_bytes(table[place : place + offset_bytes], "big"), ref_bytes)


def _size(data: bytes, at: int, ref_bytes: int) -> int:
    kind, size = data[at] & 0xF0, data[at] & 0x0F
    if kind in (0x00, 0x10, 0x20, 0x30, 0x80):
        return 1 + (1 << size if kind == 0x10 else 0)
    if size == SIZED_AFTER:
        width = 1 << (data[at + 1] & 0x3)
        size = int.from_bytes(data[at + 2 : at + 2 + width], "big")
    return 1 + size * {0x60: 2, 0xA0: ref_bytes, 0xD0: 2 * ref_bytes}.get(kind, 1)
