"""E-mail addresses out of cells as people fill them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from importers.limits import TEXTS_KEPT

PLAIN = re.compile(
    r"[a-z0-9](?:[a-z0-9_+-]|\.(?!\.)){0,40}[a-z0-9]@(?:[a-z0-9](?:-?[a-z0-9]){0,25}\.){1,3}[a-z]{2,24}"
)
"""A strict subset of what the library takes, lower-case already; whatever else there is, the library decides."""
STAND_IN = ".example"
"""Makes the library judge the form alone: whether `.invalid` or `.local` can be reached is not asked here."""
LOOSE = re.compile(r"[^\s@<>()\[\],;|\"]{1,64}@[^\s@<>()\[\],;|\"]{1,255}")
AT = re.compile(r"\s*[(\[{](?:at|@)[)\]}]\s*|\uff20", re.IGNORECASE)
"""How people write the sign for other people, and a keyboard that is set to Japanese."""
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")


def emails(text: str) -> tuple[str, ...]:
    """The addresses in a cell, lower-case, in order: `Ana <ana@x.example>`, `mailto:`, several with `;` or `/`."""
    if "@" not in text:
        return _picked(spelled) if (spelled := AT.sub("@", text[:2000])) != text[:2000] else ()
    if PLAIN.fullmatch(text):
        return (text,)
    return _picked(text[:2000])


def looks_like_email(text: str) -> bool:
    """A quick look, for columns and whole rows."""
    return "@" in text and LOOSE.search(text) is not None


@lru_cache(maxsize=TEXTS_KEPT)
def _picked(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_candidates(INVISIBLE.sub("", text))))


def _candidates(text: str) -> Iterator[str]:
    for part in re.split(r"[\s;,|<>()\[\]\"“”„«»]+|(?<=\w)/(?=\w[^/]*@)", text):
        found = part.strip(".'`:;-/").casefold() if "@" in part else ""
        found = re.sub(r"^(mailto|e-?mail|smtp):/*", "", found).partition("?")[0]
        if found and (address := _valid(found)):
            yield address


def _valid(address: str) -> str:
    """The address as the library writes it; nothing when it could never be one."""
    if PLAIN.fullmatch(address):
        return address
    try:
        valid = validate_email(address + STAND_IN, check_deliverability=False)
    except (EmailNotValidError, UnicodeError, ValueError):
        return ""
    plain = valid.normalized.lower().removesuffix(STAND_IN)
    return plain if "." in plain.partition("@")[2] else ""
