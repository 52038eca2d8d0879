"""Zoho CRM: a notice with the numbers of new records, or a workflow's own fields."""

from importers.files.closed_json import Json
from importers.providers.provider import Provider


def _one_by_one(document: Json) -> Json:
    """A notice of several records as several notices."""
    ids = document.get("ids") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(ids, list) or not ids:
        return document
    rest = {key: value for key, value in document.items() if key != "ids"}
    return [{**rest, "id": one} for one in ids]


ZOHO = Provider(
    title="Zoho",
    verify=("body-token", "secret-url"),
    key=("id|Id|lead_id|Lead Id",),
    only={"operation": ("insert",), "module": ("Leads", "Contacts")},
    pending="Open it in Zoho CRM.",
    pending_shows={"module": "module", "number": "id"},
    withheld=r"^token$",
    tidy=_one_by_one,
)
