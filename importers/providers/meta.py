"""Meta lead ads (Facebook, Instagram): a notice with the lead's number, and nothing of the person."""

import re

from importers.hooks.proofs import equal
from importers.providers.provider import Asking, Pairs, Provider, Reply

CHALLENGE = re.compile(r"[\w.-]{1,256}", re.ASCII)
REFUSED = Reply(status=403, text="this is not the verify token of this source")


def _challenge(asking: Asking) -> Reply:
    """Say the challenge back to whoever knows our verify token."""
    query = asking.query
    knows = bool(asking.verify_token) and equal(asking.verify_token, query.get("hub.verify_token", ""))
    challenge = query.get("hub.challenge", "")
    if query.get("hub.mode") != "subscribe" or not knows or not CHALLENGE.fullmatch(challenge):
        return REFUSED
    return Reply(status=200, text=challenge)


META = Provider(
    title="Meta",
    verify=("hmac-sha256",),
    at="entry.*.changes.*.value",
    key=("leadgen_id|id",),
    fields={"created_at": "created_time", "form": "form_name|form_id", "campaign": "campaign_name|campaign_id"},
    pairs=Pairs(at="field_data", heading="name", value="values|value"),
    asked=None,
    tests={"leadgen_id": ("444444444444",), "page_id": ("0",)},
    pending="Open it in Meta's Leads Center.",
    pending_shows={"form": "form_id", "ad": "ad_id", "page": "page_id"},
    challenge=_challenge,
)
"""`field_data` is how Meta gives the details to whoever asks it with a token."""
