"""Phone numbers out of cells as people and spreadsheets fill them."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from importers.cells.e164 import e164
from importers.limits import TEXTS_KEPT

DIGITS_MIN = 7
"""Fewer known digits are no contact."""
DAMAGED = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+|#+|<test.*", re.DOTALL)
SEPARATORS = re.compile(
    r"\s*(?:[|\n/]|;(?!ext=)|:::|,(?!\s*ext)|\s{2,}|\s(?:o\.|od\.|oder|or|ou|und|and|et|y|of|lub|&)\s)\s*",
    re.IGNORECASE,
)
PREFIX = re.compile(
    r"^(?:['`’]|(?!f:|fax)[a-zà-ÿ]{1,12}\.?:\s*|(?:tel|mob|cell|phone|mobile|mobil|handy|ph)\b\.?\s*|(?:https?://)?wa\.me/)+\s*",
    re.IGNORECASE,
)
"""What people write before a number, and say it is; a fax is none."""
WORDS_BEFORE = re.compile(r"^[^\d+(]*[^\W\d_][^\d+(]*(?=[+(\d])")
WORDS_BEHIND = re.compile(r"[\s,;(\[–-]+[^\W\d_][^\d]*$")
WHOLE_DIGITS = 9
"""So many digits are a number without the words around it; of fewer, letters may be a part: `1-800-555-CALL`."""
KIND_BEHIND = re.compile(r"\s*\((?!fax)[a-zà-ÿ .]{1,15}\)$", re.IGNORECASE)
TRUNK = re.compile(r"\s*\(?0(?!0)\d")
"""A code as it is dialled inside the country: an area's, whatever its column is called."""
LOCAL = re.compile(r"[1-9](?:[\s./-]?\d){3,8}")
FLOAT = re.compile(r"(\d{7,})\.0+")
SIMPLE = re.compile(
    r"\+?\d{6,15}|\+?\d{1,3}(?:[ -]\d{1,10}){1,5}|\(\d{3}\) ?\d{3}-\d{4}|\d{3}\.\d{3}\.\d{4}", re.ASCII
)
EXTENSION = re.compile(r"(?:;ext=|\s*(?:ext\.?|extension|x|durchwahl|poste)\s*[:.]?\s*)(\d{1,7})\s*$", re.IGNORECASE)
ALLOWED = re.compile(r"[\d\s+().,/\-–—‐‑·*~]+")
LETTERED = re.compile(r"[+\d(][\d\s().+\-]{2,}[\-\s.]?[A-Za-z]{3,10}")


class Phone(NamedTuple):
    """A number as E.164 where it could be read, else as it was typed."""

    number: str
    extension: str = ""
    is_placeholder: bool = False
    """Everybody's number: `555-555-5555`, `123 456 7890`."""
    is_exact: bool = True
    """Read as E.164."""


class Phones(NamedTuple):
    """What a cell holds: the numbers, and whether one in it was destroyed on the way."""

    found: tuple[Phone, ...]
    is_damaged: bool = False


@lru_cache(maxsize=TEXTS_KEPT)
def phones(text: str, region: str = "", calling_code: str = "", area_code: str = "") -> Phones:
    """The numbers in a cell, in order. `region` reads national numbers; codes of their own columns go before them."""
    if TRUNK.match(calling_code):
        calling_code, area_code = "", calling_code
    if area_code and LOCAL.fullmatch(text):
        text = f"({area_code.strip(' ()')}) {text}"
    if not calling_code and SIMPLE.fullmatch(text) and (one := _simple(text, region)):
        return Phones((one,))
    found: list[Phone] = []
    is_damaged = False
    for part in _parts(_wordless(_spelled(text[:500]))):
        bare = KIND_BEHIND.sub("", PREFIX.sub("", part)).strip()
        if DAMAGED.fullmatch(bare):
            is_damaged = True
        elif bare and (phone := _phone(bare, region, calling_code)):
            found.append(phone)
    return Phones(tuple(found), is_damaged)


def _simple(text: str, region: str) -> Phone | None:
    """One number that leaves nothing to think about, as nine of ten are."""
    digits = re.sub(r"\D", "", text)
    exact = e164(text, region) if len(digits) >= DIGITS_MIN and not text.startswith("00") else ""
    return Phone(exact, "", _is_placeholder(digits[-10:]) or _is_placeholder(digits)) if exact else None


def looks_like_phone(text: str) -> bool:
    """A quick look, for columns: digits enough, not many, nothing that is no phone's."""
    bare = PREFIX.sub("", text.strip())
    digits = _digit_count(bare)
    if not DIGITS_MIN <= digits <= 15 or not ALLOWED.fullmatch(EXTENSION.sub("", bare)):
        return False
    is_date = (
        re.fullmatch(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*", bare) is not None and digits <= 14 and len(bare) != 12
    )
    return not is_date and re.fullmatch(r"\d+[.,]\d{1,2}", bare) is None


def _spelled(text: str) -> str:
    """Full-width and Arabic digits as plain ones."""
    text = text.strip()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    plain = (str(unicodedata.digit(char)) if char.isdigit() else char for char in text)
    return "".join(char for char in plain if unicodedata.category(char) != "Cf")


def _wordless(text: str) -> str:
    """A number without what is said around it: `Tel. 0171/234 56 78 (abends)`. Where a fax is named, all counts."""
    bare = WORDS_BEHIND.sub("", WORDS_BEFORE.sub("", text))
    is_whole = _digit_count(bare) == _digit_count(text) >= WHOLE_DIGITS
    return bare if is_whole and "fax" not in text.casefold() and not EXTENSION.search(text) else text


def _parts(text: str) -> list[str]:
    """Several numbers, or one that only looks like several: `089 / 1234567`."""
    parts = [part for part in SEPARATORS.split(text) if part]
    if len(parts) < 2 or all(_digit_count(part) >= DIGITS_MIN or DAMAGED.fullmatch(part) for part in parts):
        return parts
    whole = SEPARATORS.sub(" ", text).strip()
    return [whole] if ALLOWED.fullmatch(EXTENSION.sub("", PREFIX.sub("", whole))) else parts


def _digit_count(text: str) -> int:
    return sum(map(str.isdigit, text))


def _phone(text: str, region: str, calling_code: str) -> Phone | None:
    if float_like := FLOAT.fullmatch(text):
        text = float_like.group(1)
    number, extension = _split_extension(text)
    digits = re.sub(r"\D", "", number)
    if len(digits) < DIGITS_MIN or not (ALLOWED.fullmatch(number) or LETTERED.fullmatch(number)):
        return None
    exact = e164(_dialled(number, calling_code), region)
    is_placeholder = _is_placeholder(digits[-10:]) or _is_placeholder(digits)
    return Phone(exact or text, extension if exact else "", is_placeholder, bool(exact))


def _split_extension(text: str) -> tuple[str, str]:
    match = EXTENSION.search(text)
    return (text[: match.start()], match.group(1)) if match else (text, "")


def _dialled(number: str, calling_code: str) -> str:
    """Make the leading `00` a plus before the library sees it: it reads `001-672...` of the US wrongly."""
    number = number.strip()
    bare = number.lstrip("(").lstrip()
    if bare.startswith("00"):
        number = "+" + bare[2:].lstrip(") -")
    if number.startswith("+") and not number.startswith("+39"):
        number = number.replace("(0)", "", 1)
    code = re.sub(r"\D", "", calling_code)
    if code and 1 <= len(code) <= 4 and not number.startswith("+"):
        return f"+{code} {number}"
    return number


def _is_placeholder(digits: str) -> bool:
    is_one_digit = len(set(digits)) == 1
    return is_one_digit or digits in ("1234567890", "0123456789", "1234567", "9876543210", "0987654321")
