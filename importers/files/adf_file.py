"""Reads ADF/XML files: one prospect or many."""

import html
from collections.abc import Iterator
from pathlib import Path

from importers.files import adf
from importers.files.decoding import encoding_of_markup
from importers.record import RAW_CHARS_MAX, Hints, Read, Reject, Unreadable, cut

OUTSIDE = "The XML is broken here, so that an address stands in no prospect."


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield a record per prospect, and a reject for addresses that broken XML left outside of them."""
    name = hints.name or path.name
    with path.open("rb") as stream:
        encoding = encoding_of_markup(stream, hints.encodings)
        text = stream.read(4 * adf.ADF_CHARS_MAX + 1).decode(encoding.name, "replace")
    try:
        found, rest = adf.reading(text if adf.holds_adf(text) else html.unescape(text), name)
    except Unreadable as fault:
        raise Unreadable(f"{name} cannot be read. {fault}") from fault
    yield from found
    if rest:
        yield Reject(place=f"{name} outside of its prospects", reason=OUTSIDE, raw=cut(rest, RAW_CHARS_MAX))
