"""WordPress forms by Contact Form 7, WPForms and Gravity Forms: their add-ons post fields by name or by number."""

import re

from importers.files.closed_json import Json
from importers.providers.provider import Pairs, Provider

NAME_PARTS = {"2": "prefix", "3": "first name", "6": "last name"}
ADDRESS_PARTS = {"1": "street", "3": "city", "4": "state", "5": "postal code", "6": "country"}
NUMBERED = re.compile(r"(\d+)\.(\d)")


def _worded(document: Json) -> Json:
    """Gravity's parts of a field in words: `1.3` is a first name, beside `5.1` and `5.5` a `5.3` is a city."""
    if not isinstance(document, dict):
        return [_worded(one) for one in document] if isinstance(document, list) else document
    parts = {key: found for key in document if (found := NUMBERED.fullmatch(key))}
    addresses = {found[1] for found in parts.values() if found[2] in "15"}
    worded: dict[str, Json] = {}
    for key, value in document.items():
        found = parts.get(key)
        words = {} if found is None else ADDRESS_PARTS if found[1] in addresses else NAME_PARTS
        name = words.get(found[2], key) if found else key
        worded[key if name in document or name in worded else name] = value
    return worded


CONTACT_FORM_7 = Provider(title="Contact Form 7", verify=("secret-url", "bearer"))
WPFORMS = Provider(
    title="WPForms",
    known_by=("entry_id", "fields.*.name", "fields.*.value"),
    verify=("secret-url", "bearer"),
    key=("entry_id",),
    pairs=Pairs(
        at="fields",
        heading="name",
        value="value",
        kind="type",
        fields={"email": "email", "phone": "phone", "name": "full_name"},
    ),
)
GRAVITY_FORMS = Provider(
    title="Gravity Forms",
    known_by=("form_id", "date_created", "source_url"),
    verify=("secret-url", "bearer"),
    key=("form_id", "id"),
    fields={"created_at": "date_created", "form": "form_title|form_id"},
    never=frozenset({"id", "source_url", "user_agent", "ip", "created_by", "transaction_id"}),
    only={"status": ("active",)},
    tidy=_worded,
)
