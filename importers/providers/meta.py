"""Meta lead ads (Facebook, Instagram): a notice with the lead's number, and nothing of the person."""

from importers.providers.hub_challenge import hub_challenge
from importers.providers.provider import Pairs, Provider

META = Provider(
    title="Meta",
    known_by=("entry.*.changes.*.value.leadgen_id",),
    verify=("hmac-sha256",),
    at="entry.*.changes.*.value",
    key=("leadgen_id|id",),
    fields={"created_at": "created_time", "form": "form_name|form_id", "campaign": "campaign_name|campaign_id"},
    pairs=Pairs(at="field_data", heading="name", value="values|value"),
    asked=None,
    tests={"leadgen_id": ("444444444444",), "page_id": ("0",)},
    pending="Open it in Meta's Leads Center.",
    pending_shows={"form": "form_id", "ad": "ad_id", "page": "page_id"},
    challenge=hub_challenge,
)
"""`field_data` is how Meta gives the details to whoever asks it with a token."""
