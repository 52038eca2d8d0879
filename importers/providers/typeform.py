"""Typeform: answers know their questions by id only, the questions stand beside them."""

from importers.files.closed_json import Json
from importers.providers.provider import Pairs, Provider
from importers.providers.shaping import find


def _joined(document: Json) -> Json:
    """Give each answer the title of its question."""
    response = find(document, "form_response")
    if not isinstance(document, dict) or not isinstance(response, dict):
        return document
    questions = find(response, "definition.fields")
    titles = {
        str(question.get("id")): question.get("title")
        for question in (questions if isinstance(questions, list) else [])
        if isinstance(question, dict)
    }
    answers = find(response, "answers")
    joined = [_answer(answer, titles) for answer in (answers if isinstance(answers, list) else [])]
    hidden = find(response, "hidden")
    for name, value in hidden.items() if isinstance(hidden, dict) else ():
        joined.append({"title": name, "kind": "hidden", "value": value})
    rest = {key: value for key, value in response.items() if key not in ("answers", "definition", "hidden")}
    form = find(response, "definition.title")
    return {**document, "form_response": {**rest, "form_title": form, "answers": joined}}


def _answer(answer: Json, titles: dict[str, Json]) -> Json:
    kind = find(answer, "type")
    value = find(answer, str(kind)) if isinstance(kind, str) else None
    if isinstance(value, dict):
        value = find(value, "label|labels|other")
    return {"title": titles.get(str(find(answer, "field.id"))), "kind": kind, "value": value}


TYPEFORM = Provider(
    title="Typeform",
    known_by=("event_type", "form_response.token"),
    verify=("typeform",),
    at="form_response",
    key=("token",),
    fields={"created_at": "submitted_at", "form": "form_title"},
    pairs=Pairs(
        at="answers",
        heading="title",
        value="value",
        kind="kind",
        fields={"email": "email", "phone_number": "phone"},
    ),
    asked=None,
    only={"event_type": ("form_response",)},
    tidy=_joined,
)
"""The token is the submission; the event's id changes with every delivery."""
