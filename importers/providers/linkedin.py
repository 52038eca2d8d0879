"""LinkedIn lead sync: a notice with the response's urn, and nothing of the person."""

import json
import re

from importers.hooks.proofs import linkedin_answer
from importers.providers.provider import Asking, Provider, Reply

CODE = re.compile(r"[0-9A-Za-z-]{1,64}")
"""Nothing else is answered: the answer to a code that looks like a delivery would be a signature for it."""


def _challenge(asking: Asking) -> Reply:
    """Sign the code, so that LinkedIn knows that we hold the client secret."""
    code = asking.query.get("challengeCode", "")
    if not CODE.fullmatch(code):
        return Reply(status=403, text="there is no challenge code")
    answer = {"challengeCode": code, "challengeResponse": linkedin_answer(asking.secrets[0], code)}
    return Reply(status=200, text=json.dumps(answer), media_type="application/json")


LINKEDIN = Provider(
    title="LinkedIn",
    known_by=("leadGenFormResponse", "leadAction"),
    verify=("linkedin",),
    key=("leadGenFormResponse",),
    fields={"created_at": "occurredAt"},
    only={"type": ("LEAD_ACTION",), "leadAction": ("CREATED",)},
    tests={"testLead": ("true",)},
    pending="Open it in Campaign Manager.",
    pending_shows={"form": "leadGenForm"},
    challenge=_challenge,
)
