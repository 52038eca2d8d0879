"""The fields of a lead that a rule may ask about, with how their values are read."""

from collections.abc import Callable
from enum import StrEnum
from math import isnan

from engine.lead import Trait


class Kind(StrEnum):
    """How the values of a field are read."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "yes or no"


_TEXTS = (
    *("country", "state", "city", "postal_code", "language"),
    *("source", "product", "campaign", "form", "message", "status", "consent", "opt_out"),
    *("name", "job_title", "company", "industry", "website", "email_domain"),
)
_NUMBERS = ("employees", "revenue", "value", "score", "pages_viewed", "emails_opened", "form_seconds")
_FLAGS = ("is_returning",)

FIELDS: dict[str, Kind] = {
    **dict.fromkeys(_TEXTS, Kind.TEXT),
    **dict.fromkeys(_NUMBERS, Kind.NUMBER),
    **dict.fromkeys(_FLAGS, Kind.FLAG),
}
"""Every field that a rule may ask about."""


def read(field: str, actual: Trait | None) -> Trait | None:
    """Return a lead's value as the field reads it, so that it can be compared; None when it says nothing."""
    return None if actual is None else READERS[FIELDS.get(field, Kind.TEXT)](actual)


def _text(value: Trait) -> str | None:
    return str(value).strip().casefold() or None


def _number(value: Trait) -> float | None:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return None if isnan(number) else number


_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _flag(value: Trait) -> bool | None:
    return value if isinstance(value, bool) else _YES_NO.get(str(value).strip().casefold())


READERS: dict[Kind, Callable[[Trait], Trait | None]] = {Kind.TEXT: _text, Kind.NUMBER: _number, Kind.FLAG: _flag}
"""How a value is read before it is compared: text case-folded and trimmed, numbers as numbers; None is no value."""
