"""HubSpot: a subscription's notices, several at once, or a workflow's contact with its properties."""

from importers.providers.provider import Provider

HUBSPOT = Provider(
    title="HubSpot",
    verify=("hubspot-v3",),
    key=("portalId|portal-id", "objectId|hs_object_id|vid|properties.hs_object_id"),
    fields={"created_at": "occurredAt"},
    only={"subscriptionType": ("contact.creation", "contact.propertyChange", "object.creation")},
    pending="Open the contact in HubSpot.",
    pending_shows={"contact": "objectId", "portal": "portalId"},
)
"""The contact is the key, not the event: a new contact sends one event for each of its properties."""
