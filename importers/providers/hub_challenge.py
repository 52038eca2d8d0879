"""How Meta asks by GET whether an address is ours: whoever knows our verify token hears its challenge again."""

import re

from importers.hooks.proofs import equal
from importers.providers.provider import Asking, Reply

CHALLENGE = re.compile(r"[\w.-]{1,256}", re.ASCII)
REFUSED = Reply(status=403, text="this is not the verify token of this source")


def hub_challenge(asking: Asking) -> Reply:
    """Say the challenge back to whoever knows our verify token."""
    query = asking.query
    knows = bool(asking.verify_token) and equal(asking.verify_token, query.get("hub.verify_token", ""))
    challenge = query.get("hub.challenge", "")
    if query.get("hub.mode") != "subscribe" or not knows or not CHALLENGE.fullmatch(challenge):
        return REFUSED
    return Reply(status=200, text=challenge)
