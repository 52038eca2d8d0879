"""CloudEvents in all three modes: structured, several in a batch, and binary with what names them in the headers."""

import json
from urllib.parse import unquote

from importers.files.closed_json import Json
from importers.files.json_envelopes import from_base64
from importers.hooks.payload import document_of
from importers.hooks.proofs import Request
from importers.providers.provider import Provider, Rewritten

STRUCTURED = "application/cloudevents+json"
MARK = "ce-"


def _structured(request: Request) -> Rewritten | None:
    """A binary event as a structured one. Raises Unreadable when its body is broken."""
    if "ce-specversion" not in request.headers:
        return None
    names = {key: unquote(value) for key, value in request.headers.items() if key.startswith(MARK)}
    event: dict[str, Json] = {key.removeprefix(MARK): value for key, value in names.items()}
    event["data"] = document_of(request.headers.get("content-type", ""), request.body)
    return Rewritten(media_type=STRUCTURED, body=json.dumps(event).encode())


def _opened(document: Json) -> Json:
    """Data that is written as base64 is opened."""
    if isinstance(document, list):
        return [_opened(one) for one in document]
    if not isinstance(document, dict) or not isinstance(document.get("data_base64"), str):
        return document
    data = from_base64(document["data_base64"])
    if data is None:
        return document
    return {**{key: value for key, value in document.items() if key != "data_base64"}, "data": data}


CLOUDEVENTS = Provider(
    title="CloudEvents",
    verify=("bearer", "basic", "secret-url"),
    key=("source", "id"),
    fields={"created_at": "time"},
    asked="data",
    tidy=_opened,
    rewrite=_structured,
)
"""Source and id together name an event."""
