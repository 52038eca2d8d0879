"""Whose delivery a body is that came to a source without a provider: told by what stands in it, and only there."""

from functools import cache

from importers.files.closed_json import Json
from importers.hooks.payload import document_of
from importers.providers import PROVIDERS
from importers.providers.provider import Provider
from importers.providers.taking import check_delivery
from importers.record import Unreadable

FORM_BYTES_MAX = 256 * 1024
"""Nobody's own shape is that long; it is read as any sender's."""


def recognised(media_type: str, body: bytes) -> Provider | None:
    """The provider that alone sends bodies of this shape; None where it could be anybody's."""
    if len(body) > FORM_BYTES_MAX:
        return None
    try:
        document = document_of(media_type, body)
        first = document[0] if isinstance(document, list) and document else document
        outermost = first.keys() if isinstance(first, dict) else ()
        for words, provider in _known():
            if not words.isdisjoint(outermost) and all(_stands(first, path) for path in provider.known_by):
                check_delivery(provider, media_type, body)
                return provider
    except Unreadable:
        return None
    return None


@cache
def _known() -> list[tuple[frozenset[str], Provider]]:
    """The providers with shapes of their own, and the words one of which stands outermost in all that they send."""
    shaped = (provider for provider in PROVIDERS.values() if provider.known_by)
    return [(frozenset(way.split(".")[0] for way in one.known_by[0].split("|")), one) for one in shaped]


def _stands(document: Json, path: str) -> bool:
    """Whether something stands at one of the paths."""
    return any(_is_there(document, way.split(".")) for way in path.split("|"))


def _is_there(document: Json, steps: list[str]) -> bool:
    if not steps:
        return document is not None
    step, *rest = steps
    if step == "*":
        inside = document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
        return any(_is_there(one, rest) for one in inside)
    return isinstance(document, dict) and step in document and _is_there(document[step], rest)
