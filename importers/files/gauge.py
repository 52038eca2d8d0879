"""How far the file is read that this process reads, as its reader tells.

Law: it is asked where a process reads one file alone. A file may be packed, or in two bytes a letter: only its reader
knows how much of it is left.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, TypeVar

Item = TypeVar("Item")


class _Gauge:
    start, end = 0.0, 1.0
    told: Callable[[], float] = staticmethod(lambda: 0.0)


def within(start: float, end: float) -> None:
    """The next reader reads this stretch of the whole."""
    _Gauge.start, _Gauge.end = start, end
    watch(lambda: 0.0)


def watch(told: Callable[[], float]) -> None:
    """Ask this from now on; it says from 0 to 1 how far its reader is."""
    _Gauge.told = staticmethod(told)


def watch_bytes(stream: BinaryIO, size: int) -> None:
    """Go by the place in a stream."""
    watch(lambda: stream.tell() / max(size, 1))


def counted(items: Iterable[Item], size: int, place: int = 0, of: int = 1) -> Iterator[Item]:
    """Go by how many of so many items have passed; they may be one of several such lists."""
    done = 0
    watch(lambda: (place + min(done / max(size, 1), 1.0)) / of)
    for item in items:
        yield item
        done += 1


def far() -> float:
    """From 0 to 1."""
    try:
        inside = min(max(_Gauge.told(), 0.0), 1.0)
    except ValueError:  # its reader has closed the file
        inside = 1.0
    return _Gauge.start + (_Gauge.end - _Gauge.start) * inside
