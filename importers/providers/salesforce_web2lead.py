"""Salesforce Web-to-Lead forms, posted by visitors' browsers in the encoding the form says."""

from importers.providers.provider import Provider

SALESFORCE_WEB2LEAD = Provider(
    title="Salesforce Web-to-Lead",
    verify=("secret-url",),
    never=frozenset({"oid", "orgid", "retURL", "debug", "debugEmail", "encoding", "submit", "captcha_settings"}),
    withheld=r"^g-recaptcha-response$",
    from_browsers=True,
    thanks="Thank you.",
)
"""`retURL` is not followed: it could send the visitor anywhere. `debugEmail` is a developer's."""
