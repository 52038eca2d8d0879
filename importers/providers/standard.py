"""Senders that keep to Standard Webhooks, Svix among them: the data is the lead, the delivery's id its key."""

from importers.providers.provider import Provider

STANDARD = Provider(title="Standard Webhooks", verify=("standard",), at="data")
SVIX = Provider(title="Svix", verify=("standard",), at="data")
