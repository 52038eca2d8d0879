"""Documents of JSON:API as plain objects: attributes beside the id, and related resources inside.

What is only included for others is no record of its own: the owner of a lead would become one.
"""

from collections.abc import Mapping
from typing import cast

from importers.files.closed_json import Json

Known = Mapping[tuple[str, str], dict[str, Json]]


def resolved(document: Json) -> Json:
    """The document without its `included`, and with what each record points to in its place."""
    if not isinstance(document, dict) or not _is_api(document.get("data")):
        return document
    included, data = document.get("included"), document["data"]
    resources = filter(_is_resource, included if isinstance(included, list) else [])
    known = {_name(one): cast(dict[str, Json], one) for one in resources}
    around = {key: value for key, value in document.items() if key not in ("included", "jsonapi", "links")}
    return {**around, "data": [_plain(one, known) for one in data] if isinstance(data, list) else _plain(data, known)}


def _is_api(data: Json) -> bool:
    found = data if isinstance(data, list) else [data]
    return bool(found) and all(map(_is_resource, found))


def _is_resource(one: Json) -> bool:
    return isinstance(one, dict) and isinstance(one.get("attributes"), dict) and isinstance(one.get("type"), str)


def _name(one: Json) -> tuple[str, str]:
    pointer = cast(Mapping[str, Json], one)
    return str(pointer.get("type")), str(pointer.get("id"))


def _plain(one: Json, known: Known) -> Json:
    """A resource as one object: a relation gives way to an attribute of the same name."""
    resource = cast(dict[str, Json], one)
    relations = resource.get("relationships")
    related = {
        name: _related(relation, known)
        for name, relation in (relations.items() if isinstance(relations, dict) else ())
        if isinstance(relation, dict) and relation.get("data")
    }
    around = {key: value for key, value in resource.items() if key not in ("attributes", "relationships", "links")}
    return {**around, **related, **cast(dict[str, Json], resource["attributes"])}


def _related(relation: Mapping[str, Json], known: Known) -> Json:
    data = relation["data"]
    if isinstance(data, list):
        return [_found(one, known) for one in data]
    return _found(data, known)


def _found(pointer: Json, known: Known) -> Json:
    """What a pointer points to; the pointer itself where it is not included."""
    resource = known.get(_name(pointer)) if isinstance(pointer, dict) else None
    return pointer if resource is None else cast(dict[str, Json], resource["attributes"])
