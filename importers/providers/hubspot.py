"""HubSpot: a subscription's notices, several at once, or a workflow's contact with its properties."""

from importers.files.closed_json import Json
from importers.providers.provider import Provider


def _plain(document: Json) -> Json:
    """A workflow writes every property as an object with its value in it."""
    properties = document.get("properties") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(properties, dict):
        return document
    plain = {
        name: held.get("value") if isinstance(held, dict) and "value" in held else held
        for name, held in properties.items()
    }
    return {**document, "properties": plain}


HUBSPOT = Provider(
    title="HubSpot",
    known_by=("portal-id", "properties.*.value"),
    verify=("hubspot-v3",),
    key=("portalId|portal-id", "objectId|hs_object_id|vid|properties.hs_object_id"),
    fields={"created_at": "occurredAt"},
    only={"subscriptionType": ("contact.creation", "contact.propertyChange", "object.creation")},
    pending="Open the contact in HubSpot.",
    pending_shows={"contact": "objectId", "portal": "portalId"},
    tidy=_plain,
)
"""The contact is the key, not the event: a new contact sends one event for each of its properties."""
