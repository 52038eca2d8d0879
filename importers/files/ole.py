"""The old compound file that Office wrote before 2007, as far as telling what is in it and reading one stream.

Law: no table or stream has more sectors than the file; one that seems to goes round in a circle, and is broken.
"""

import struct
from collections.abc import Iterator

from importers.record import Unreadable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAME_BYTES, ENTRY_BYTES, MINI_BYTES, MINI_BELOW = 64, 128, 64, 4096
LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks, no sectors."""
ROOT = "Root Entry"
BROKEN = "It is a broken old Office file."


class Compound:
    """The streams of a compound file by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except (struct.error, IndexError) as fault:
            raise Unreadable(BROKEN) from fault

    def _open(self, data: bytes) -> None:
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise Unreadable(BROKEN)
        self._data, self._size = data, 1 << shift
        self._most = len(data) // self._size + 1
        directory_at, mini_fat_at = (struct.unpack_from("<I", data, place)[0] for place in (48, 60))
        self._fat = self._numbers(b"".join(self._sector(number) for number in self._fat_sectors()))
        self._mini_fat = self._numbers(self._stream(mini_fat_at))
        self._listed = list(self._directory(self._stream(directory_at)))
        self._entries = dict(self._listed)
        self._mini = self._stream(self._entries[ROOT][0]) if ROOT in self._entries else b""

    @property
    def names(self) -> frozenset[str]:
        """What streams and folders it has."""
        return frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of a stream."""
        return self._read(*self._entries[name])

    def every(self, name: str) -> list[bytes]:
        """The bytes of each stream of a name, as they are listed; together no more than the file."""
        found, size = list[bytes](), 0
        for place in (place for listed, place in self._listed if listed == name):
            found.append(self._read(*place))
            size += len(found[-1])
            if size > len(self._data):
                raise Unreadable(BROKEN)
        return found

    def _read(self, start: int, size: int) -> bytes:
        if size >= MINI_BELOW:
            return self._stream(start)[:size]
        chain = _chain(self._mini_fat, start, len(self._mini) // MINI_BYTES + 1)
        return b"".join(self._mini[number * MINI_BYTES : (number + 1) * MINI_BYTES] for number in chain)[:size]

    def _fat_sectors(self) -> list[int]:
        first, number = struct.unpack_from("<109I", self._data, 76), struct.unpack_from("<I", self._data, 68)[0]
        listed = [one for one in first if one < LAST]
        for _ in range(self._most):
            if number >= LAST:
                break
            *found, number = self._numbers(self._sector(number)) or [LAST]
            listed += [one for one in found if one < LAST]
            if len(listed) > self._most:
                raise Unreadable(BROKEN)
        return listed

    def _sector(self, number: int) -> bytes:
        place = (number + 1) * self._size
        return self._data[place : place + self._size]

    def _stream(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self._fat, start, self._most))

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    @staticmethod
    def _directory(data: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for place in range(0, len(data) - ENTRY_BYTES + 1, ENTRY_BYTES):
            length = min(struct.unpack_from("<H", data, place + NAME_BYTES)[0], NAME_BYTES)
            start, size = struct.unpack_from("<II", data, place + 116)
            if length > 2:
                yield data[place : place + length - 2].decode("utf-16-le", "replace"), (start, size)


def _chain(fat: list[int], start: int, most: int) -> Iterator[int]:
    """The sectors of a stream."""
    number, steps = start, 0
    while number < len(fat):
        if steps > most:
            raise Unreadable(BROKEN)
        yield number
        number, steps = fat[number], steps + 1
