"""Tables that were written as JSON: rows as lists, columns as lists, and pairs of a name and a value."""

from collections.abc import Mapping
from typing import cast

from importers.files.closed_json import Json
from importers.headings import meaning
from importers.limits import limits
from importers.mapping import CONTACT_FIELDS

HEADS = ("columns", "headers", "header", "fields")
BODIES = ("data", "rows", "values", "records")
NAMES = ("name", "key", "label", "question", "field", "title", "column_name", "column_id")
TYPED = frozenset({
    "$oid", "$date", "$numberLong", "$numberInt", "$numberDecimal", "$numberDouble", "$uuid", "S", "N", "BOOL",
})  # fmt: skip
"""How a database writes which type a value is of."""
SAID = frozenset({"id", "type", "name"})
"""What stands beside a value that is kept under its type: `{"id": "a", "type": "email", "email": ...}`."""
VALUES = ("value", "values", "answer", "string_value", "response", "answerDetails")


def opened(document: Json, depth: int = 0) -> Json:
    """The document with each such table as a list of objects, and each list of pairs as one object."""
    if depth > limits().json_depth:
        return document  # whoever reads it refuses it
    if isinstance(document, list):
        if rows := _rows(document):
            return rows
        return _pairs([opened(item, depth + 1) if isinstance(item, dict | list) else item for item in document])
    if not isinstance(document, dict):
        return document
    if len(document) == 1 and (key := next(iter(document))) in TYPED:
        return opened(document[key], depth + 1)
    kind = document.get("type")
    if isinstance(kind, str) and kind in document and SAID | {kind} >= document.keys() > {"type", "id"}:
        return _of_its_type(document[kind], depth + 1)
    if "value" in document and "versions" in document:
        return opened(document["value"], depth + 1)  # a property with its history
    if table := _table(document) or _numbered_pairs(document) or _columns(document):
        return table
    return {
        key: opened(value, depth + 1) if isinstance(value, dict | list) else value for key, value in document.items()
    }


def _of_its_type(value: Json, depth: int) -> Json:
    """The value; of rich text its plain words."""
    parts = value if isinstance(value, list) else []
    words = [one["plain_text"] for one in parts if isinstance(one, dict) and isinstance(one.get("plain_text"), str)]
    return "".join(cast(list[str], words)) if words and len(words) == len(parts) else opened(value, depth)


def _numbered_pairs(document: Mapping[str, Json]) -> Json:
    """`{"0": {"name": "Email", "value": ...}, ...}`, the pairs of a list that became an object on its way."""
    if not all(key.isdecimal() and isinstance(value, dict) for key, value in document.items()):
        return None
    found = _pairs(list(document.values()))
    return found if isinstance(found, dict) else None


def _table(document: Mapping[str, Json]) -> list[Json]:
    """`{"columns": [...], "data": [[...], ...]}`."""
    head = next((document[name] for name in HEADS if isinstance(document.get(name), list)), None)
    body = next((document[name] for name in BODIES if isinstance(document.get(name), list)), None)
    return _rows([head, *body]) if isinstance(head, list) and isinstance(body, list) else []


def _rows(document: list[Json]) -> list[Json]:
    """A list of lists, the first of which names a contact."""
    if len(document) < 2 or not all(isinstance(row, list) for row in document):
        return []
    head, *rows = cast(list[list[Json]], document)
    if not all(isinstance(cell, str) for cell in head) or not _name_a_contact(cast(list[str], head)):
        return []
    return [dict(zip(cast(list[str], head), row, strict=False)) for row in rows]


def _columns(document: Mapping[str, Json]) -> list[Json]:
    """Columns by name: lists of one length above one, or objects with the same keys."""
    columns = list(document.values())
    if len(columns) < 2 or not _name_a_contact(list(document)):
        return []
    if all(
        isinstance(column, dict) and column.keys() == cast(dict[str, Json], columns[0]).keys() for column in columns
    ):
        columns = [list(column.values()) for column in cast(list[dict[str, Json]], columns)]
    if not all(isinstance(column, list) for column in columns):
        return []
    lists = cast(list[list[Json]], columns)
    sizes = {len(column) for column in lists}
    if len(sizes) > 1 or max(sizes) < 2 or any(isinstance(cell, dict | list) for column in lists for cell in column):
        return []
    return [dict(zip(document, row, strict=True)) for row in zip(*lists, strict=True)]


def _pairs(items: list[Json]) -> Json:
    """`[{"name": "email", "values": ["ann@x.example"]}, ...]` is one object, named by what says what is meant."""
    for names in (NAMES, *((name,) for name in NAMES)):
        pairs = _paired(items, names)
        if _name_a_contact(list(pairs)):
            return pairs
    return items


def _paired(items: list[Json], names: tuple[str, ...]) -> dict[str, Json]:
    pairs: dict[str, Json] = {}
    for item in items:
        if not isinstance(item, dict):
            return {}
        name, value = _answer(item, names)
        if not isinstance(name, str) or value is item or name in pairs:
            return {}
        pairs[name] = value
    return pairs


def _answer(item: dict[str, Json], names: tuple[str, ...]) -> tuple[Json, Json]:
    """The name and the value of a pair; of an answer, `{"type": "email", "email": ..., "field": {"ref": ...}}`."""
    field, kind = item.get("field"), item.get("type")
    if "text" in item and "value" in item and isinstance(item.get("id"), str):
        return _column(item), item["text"]
    if isinstance(field, dict) and isinstance(kind, str) and kind in item:
        is_contact = meaning(kind).field in CONTACT_FIELDS
        return (
            kind if is_contact else next((field[one] for one in ("ref", "title", "id") if one in field), kind)
        ), item[kind]
    name = next((item[one] for one in names if isinstance(item.get(one), str)), None)
    return name, _innermost(next((item[one] for one in VALUES if one in item), item))


def _column(item: dict[str, Json]) -> Json:
    """The title of a board's column; its type or id where no title was asked for."""
    column, kind = item.get("column"), item.get("type")
    if isinstance(column, dict) and isinstance(column.get("title"), str):
        return column["title"]
    return kind if isinstance(kind, str) and meaning(kind).field in CONTACT_FIELDS else item["id"]


def _innermost(value: Json) -> Json:
    """What stands in objects that hold nothing else: `{"textQuestionAnswer": {"answer": "Ann"}}`."""
    while isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    return value


def _name_a_contact(names: list[str]) -> bool:
    return any(meaning(name).field in CONTACT_FIELDS for name in names)
