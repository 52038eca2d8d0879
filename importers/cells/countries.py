"""Country names in many languages as ISO 3166 two-letter codes."""

import re
import unicodedata
from functools import cache, lru_cache

from importers.limits import TEXTS_KEPT

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "nb", "ja", "tr", "cs", "ru", "zh")
LATER = ("ar", "ko", "fi", "hu", "ro", "uk", "el", "he", "th", "vi", "id")
"""Looked into only for what the others do not know."""
ALIASES = {
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "grossbritannien": "GB", "großbritannien": "GB", "england uk": "GB",
    "usa": "US", "us of a": "US", "united states of america": "US", "the united states": "US", "america": "US",
    "u s": "US", "u s a": "US", "vereinigte staaten von amerika": "US", "etats unis d amerique": "US",
    "eeuu": "US", "ee uu": "US", "estados unidos de america": "US", "eua": "US",
    "holland": "NL", "the netherlands": "NL", "netherlands the": "NL", "czech republic": "CZ", "tschechei": "CZ",
    "russia": "RU", "russian federation": "RU", "south korea": "KR", "korea": "KR", "republic of korea": "KR",
    "uae": "AE", "emirates": "AE", "deutschl": "DE", "brd": "DE", "federal republic of germany": "DE",
    "suisse": "CH", "schweiz": "CH", "svizzera": "CH", "hong kong": "HK", "macedonia": "MK", "turkey": "TR",
    "ivory coast": "CI", "viet nam": "VN", "taiwan": "TW", "iran": "IR", "syria": "SY", "moldova": "MD",
    "ksa": "SA", "brasil": "BR", "eire": "IE", "republic of ireland": "IE", "kosovo": "XK", "swaziland": "SZ",
    "السعودية": "SA", "الإمارات": "AE",
    "burma": "MM", "vatican": "VA", "mainland china": "CN", "prc": "CN", "people s republic of china": "CN",
}  # fmt: skip
"""What people write and no list of official names knows."""


@lru_cache(maxsize=TEXTS_KEPT)
def country(text: str) -> str:
    """The ISO-2 code for a name or code of a country; nothing when it is not known."""
    if len(text) == 2 and text.isascii() and text.isalpha():
        return _code(text.upper())
    word = _plain(text)
    bare = re.sub(r"^the | the$", "", word)
    known = ALIASES.get(word) or ALIASES.get(bare) or _names().get(word) or _names().get(bare)
    return known or _names_in(LATER).get(word, "")


def _code(code: str) -> str:
    if code == "UK":
        return "GB"
    return code if code in _codes() else ""


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text[:100]).casefold())
    text = re.sub("[̀-ͯ]", "", text)
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", text)).strip()


@cache
def _codes() -> frozenset[str]:
    from babel import Locale

    names = Locale.parse("en").territories
    codes = (str(code) for code in names)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES)


_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})


@cache
def _names() -> dict[str, str]:
    """Every name in every language, and the three-letter codes; loaded when the first name is read."""
    from babel.core import get_global

    names = dict(_names_in(LANGUAGES))
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in _codes():
            names.setdefault(alias.casefold(), codes[0])
    return names


@cache
def _names_in(languages: tuple[str, ...]) -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for language in languages:
        for code, name in Locale.parse(language).territories.items():
            if code in _codes():
                names.setdefault(_plain(str(name)), code)
    return names
