"""Tally: fields with their labels, where a choice is named by its id."""

from importers.providers.provider import Pairs, Provider

TALLY = Provider(
    title="Tally",
    known_by=("eventType", "data.responseId", "data.fields"),
    verify=("tally",),
    at="data",
    key=("responseId",),
    fields={"created_at": "createdAt", "form": "formName"},
    pairs=Pairs(
        at="fields",
        heading="label",
        value="value",
        kind="type",
        fields={"INPUT_EMAIL": "email", "INPUT_PHONE_NUMBER": "phone"},
        options="options",
    ),
    asked=None,
    only={"eventType": ("FORM_RESPONSE",)},
)
