"""Jotform: a form in parts, with the answers as JSON in one of them. Nothing is signed."""

from importers.providers.provider import Provider

JOTFORM = Provider(
    title="Jotform",
    verify=("secret-url",),
    key=("submissionID",),
    fields={"form": "formTitle"},
    asked="rawRequest",
    withheld=r"^webhookURL$",
)
"""It sends the hook's own address along, which is the secret."""
