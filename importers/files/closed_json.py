"""JSON as floorboard takes it: a closed profile, in which nothing is guessed and nothing crashes what comes after."""

import json
import math
import re
from collections.abc import Iterator
from typing import cast

from importers.limits import limits, too_deep, too_wide
from importers.record import Unreadable

FAULT_CHARS = 4096
"""How far into a broken document its list is looked for."""
WRAPPERS = frozenset({"_source", "detail", "json", "properties", "traits", "fields", "attributes"})
"""Objects that only hold the fields of the object around them."""

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*[}\]])', re.DOTALL)
LETTERS = frozenset({"body", "payload", "rawbody", "raw_body", "json", "data"})
"""Keys under which queues and logs keep a whole document as text."""


class Spelled(float):
    """A number with a fraction that remembers how it was written."""

    text: str


def parse(text: str) -> Json:
    """Parse one document. Raises Unreadable with what is wrong and where."""
    document, end = parse_next(text, _skip(text, 0))
    if _skip(text, end) < len(text):
        raise Unreadable(f"The JSON ends at {_where(text, end)}, but more text follows.")
    return document


def parse_all(text: str) -> Iterator[Json]:
    """Parse documents that stand one after another."""
    place = _skip(text, 0)
    while place < len(text):
        document, place = parse_next(text, place)
        place = _skip(text, place)
        yield document


def items_before_fault(text: str) -> Iterator[Json]:
    """The whole items of the first list of objects in a document that is broken further on."""
    start = re.search(r"\[\s*(?=\{)", text[:FAULT_CHARS])
    place = start.end() if start else len(text)
    while place < len(text) and text[place] == "{":
        try:
            item, place = parse_next(text, place)
        except Unreadable:
            return
        yield item
        place = _skip(text, place)
        place = _skip(text, place + 1) if text[place : place + 1] == "," else len(text)


def without_trailing_commas(text: str) -> str:
    """The text without the commas that people leave before a closing bracket; those in quotes stay."""
    return TRAILING_COMMA.sub(lambda match: match[1] or "", text)


def parse_next(text: str, place: int) -> tuple[Json, int]:
    """Parse the document at a place; return it and where it ends."""
    try:
        return cast(tuple[Json, int], _DECODER.raw_decode(text, place))
    except json.JSONDecodeError as error:
        raise Unreadable(f"The JSON is broken at {_where(text, error.pos)}: {error.msg}.") from None
    except RecursionError:
        raise Unreadable(too_deep("JSON", "json_depth", limits().json_depth)) from None
    except ValueError as error:
        raise Unreadable(f"The JSON cannot be taken: {error}") from None


def flatten(document: dict[str, Json]) -> dict[str, str]:
    """Texts by dotted key. Raises Unreadable for what no table can hold."""
    flattening = _Flattening()
    flattening.put_all(document, "", 1)
    return flattening.cells


def text_of(value: Json) -> str:
    """A scalar as text, as it was written; whole numbers never become fractions."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Spelled):
        return value.text
    return value if isinstance(value, str) else str(value)


def raw_of(document: Json) -> str:
    """The document as text again, for people."""
    return _ENCODER.encode(document)[: limits().row + 1].encode("utf-8", "replace").decode()


class _Flattening:
    """One document on its way into the cells of a record."""

    def __init__(self) -> None:
        self.cells: dict[str, str] = {}
        self._limits = limits()

    def put_all(self, document: dict[str, Json], prefix: str, depth: int) -> None:
        """Put what an object holds under its keys."""
        self._go_in(depth)
        for key, said in document.items():
            path = prefix + (key if key.isascii() else _sound(key))
            value = _opened(said) if key.casefold() in LETTERS else said
            if isinstance(value, dict):
                self.put_all(value, prefix if key in WRAPPERS else f"{path}.", depth + 1)
            elif isinstance(value, list):
                self._put_items(value, path, depth + 1)
            else:
                self._put(path, value if isinstance(value, str) else text_of(value))

    def _put_items(self, values: list[Json], path: str, depth: int) -> None:
        """Plain items share one cell; objects in a list are numbered."""
        self._go_in(depth)
        plain = [value for value in values if not isinstance(value, dict | list)]
        if plain:
            self._put(path, "; ".join(text for value in plain if (text := text_of(value))))
        for number, value in enumerate(values, 1):
            if isinstance(value, dict):
                self.put_all(value, f"{path}.{number}.", depth + 1)
            elif isinstance(value, list):
                self._put_items(value, f"{path}.{number}", depth + 1)

    def _put(self, path: str, text: str) -> None:
        sound = text if text.isascii() else _sound(text)
        if len(self.cells) >= self._limits.columns:
            raise Unreadable(too_wide("The object"))
        self.cells[path if path not in self.cells else f"{path} (2)"] = sound

    def _go_in(self, depth: int) -> None:
        if depth > self._limits.json_depth:
            raise Unreadable(too_deep("JSON", "json_depth", self._limits.json_depth))


def _opened(value: Json) -> Json:
    """The object that a text holds, where it is one."""
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return value
    try:
        return parse(value)
    except Unreadable:
        return value


def _sound(text: str) -> str:
    """Half of a surrogate pair is no text, and could not be stored."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unreadable("A text holds half of a surrogate pair, which is no character.") from None
    return text


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice[:60]!r} stands twice in one object.")
    return found


def _constant(name: str) -> Json:
    raise ValueError(f"{name} is no number.")


def _fraction(text: str) -> Spelled:
    number = Spelled(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is too big for a number.")
    number.text = text
    return number


def _skip(text: str, place: int) -> int:
    """The next place that is not blank, nor a comma or record separator between documents."""
    end = len(text)
    while place < end and text[place] in " \t\r\n\ufeff\x1e\0":
        place += 1
    return place


def _where(text: str, place: int) -> str:
    line = text.count("\n", 0, place) + 1
    return f"line {line}, column {place - text.rfind(chr(10), 0, place)}"


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_fraction)
_ENCODER = json.JSONEncoder(ensure_ascii=False)
