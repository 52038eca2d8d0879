"""monday.com: a new item of a board, its columns named by nothing but their ids."""

from importers.files.closed_json import Json
from importers.providers.provider import Pairs, Provider
from importers.providers.shaping import find

SAID = "email|phone|value|text|label.text|date|url|name|number"
"""Where a column says what it holds."""


def _listed(document: Json) -> Json:
    """The columns as a list; what a column is, its value tells."""
    event = find(document, "event")
    columns = event.get("columnValues") if isinstance(event, dict) else None
    if not isinstance(document, dict) or not isinstance(event, dict) or not isinstance(columns, dict):
        return document
    listed: list[Json] = [
        {"id": name, "kind": _kind(held), "value": find(held, SAID) if isinstance(held, dict) else held}
        for name, held in columns.items()
    ]
    return {**document, "event": {**event, "columnValues": listed}}


def _kind(held: Json) -> str:
    return next((kind for kind in ("email", "phone") if isinstance(held, dict) and held.get(kind)), "")


MONDAY = Provider(
    title="monday.com",
    verify=("secret-url",),
    known_by=("event.boardId", "event.pulseId"),
    at="event",
    key=("boardId", "pulseId"),
    fields={"full_name": "pulseName", "created_at": "triggerTime"},
    pairs=Pairs(
        at="columnValues", heading="id", value="value", kind="kind", fields={"email": "email", "phone": "phone"}
    ),
    asked=None,
    only={"event.type": ("create_pulse", "create_item")},
    pending="Open the item in monday.com.",
    pending_shows={"board": "boardId", "item": "pulseName"},
    tidy=_listed,
    is_asked_by_post=True,
)
