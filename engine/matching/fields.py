"""The fields of a lead that a rule may ask about, with how their values are read."""

from collections.abc import Callable
from enum import StrEnum
from math import isnan

from engine.lead import Trait


class Kind(StrEnum):
    """How the values of a field are read."""

    TEXT = "text"
    NUMBER = "number"


_TEXTS = (
    *("country", "state", "city", "postal_code", "language"),
    *("source", "product", "campaign", "form", "utm_medium", "utm_term", "utm_content"),
    *("message", "timeline", "status", "consent", "opt_out", "pending_detail"),
    *("name", "job_title", "company", "industry", "email_domain"),
    "grade",
)
_NUMBERS = (
    *("employees", "revenue", "value"),
    *("score", "credit_score"),
    *("pages_viewed", "emails_opened", "emails_clicked", "form_seconds", "visits", "site_seconds", "rating"),
)

FIELDS: dict[str, Kind] = {**dict.fromkeys(_TEXTS, Kind.TEXT), **dict.fromkeys(_NUMBERS, Kind.NUMBER)}
"""Every field that a rule may ask about."""

WORKED_OUT = frozenset({"score", "grade"})
"""Fields that floorboard makes itself, by the scoring; no record brings them."""

ON_CARD = frozenset({"message", "company", "name", "email_domain"})
"""Fields that may be read off the person's card when the lead comes in: the journal does not keep them."""


def reader_of(field: str) -> Callable[[Trait], Trait | None]:
    """How a field's values are read, so that they can be compared."""
    return READERS[FIELDS.get(field, Kind.TEXT)]


def _text(value: Trait) -> str | None:
    return str(value).strip().casefold() or None


def _number(value: Trait) -> float | None:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return None if isnan(number) else number


READERS: dict[Kind, Callable[[Trait], Trait | None]] = {Kind.TEXT: _text, Kind.NUMBER: _number}
"""How a value is read before it is compared: text case-folded and trimmed, numbers as numbers; None is no value."""
