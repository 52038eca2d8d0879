"""Where the records are in a JSON document, and what each of them is."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from importers.closed_json import Json, flatten, raw_of, text_of
from importers.headings import meaning
from importers.mapping import CONTACT_FIELDS
from importers.record import RECORD_CHARS_MAX, Record, Reject, Unreadable

WRAPPED_DEPTH_MAX = 4
SEGMENT_CALLS = frozenset({"identify", "track", "page", "screen", "group", "alias"})
SEGMENT_LEADS = {"identify": "traits", "track": "properties"}


class Found(NamedTuple):
    """One record of a document: its cells, or why it is none."""

    cells: dict[str, str]
    raw: str
    fault: str = ""

    def at(self, place: str) -> Record | Reject:
        """Say where it was."""
        if self.fault:
            return Reject(place=place, reason=self.fault, raw=self.raw)
        return Record(place=place, cells=self.cells, raw=self.raw)


def records(document: Json) -> Iterator[Found]:
    """The records of a document: an array's items, a list under any key, or the object itself."""
    items = _items(document, 0)
    for item in [document] if items is None else items:
        yield _found(item)


def _items(document: Json, depth: int) -> list[Json] | None:
    """The list of records inside; None when the document is a record itself."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict) or depth > WRAPPED_DEPTH_MAX or _is_record(document):
        return None
    lists = [value for value in document.values() if _is_list_of_objects(value)]
    if lists:
        return max(cast(list[list[Json]], lists), key=len)
    if any(isinstance(value, list) and not value for value in document.values()) and _is_bare(document):
        return []
    for value in document.values():
        found = _items(value, depth + 1) if isinstance(value, dict) else None
        if found is not None:
            return found
    return None


def _is_list_of_objects(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _is_bare(document: Mapping[str, Json]) -> bool:
    """An envelope around an empty list: nothing else in it but numbers and nulls, as pages of a list have."""
    return all(not isinstance(value, str | dict) or not value for value in document.values())


def _is_record(document: Mapping[str, Json]) -> bool:
    """Whether the object speaks of one person: a contact stands in it, outside of any list of objects."""
    for key, value in document.items():
        if isinstance(value, dict):
            if _is_record(value):
                return True
        elif not _is_list_of_objects(value) and meaning(key).field in CONTACT_FIELDS:
            return True
    return False


def _found(item: Json) -> Found:
    raw = raw_of(item)
    if not isinstance(item, dict):
        return Found({}, raw, f"This is {_kind(item)}, not an object with fields.")
    if len(raw) >= RECORD_CHARS_MAX:
        return Found({}, raw[:200], f"The record is longer than {RECORD_CHARS_MAX:,} characters.")
    try:
        return _opened(item, raw)
    except Unreadable as fault:
        return Found({}, raw, str(fault))


def _opened(item: dict[str, Json], raw: str) -> Found:
    call = item.get("type")
    if call in SEGMENT_CALLS and ("messageId" in item or "anonymousId" in item or "userId" in item):
        return _segment(item, str(call), raw)
    if "specversion" in item and isinstance(item.get("data"), dict):
        return Found(_cloud_event(item), raw)
    return Found(flatten(item), raw)


def _segment(item: dict[str, Json], call: str, raw: str) -> Found:
    """Traits of `identify` and properties of `track` are the lead; the rest of the call stands beside them."""
    inside = SEGMENT_LEADS.get(call)
    if inside is None:
        return Found({}, raw, f"A {call} call is not a lead.")
    fields = item.get(inside)
    around = {key: value for key, value in item.items() if key not in (inside, "type")}
    if isinstance(fields, dict):
        return Found(flatten({**around, **fields, "messageId": item.get("messageId")}), raw)
    return Found(flatten(around), raw)


def _cloud_event(item: dict[str, Json]) -> dict[str, str]:
    """Source and id together name an event; the data is the lead."""
    data = cast(dict[str, Json], item["data"])
    key = f"{text_of(item.get('source'))} {text_of(item.get('id'))}"
    inside = flatten(data)
    ids = {name: value for name, value in inside.items() if meaning(name).field != "external_id"}
    when = text_of(item.get("time"))
    return {"event key": key, **ids, **({"time": when} if when and "time" not in ids else {})}


def _kind(item: Json) -> str:
    if item is None:
        return "a null"
    return {str: "a text", bool: "a yes or no", int: "a number", list: "a list"}.get(type(item), "a number")
