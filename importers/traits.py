"""What rules and scores may look at: nothing that names or reaches a person."""

import re
from collections.abc import Callable
from functools import lru_cache

from engine.lead import Trait, Traits
from importers.cells import numbers
from importers.reading import Reading
from importers.record import cut

TRAIT_CHARS_MAX = 120
CALLS = re.compile("call|phone|dnc|anruf|appel|llama")
SCORE_PREFIX = "score_"

Kind = Callable[[str], Trait | None]
"""Reads a text as a trait; None when it is none."""


def traits_of(reading: Reading) -> Traits:
    """The record's traits; columns that say no more than their trait leave the extras."""
    traits: Traits = {}
    _read_country(reading, traits)
    cells, fields, used = reading.cells, reading.fields, reading.used
    for field, name, read in _kinds_of(tuple(fields)):
        for heading in fields[field]:
            text = cells.get(heading)
            if text and text not in numbers.BLANK:
                break
        else:
            continue
        trait = read(text)
        if trait is not None:
            traits[name] = trait
            if isinstance(trait, str) or text.isdecimal():
                used.add(heading)
    if opt_out := _opt_out(reading):
        traits["opt_out"] = opt_out
    return traits


@lru_cache(maxsize=256)
def _kinds_of(fields: tuple[str, ...]) -> tuple[tuple[str, str, Kind], ...]:
    """Field, trait and how it is read, for those fields of a plan that are traits at all."""
    kinds = ((field, KINDS.get(field) or (_score if field.startswith(SCORE_PREFIX) else None)) for field in fields)
    return tuple((field, field.removeprefix(SCORE_PREFIX), kind) for field, kind in kinds if kind)


def _read_country(reading: Reading, traits: Traits) -> None:
    if reading.country:
        traits["country"] = reading.country
        reading.used.add(reading.spelled("country")[0])
    elif unknown := reading.peek("country"):
        reading.warnings.append(f"{cut(unknown, 40)!r} is no country.")


def _text(text: str) -> Trait | None:
    """Texts go into the journal, so one that holds an address does not."""
    return text if len(text) <= TRAIT_CHARS_MAX and "@" not in text else None


def _place(text: str) -> Trait | None:
    """A city; the address of a video call stands under `Location` too."""
    return None if "://" in text else _text(text)


def _postal(text: str) -> Trait | None:
    """A postal code, without the mark that Meta puts before it."""
    return _text(text.removeprefix("z:"))


def _answer(text: str) -> Trait | None:
    return numbers.yes_or_no(text) or None


def _score(text: str) -> Trait | None:
    number = numbers.amount(text)
    return int(number) if number is not None and number.is_integer() and abs(number) < 1e15 else number


def _opt_out(reading: Reading) -> str:
    """Which ways of contact were opted out of: the opposite of consent."""
    found = set()
    for heading in reading.fields.get("opt_out", ()):
        answer = numbers.yes_or_no(reading.cells.get(heading, ""))
        if answer:
            reading.used.add(heading)
        if answer == "yes":
            word = heading.casefold()
            found.add("call" if CALLS.search(word) else "email")
    return " ".join(sorted(found, reverse=True))


KINDS: dict[str, Kind] = {
    "state": _text,
    "city": _place,
    "postal_code": _postal,
    "source": _text,
    "product": _text,
    "campaign": _text,
    "form": _text,
    "industry": _text,
    "job_title": _text,
    "status": _text,
    "timeline": _text,
    "language": _text,
    "utm_medium": _text,
    "utm_term": _text,
    "utm_content": _text,
    "employees": numbers.whole,
    "revenue": numbers.amount,
    "value": numbers.amount,
    "consent": _answer,
}
"""How each field is read; every `score_*` field is a number."""
