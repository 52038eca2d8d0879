"""Webflow forms, of both versions. Hooks made in its dashboard are not signed, so a secret address holds too."""

from importers.providers.provider import Provider

WEBFLOW = Provider(
    title="Webflow",
    known_by=("triggerType", "payload.data"),
    verify=("webflow", "secret-url"),
    at="payload",
    key=("id|_id",),
    fields={"created_at": "submittedAt|d", "form": "name"},
    asked="data",
    only={"triggerType": ("form_submission",)},
)
"""It needs exactly 200, and switches a hook off after three failures."""
