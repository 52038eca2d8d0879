"""Reads a text that is worked through as one piece, and so may not be long."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from importers.files.decoding import Encoding, decode, encoding_of
from importers.limits import MIB
from importers.record import Hints, Unreadable

BYTES_MAX = 64 * MIB

Learn = Callable[[BinaryIO, tuple[str, ...]], Encoding]
"""How the encoding of a stream is learnt, given what the floor says of others."""


def whole_text(path: Path, hints: Hints, what: str, way_out: str, learn: Learn = encoding_of) -> str:
    """The text of a file. Raises Unreadable, in words of what it is, when it is longer than `BYTES_MAX`."""
    if path.stat().st_size > BYTES_MAX:
        raise Unreadable(f"{hints.name or path.name} is {what} of more than {BYTES_MAX // MIB} MiB; {way_out}.")
    with path.open("rb") as stream:
        encoding = learn(stream, hints.encodings)
        return decode(stream.read(), encoding)
