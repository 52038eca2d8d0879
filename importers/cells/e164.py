"""One dialled number as E.164: by the library's own tables where nothing has to be guessed, else by the library."""

import re
from functools import cache
from types import ModuleType
from typing import NamedTuple

DIALLED = re.compile(r"\+?[\d ().\-]+", re.ASCII)
NO_DIGITS = {ord(char): None for char in " ().-+"}
NORTH_AMERICA = frozenset({"US", "CA"})
AREA_STARTS = frozenset("23456789")


class Country(NamedTuple):
    """What a country's numbers look like behind its calling code."""

    trunk: re.Pattern[str] | None
    """What is dialled before a number inside the country, and is no part of it."""
    lengths: frozenset[int]


def e164(number: str, region: str) -> str:
    """E.164, or nothing. Possible is enough: fiction ranges and new ranges are never `valid`."""
    return (_plain(number, region) if DIALLED.fullmatch(number) else "") or _by_library(number, region)


def _plain(number: str, region: str) -> str:
    """A number whose calling code is written out, or one of North America; nothing where the library must think."""
    digits = number.translate(NO_DIGITS)
    if not number.startswith("+"):
        digits = digits if len(digits) == 11 and digits[0] == "1" else "1" + digits
        return "+" + digits if region in NORTH_AMERICA and len(digits) == 11 and digits[1] in AREA_STARTS else ""
    code = next((digits[:size] for size in (1, 2, 3) if digits[:size] in _codes()), "")
    rest = digits[len(code) :]
    if not code or rest[:1] in ("", "0"):
        return ""
    country = _country(code)
    is_trunk = country.trunk is not None and country.trunk.match(rest) is not None
    return "+" + digits if len(rest) in country.lengths and not is_trunk else ""


@cache
def _codes() -> frozenset[str]:
    return frozenset(map(str, _library().COUNTRY_CODE_TO_REGION_CODE))


@cache
def _country(code: str) -> Country:
    library = _library()
    region = library.region_code_for_country_code(int(code))
    known = library.PhoneMetadata.metadata_for_region_or_calling_code(int(code), region)
    if known is None:
        return Country(None, frozenset())
    numbers = known.general_desc
    trunk = known.national_prefix_for_parsing
    lengths = frozenset(numbers.possible_length) - frozenset(numbers.possible_length_local_only)
    return Country(re.compile(trunk) if trunk else None, lengths)


def _by_library(number: str, region: str) -> str:
    library = _library()
    for text, where in ((number, region or None), ("+" + number.lstrip("+0( "), None)):
        if where is None and not text.startswith("+"):
            continue
        try:
            parsed = library.parse(text, where)
        except library.NumberParseException:
            continue
        is_guess = not number.startswith("+") and where is None
        reason = library.is_possible_number_with_reason(parsed)
        if reason == library.ValidationResult.IS_POSSIBLE and (not is_guess or library.is_valid_number(parsed)):
            return str(library.format_number(parsed, library.PhoneNumberFormat.E164))
    return ""


@cache
def _library() -> ModuleType:
    """Loaded when the first phone is read: it is the heaviest import of the room."""
    import phonenumbers

    return phonenumbers
