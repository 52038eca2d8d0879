"""Reads ADF/XML files: one prospect or many."""

from collections.abc import Iterator
from pathlib import Path

from importers import adf
from importers.decoding import declared, encoding_of
from importers.record import Hints, Read, Unreadable


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield a record per prospect."""
    name = hints.name or path.name
    with path.open("rb") as stream:
        encoding = encoding_of(stream, (*declared(stream.read(2048)), *hints.encodings))
        text = stream.read(4 * adf.ADF_CHARS_MAX + 1).decode(encoding.name, "replace")
    try:
        yield from adf.records(text, name)
    except Unreadable as fault:
        raise Unreadable(f"{name} cannot be read. {fault}") from fault
