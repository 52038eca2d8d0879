"""WhatsApp's cloud API: somebody wrote a message, and the name stands beside it."""

from importers.files.closed_json import Json
from importers.providers.hub_challenge import hub_challenge
from importers.providers.provider import Provider
from importers.providers.shaping import find, items

TEXTS = "text.body|button.text|interactive.button_reply.title|interactive.list_reply.title|image.caption"


def _one_by_one(document: Json) -> Json:
    """Each message with its writer; what was delivered or read stays as it is."""
    changes = [one for one in items(document, "entry.*.changes.*.value") if isinstance(one, dict)]
    found = [message for change in changes for message in _messages(change)]
    return {"messages": found} if found else document


def _messages(change: dict[str, Json]) -> list[Json]:
    contacts = {str(find(one, "wa_id")): one for one in items(change, "contacts.*") if isinstance(one, dict)}
    return [
        {**one, "phone": f"+{one.get('from')}", "name": find(contacts.get(str(one.get("from"))), "profile.name"),
         "message": find(one, TEXTS)}
        for one in items(change, "messages.*")
        if isinstance(one, dict) and "from" in one
    ]  # fmt: skip


WHATSAPP = Provider(
    title="WhatsApp",
    verify=("hmac-sha256",),
    known_by=("object", "entry.*.changes.*.value.messaging_product"),
    at="messages.*",
    key=("id",),
    fields={"phone": "phone", "full_name": "name", "message": "message", "created_at": "timestamp"},
    asked=None,
    never=frozenset({"from"}),
    tidy=_one_by_one,
    challenge=hub_challenge,
)
"""A number is written without its plus. The number that was written to is ours."""
