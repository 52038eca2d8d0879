"""What a ZIP archive may hold, asked before anything in it is opened.

Law: an entry that unpacks to more than it declares is caught by its checksum, so the declared sizes can be summed.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from importers.limits import MIB, RAISE, in_units, limits
from importers.record import Unreadable

ENTRIES_MAX = 10_000
RATIO_FROM_BYTES = MIB
"""Below this size a good ratio harms nobody."""
CHUNK = MIB
FAULTS = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What the library raises for archives that are broken, encrypted or packed in a way it does not know."""
APART = "drop what is in it by itself"


def entries(path: Path, name: str) -> list[ZipInfo]:
    """The entries of an archive. Raises Unreadable when it is broken, or would unpack to too much."""
    try:
        with ZipFile(path) as archive:
            found = archive.infolist()
    except FAULTS as fault:
        raise Unreadable(f"{name} is a broken ZIP archive.") from fault
    if len(found) > ENTRIES_MAX:
        raise Unreadable(f"{name} holds {len(found):,} files; {ENTRIES_MAX:,} are the most that are read.")
    unpacked = sum(entry.file_size for entry in found)
    if unpacked > limits().unpacked:
        size = in_units(limits().unpacked)
        raise Unreadable(f"{name} would unpack to more than {size}: {APART}, or {RAISE.format('unpacked')}")
    if any(map(_is_bomb, found)) or (
        unpacked > RATIO_FROM_BYTES and unpacked > limits().zip_ratio * max(path.stat().st_size, 1)
    ):
        times, way = limits().zip_ratio, RAISE.format("zip_ratio")
        raise Unreadable(f"{name} would unpack to more than {times} times its size: {APART}, or {way}")
    return found


def chunks(archive: ZipFile, entry: ZipInfo, name: str) -> Iterator[bytes]:
    """The bytes of an entry, never more than it declares. Raises Unreadable when they cannot be unpacked."""
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except FAULTS as fault:
        raise Unreadable(f"{name} cannot be unpacked: it is broken or encrypted.") from fault


def _is_bomb(entry: ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM_BYTES and entry.file_size > limits().zip_ratio * max(entry.compress_size, 1)
