"""Unbounce: a form that holds the answers as JSON, each a list of one. Nothing is signed."""

from importers.providers.provider import Provider

UNBOUNCE = Provider(
    title="Unbounce",
    verify=("secret-url",),
    fields={"form": "page_name"},
    asked="data.json",
    never=frozenset({"date_submitted", "time_submitted"}),
    withheld=r"^data\.xml$",
)
"""The XML says the same again. The day without its hour would begin the clock at midnight."""
