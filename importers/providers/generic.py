"""Zapier, Make and any other sender of flat JSON or of forms: headings say what is what."""

from importers.providers.provider import Provider

VERIFY = ("bearer", "hmac-sha256", "basic", "secret-url")

GENERIC = Provider(title="a sender", verify=VERIFY, is_plain=True, is_asked_by_post=True)
ZAPIER = Provider(title="Zapier", verify=VERIFY, is_plain=True, is_asked_by_post=True)
MAKE = Provider(title="Make", verify=VERIFY, is_plain=True, is_asked_by_post=True)
