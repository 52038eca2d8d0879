"""XML as senders post it: a body of it, or ADF in a text of a form or of JSON."""

from collections.abc import Iterator

from importers.files import adf
from importers.files.closed_json import Json, raw_of
from importers.files.xml_file import items_of
from importers.record import RAW_CHARS_MAX, Record, Reject, Unreadable, cut

ADF_MARKS = (b"<adf", b"<prospect", b"\\u003cadf", b"\\u003cprospect", b"%3cadf", b"%3cprospect")


def records(body: bytes, place: str) -> Iterator[Record | Reject]:
    """The prospects of ADF, or the items of any other list. Raises Unreadable when there is none."""
    text = body.decode("utf-8-sig", "replace")
    yield from adf.records(text, place) if adf.holds_adf(text) else items_of(text, place)


def may_hold_adf(body: bytes) -> bool:
    """A quick look, before anything is parsed."""
    lower = body.lower()
    return any(mark in lower for mark in ADF_MARKS)


def in_texts(document: Json, place: str) -> list[Record]:
    """The prospects in the texts of a document, with all of it as their raw text; none where there is no ADF."""
    found: list[Record] = []
    try:
        for text in _texts(document):
            found += adf.records(text, place) if adf.holds_adf(text) else ()
    except Unreadable:
        return []
    whole = cut(raw_of(document), RAW_CHARS_MAX)
    return [one.but(place=f"{place} prospect {number}" if len(found) > 1 else place, raw=whole)
            for number, one in enumerate(found, 1)]  # fmt: skip


def _texts(document: Json) -> Iterator[str]:
    """Every text, deep inside; a document is as deep as the parser lets it be."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict | list):
            waiting.extend(reversed(list(one.values() if isinstance(one, dict) else one)))
