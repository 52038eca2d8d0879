"""Pipedrive: a person with e-mails and phones, or a lead or deal that only names its person by number."""

from importers.files.closed_json import Json
from importers.providers.provider import Provider
from importers.providers.shaping import find


def _primary_first(document: Json) -> Json:
    """Of several e-mails and phones the primary one leads."""
    if not isinstance(document, dict):
        return document
    now = find(document, "data|current")
    if not isinstance(now, dict):
        return document
    led = {key: sorted(value, key=_is_second) if isinstance(value, list) else value for key, value in now.items()}
    return {"meta": document.get("meta"), "current": led}


def _is_second(value: Json) -> bool:
    return not (isinstance(value, dict) and value.get("primary") is True)


PIPEDRIVE = Provider(
    title="Pipedrive",
    known_by=("meta.action", "meta.entity|meta.object", "data|current"),
    verify=("basic", "secret-url"),
    key=("meta.entity|meta.object", "current.id|meta.entity_id|meta.id"),
    fields={
        "email": "current.emails|current.email",
        "phone": "current.phones|current.phone",
        "full_name": "current.name|current.person_name",
        "first_name": "current.first_name",
        "last_name": "current.last_name",
        "company": "current.org_name",
        "job_title": "current.job_title",
        "created_at": "current.add_time",
    },
    asked=None,
    only={
        "meta.entity|meta.object": ("person", "lead", "deal"),
        "meta.action": ("create", "added"),
    },
    pending="Open it in Pipedrive.",
    pending_shows={"title": "current.title", "number": "meta.entity_id|meta.id"},
    tidy=_primary_first,
)
