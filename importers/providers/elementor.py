"""Elementor forms: PHP's bracketed keys, with the title and the sort of every field. Nothing is signed."""

from importers.providers.provider import Pairs, Provider

ELEMENTOR = Provider(
    title="Elementor",
    known_by=("fields.*.title", "fields.*.raw_value"),
    verify=("secret-url",),
    fields={"form": "form.name|form_name"},
    pairs=Pairs(
        at="fields",
        heading="title|id",
        value="raw_value|value",
        kind="type",
        fields={"email": "email", "tel": "phone"},
    ),
)
"""In its simple mode the titles are the keys, and are read as headings."""
