"""Reads Apple's property lists, as XML or in their binary form: people in a list of dictionaries, however deep."""

import base64
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from lxml import etree

from importers.files import binary_plist
from importers.files.closed_json import Json
from importers.files.decoding import encoding_of_markup
from importers.files.json_shapes import records
from importers.files.whole import BYTES_MAX, whole_text
from importers.files.xml_tree import tree_of
from importers.limits import MIB, limits, too_deep
from importers.record import Hints, Read, Reject, Unreadable

START = re.compile(r"(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!doctype\s{1,20}plist\b[^>]{0,300}>\s{0,20})?<plist\b")
CHARS_PER_BYTE = 64
"""A text that is said often is stored once; a list of lists that are is no list of people."""
DIGITS_MAX = 1 << 64
ARCHIVE = "$archiver"
NOT_PEOPLE = "{} holds a program's own objects, no list of people: export them as CSV or vCards."
WHAT, WAY_OUT = "a property list", "split it"


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield a record for every dictionary that may be somebody."""
    name = hints.name or path.name
    try:
        document, rest = _document(path, hints)
        opened = _Opened(path.stat().st_size).opened(document, 0)
    except Unreadable as fault:
        raise Unreadable(f"{name} cannot be read. {fault}") from fault
    if isinstance(opened, dict) and ARCHIVE in opened:
        raise Unreadable(NOT_PEOPLE.format(name))
    number = 0
    for number, found in enumerate(records(opened), 1):
        yield found.at(f"{name} record {number}")
    if rest:
        yield Reject(place=f"{name} after record {number}", reason="The property list is cut off here.", raw=rest)


def _document(path: Path, hints: Hints) -> tuple[object, str]:
    """What the list holds, and how it ends if it is cut off."""
    with path.open("rb") as stream:
        is_binary = stream.read(len(binary_plist.MAGIC)) == binary_plist.MAGIC
    if not is_binary:
        text = whole_text(path, hints, WHAT, WAY_OUT, encoding_of_markup)
        root = tree_of(text[max(text.find("<plist"), 0) :])
        rest = "" if text.rstrip("\0\r\n\t ").endswith("</plist>") else text[-200:]
        return (next(iter(root), None) if root.tag == "plist" else root), rest
    if path.stat().st_size > BYTES_MAX:
        raise Unreadable(f"It is {WHAT} of more than {BYTES_MAX // MIB} MiB; {WAY_OUT}.")
    return binary_plist.document_of(path.read_bytes()), ""


class _Opened:
    """A list on its way to what JSON can hold, within bounds."""

    def __init__(self, size: int) -> None:
        self._nodes_left, self._chars_left = size, min(size * CHARS_PER_BYTE, BYTES_MAX)

    def opened(self, value: object, depth: int) -> Json:
        """The value as JSON has it: dates and bytes as texts, elements as what they stand for."""
        self._nodes_left -= 1
        if depth > limits().json_depth:
            raise Unreadable(too_deep("property list", "json_depth", limits().json_depth))
        if min(self._nodes_left, self._chars_left) < 0:
            raise Unreadable("It says the same too often.")
        if isinstance(value, etree._Element):
            return self._element(value, depth)
        if isinstance(value, dict):
            return {self._text(key): self.opened(one, depth + 1) for key, one in value.items()}
        if isinstance(value, list):
            return [self.opened(one, depth + 1) for one in value]
        return value if isinstance(value, bool | float) or value is None else self._text(value)

    def _element(self, element: etree._Element, depth: int) -> Json:
        if element.tag == "array":
            return [self.opened(one, depth + 1) for one in element]
        if element.tag == "dict":
            keys, values = list(element)[::2], list(element)[1::2]
            return {self._text(key.text): self.opened(one, depth + 1) for key, one in zip(keys, values, strict=False)}
        return element.tag == "true" if element.tag in ("true", "false") else self._text("".join(element.itertext()))

    def _text(self, value: object) -> str:
        text = _said(value)
        self._chars_left -= len(text)
        return text


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return "" if value is None or (isinstance(value, int) and abs(value) > DIGITS_MAX) else str(value)
