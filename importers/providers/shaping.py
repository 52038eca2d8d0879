"""A provider's document as records: what is told by its table, what was asked of the person, and the rest."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from importers.files.closed_json import Json, flatten, raw_of, text_of
from importers.headings import meaning
from importers.limits import limits, too_deep
from importers.providers.provider import Pairs, Provider
from importers.record import Unreadable

RECORDS_MAX = 1_000
"""More in one delivery are refused."""
PIPED = re.compile(r"\{\{.*?\}\}|<[^>]*>")


class Shaped(NamedTuple):
    """One record of a delivery, every text of it under a heading."""

    document: Json
    cells: dict[str, str]
    told: dict[str, tuple[str, ...]]
    """The headings that are known to be a field."""
    asked: tuple[str, ...]
    """The headings that mean what they say."""


def find(document: Json, path: str) -> Json:
    """What stands at the first of the paths where something does."""
    return located(document, path)[1]


def located(document: Json, path: str) -> tuple[str, Json]:
    """The same with the path it was found at."""
    ways = path.split("|")
    for way in ways:
        found = _walk(document, way)
        if found is not None and found not in ("", [], {}):
            return way, found
    return ways[0], None


def said(first: Json, second: Json, path: str) -> str:
    """A text of the one document, else of the other."""
    found = find(first, path)
    if found is None and second is not first:
        found = find(second, path)
    return _text(found)


def items(document: Json, at: str) -> list[Json]:
    """The records of a document. Raises Unreadable when there are too many."""
    found: list[Json] = []
    for way in at.split("|") if at else ():
        found = _every(document, way.split("."))
        if found:
            break
    else:
        found = document if isinstance(document, list) else [document]
    if len(found) > RECORDS_MAX:
        raise Unreadable(f"The delivery holds more than {RECORDS_MAX:,} records.")
    return found


def shaped(provider: Provider, record: dict[str, Json], document: Json) -> Shaped:
    """Sort out one record. Raises Unreadable for what no table can hold."""
    cells: dict[str, str] = {}
    told: dict[str, tuple[str, ...]] = {}
    for field, path in provider.fields.items():
        heading, value = located(record, path)
        if value is None and document is not record:
            heading, value = located(document, path)
        if text := _text(value):
            cells[heading] = text
            told[field] = (heading,)
    asked = _asked(provider, record, document, cells, told)
    done = (provider.asked, provider.pairs.at if provider.pairs else "")
    for heading, text in flatten({key: value for key, value in record.items() if key not in done}).items():
        cells.setdefault(heading, text)
    return Shaped(document=record, cells=cells, told=told, asked=asked)


def without(document: Json, pattern: str) -> Json:
    """The document with the values of some keys taken out. Raises Unreadable when it is too deep to look through."""
    return _without(document, re.compile(pattern, re.IGNORECASE) if pattern else None, 0)


def raw(document: Json) -> str:
    """The document as people may see it."""
    return raw_of(document)


def _asked(
    provider: Provider,
    record: dict[str, Json],
    document: Json,
    cells: dict[str, str],
    told: dict[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """Add the person's own answers; those whose sort is known join what is told."""
    pairs = list(_pairs(provider.pairs, record)) if provider.pairs else []
    if not pairs:
        return _leaves(provider, record, document, cells)
    asked: list[str] = []
    for heading, text, field in pairs:
        name = heading if heading not in cells else f"{heading} ({len(cells)})"
        cells[name] = text
        if field:
            told[field] = (*told.get(field, ()), name)
        elif name not in provider.never:
            asked.append(name)
    return tuple(asked)


def _leaves(provider: Provider, record: dict[str, Json], document: Json, cells: dict[str, str]) -> tuple[str, ...]:
    """Without pairs every leaf is an answer; in a notice only those whose heading is a known word."""
    if provider.asked is None:
        return ()
    inside = find(record, provider.asked) if provider.asked else record
    if inside is None and document is not record and provider.asked:
        inside = find(document, provider.asked)
    leaves = flatten(inside if isinstance(inside, dict) else record)
    fresh = [heading for heading in leaves if heading not in cells]
    cells.update((heading, leaves[heading]) for heading in fresh)
    words = (heading for heading in fresh if heading not in provider.never)
    return tuple(heading for heading in words if not provider.pending or meaning(heading).field)


def _pairs(pairs: Pairs, record: Json) -> Iterator[tuple[str, str, str]]:
    """Heading, answer and, where it is known, the field."""
    found = find(record, pairs.at)
    listed = list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []
    for number, pair in enumerate(listed, 1):
        if isinstance(pair, dict):
            heading = PIPED.sub("", _text(find(pair, pairs.heading))).strip() or f"question {number}"
            kind = _text(find(pair, pairs.kind)) if pairs.kind else ""
            text = _text(_chosen(pairs, pair))
            yield heading, text, pairs.fields.get(kind, "")


def _chosen(pairs: Pairs, pair: dict[str, Json]) -> Json:
    """The answer; the texts of the choices where it is their ids."""
    value = find(pair, pairs.value)
    options = find(pair, pairs.options) if pairs.options else None
    if not isinstance(options, list):
        return value
    texts = {_text(option.get("id")): option.get("text") for option in options if isinstance(option, dict)}
    chosen = value if isinstance(value, list) else [value]
    return [texts.get(_text(one), one) for one in chosen]


def _walk(document: Json, way: str) -> Json:
    """Follow a path; a key may hold dots itself, and a number is a place in a list."""
    if isinstance(document, list):
        head, _, rest = way.partition(".")
        inside = document[int(head)] if head.isdecimal() and int(head) < len(document) else None
        return _walk(inside, rest) if rest else inside
    if not isinstance(document, dict):
        return None
    if way in document:
        return document[way]
    head, dot, rest = way.partition(".")
    return _walk(document[head], rest) if dot and head in document else None


def _every(document: Json, steps: list[str]) -> list[Json]:
    found = [document]
    for step in steps:
        if step == "*":
            found = [child for one in found if isinstance(one, list) for child in one]
        else:
            found = [one[step] for one in found if isinstance(one, dict) and step in one]
    return [one for one in found if one is not None]


def _text(value: Json) -> str:
    if isinstance(value, list):
        return "; ".join(text for one in value if not isinstance(one, list) and (text := _text(one)))
    if isinstance(value, dict):
        return next((text for name in ("value", "label", "text") if (text := _scalar(value.get(name)))), "")
    return _scalar(value)


def _scalar(value: Json) -> str:
    return "" if isinstance(value, dict | list) else text_of(value).strip()


def _without(document: Json, pattern: re.Pattern[str] | None, depth: int) -> Json:
    if depth > limits().json_depth:
        raise Unreadable(too_deep("JSON", "json_depth", limits().json_depth))
    if isinstance(document, dict):
        return {
            key: _without(value, pattern, depth + 1)
            for key, value in document.items()
            if not (pattern and pattern.search(key))
        }
    if isinstance(document, list):
        return [_without(value, pattern, depth + 1) for value in document]
    return document
