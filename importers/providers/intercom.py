"""Intercom: a new lead or user of the messenger; it asks by HEAD whether the address is there."""

from importers.providers.provider import Provider

INTERCOM = Provider(
    title="Intercom",
    known_by=("topic", "app_id", "data.item.type"),
    verify=("hub-sha1",),
    key=("id",),
    fields={
        "email": "data.item.email",
        "phone": "data.item.phone",
        "full_name": "data.item.name",
        "country": "data.item.location.country|data.item.location_data.country_name",
        "city": "data.item.location.city|data.item.location_data.city_name",
        "created_at": "created_at",
    },
    asked=None,
    only={"topic": ("contact.lead.created", "contact.user.created", "contact.created", "contact.lead.signed_up")},
    tests={"topic": ("ping",)},
    is_asked_by_head=True,
)
