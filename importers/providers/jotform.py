"""Jotform: a form in parts, with the answers as JSON in one of them. Nothing is signed."""

from importers.files.closed_json import Json
from importers.headings import meaning
from importers.providers.provider import Provider


def _worded(document: Json) -> Json:
    """The first answer with a first and a last name is the name, whatever is asked; a split phone is put together."""
    if isinstance(document, list):
        return [_worded(one) for one in document]
    if not isinstance(document, dict):
        return document
    if "area" in document and "phone" in document:
        return {**document, "phone": f"({document['area']}) {document['phone']}"}
    name = next((key for key, value in document.items() if _is_name(key, value)), None)
    return {
        "name" if key == name and "name" not in document else key: _worded(value) for key, value in document.items()
    }


def _is_name(key: str, value: Json) -> bool:
    return isinstance(value, dict) and {"first", "last"} <= value.keys() and not meaning(key).is_never


JOTFORM = Provider(
    title="Jotform",
    known_by=("submissionID", "rawRequest"),
    verify=("secret-url",),
    key=("submissionID",),
    fields={"form": "formTitle"},
    asked="rawRequest",
    withheld=r"^webhookURL$",
    tidy=_worded,
)
"""It sends the hook's own address along, which is the secret."""
