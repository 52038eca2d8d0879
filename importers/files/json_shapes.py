"""Where the records are in a JSON document, and what each of them is."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple, cast

from importers.files.closed_json import Json, flatten, raw_of, text_of
from importers.files.json_api import resolved
from importers.files.json_envelopes import opened as out_of_envelope
from importers.files.json_envelopes import why_none
from importers.files.json_tables import opened
from importers.headings import meaning
from importers.limits import limits, too_long
from importers.mapping import CONTACT_FIELDS
from importers.record import Record, Reject, Unreadable

WRAPPED_DEPTH_MAX = 4
ASKED_MAX = 100
"""So many objects of a list say what it is a list of."""
LISTS = frozenset({
    "leads", "contacts", "data", "records", "results", "rows", "items", "entries", "prospects", "people", "persons",
    "submissions", "responses", "customers", "subscribers", "members", "users", "value", "values", "hits", "edges",
    "nodes", "objects", "elements", "list", "entities", "signups", "registrations", "enquiries", "inquiries",
})  # fmt: skip
"""What lists of records are called."""
OURS = frozenset({"agent", "operator", "teammate", "bot", "admin"})
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
    """The records of a document: an array's items, lists under any keys, or the object itself."""
    document = resolved(opened(out_of_envelope(document)))
    items = _items(document, 0)
    for item in [document] if items is None else items:
        yield from _persons(item, 0)


def _items(document: Json, depth: int) -> list[Json] | None:
    """The list of records inside; None when the document is a record itself."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict) or depth > WRAPPED_DEPTH_MAX:
        return None
    keyed = [value for key, value in document.items() if key.casefold() in LISTS and isinstance(value, dict)]
    if len(keyed) == 1 and len(document) == 1 and _is_keyed_list(keyed[0]):
        return list(keyed[0].values())
    if _is_record(document) and not _is_list_with_its_owner(document):
        return list(document.values()) if _is_keyed_list(document) else None
    lists = [cast(list[Json], value) for value in document.values() if _is_list_of_objects(value)]
    if lists:
        return list(chain.from_iterable(one for one in lists if _are_records(one))) or max(lists, key=len)
    if any(isinstance(value, list) and not value for value in document.values()) and _is_bare(document):
        return []
    for value in document.values():
        found = _items(value, depth + 1) if isinstance(value, dict) else None
        if found is not None:
            return found
    return None


def _is_list_with_its_owner(document: Mapping[str, Json]) -> bool:
    """`{"user": {"email": ...}, "leads": [...]}`: who asked stands beside the answer."""
    has_own = any(meaning(key).field in CONTACT_FIELDS for key, value in document.items() if not _is_nested(value))
    return not has_own and any(
        key.casefold() in LISTS and _is_list_of_objects(value) and _are_records(cast(list[Json], value))
        for key, value in document.items()
    )


def _is_keyed_list(document: Mapping[str, Json]) -> bool:
    """Records by their ids, as some databases export them; `billing` and `shipping` are one record's."""
    return (
        len(document) > 1
        and all(isinstance(value, dict) and _is_record(value) for value in document.values())
        and all(any(char.isdigit() for char in key) for key in document)
    )


def _is_somebody_else(key: str) -> bool:
    named = meaning(key)
    return named.is_never or named.field == "owner"


def _is_nested(value: Json) -> bool:
    return isinstance(value, dict) or _is_list_of_objects(value)


def _persons(item: Json, depth: int) -> Iterator[Found]:
    """The item; where it is only what several persons have in common, each of them with it."""
    lists = [] if not isinstance(item, dict) or depth > WRAPPED_DEPTH_MAX or _is_record(item) else _lists_in(item, 0)
    if not isinstance(item, dict) or not lists:
        yield _found(item)
        return
    shared = {
        key: value
        for key, value in item.items()
        if not isinstance(value, dict | list) and meaning(key).field != "external_id"
    }
    for one in chain.from_iterable(lists):
        yield from _persons({**shared, **one} if isinstance(one, dict) else one, depth + 1)


def _lists_in(item: Mapping[str, Json], depth: int) -> list[list[Json]]:
    found: list[list[Json]] = []
    for value in item.values():
        if isinstance(value, list) and _is_list_of_objects(value) and _are_records(value):
            found.append(value)
        elif isinstance(value, dict) and depth < WRAPPED_DEPTH_MAX:
            found.extend(_lists_in(value, depth + 1))
    return found


def _are_records(values: list[Json]) -> bool:
    """Whether most of the objects speak of a person, or hold those who do."""
    seen = [one for one in values[:ASKED_MAX] if isinstance(one, dict)]
    return sum(_is_record(one) or bool(_lists_in(one, WRAPPED_DEPTH_MAX - 1)) for one in seen) * 2 >= len(seen)


def _is_list_of_objects(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _is_bare(document: Mapping[str, Json]) -> bool:
    """An envelope around an empty list: nothing else in it but numbers and nulls, as pages of a list have."""
    return all(not isinstance(value, str | dict) or not value for value in document.values())


def _is_record(document: Mapping[str, Json]) -> bool:
    """Whether the object speaks of one person: a contact stands in it, outside of any list of objects."""
    for key, value in document.items():
        if isinstance(value, dict):
            if _is_record(value) and not _is_somebody_else(key):
                return True
        elif meaning(key).field in CONTACT_FIELDS:
            return True
    return False


def _found(item: Json) -> Found:
    raw = raw_of(item)
    if not isinstance(item, dict):
        return Found({}, raw, f"This is {_kind(item)}, not an object with fields.")
    if len(raw) > limits().row:
        return Found({}, raw[:200], too_long("record"))
    try:
        return _opened(item, raw)
    except Unreadable as fault:
        return Found({}, raw, str(fault))


def _opened(item: dict[str, Json], raw: str) -> Found:
    if why := why_none(item) or _why_ours(item):
        return Found({}, raw, why)
    call = item.get("type")
    if (
        isinstance(call, str)
        and call in SEGMENT_CALLS
        and ("messageId" in item or "anonymousId" in item or "userId" in item)
    ):
        return _segment(item, call, raw)
    if "specversion" in item and isinstance(item.get("data"), dict):
        return Found(_cloud_event(item), raw)
    return Found(flatten(item), raw)


def _why_ours(item: dict[str, Json]) -> str:
    """In a chat the agents stand beside the customer."""
    kind = item.get("type")
    is_ours = isinstance(kind, str) and kind.casefold() in OURS
    return f"This is one of your own people ({str(kind).casefold()}), no lead." if is_ours else ""


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
