"""Amounts, ranges and plain answers out of cells in any country's spelling."""

import re
from functools import lru_cache

from importers.limits import TEXTS_KEPT

AMOUNT = re.compile(r"\d[\d.,'’\s\u00a0\u202f]*")
FACTORS = {"k": 1e3, "tsd": 1e3, "m": 1e6, "mio": 1e6, "mn": 1e6, "bn": 1e9, "mrd": 1e9, "l": 1e5, "cr": 1e7}
FACTOR = re.compile(r"\s?(k|tsd|mio|mrd|mn|bn|m|l|cr)\b\.?", re.IGNORECASE)
YES = frozenset({
    "yes", "y", "true", "1", "x", "on", "ja", "j", "wahr", "oui", "vrai", "si", "sí", "sim", "s", "verdadero",
    "verdadeiro", "ok", "agreed", "agree", "accepted", "granted", "opted-in", "optin", "opt-in", "subscribed",
    "checked", "selected", "はい", "同意する", "同意", "tak", "sì", "opted in", "i agree", "i consent",
    "ich stimme zu",
})  # fmt: skip
NO = frozenset({
    "no", "n", "false", "0", "off", "nein", "falsch", "non", "faux", "não", "nao", "falso", "declined", "denied",
    "refused", "unchecked", "いいえ", "nie", "opted-out", "unsubscribed", "opted out", "not given", "i do not agree",
})  # fmt: skip
_BLANK = ("", "-", "--", "n/a", "na", "none", "null", "nan", "unknown", "keine angabe", "k.a.", "undefined", "#n/a")
BLANK = frozenset(spelled for word in _BLANK for spelled in (word, word.upper(), word.capitalize(), word.title())) | {
    "NaN"
}
"""Words that only say that nothing is known."""


@lru_cache(maxsize=TEXTS_KEPT)
def amount(text: str) -> float | None:
    """The first amount in a text, the lower bound of a range: `12.500,00`, `USD 1,200,000.00`, `5-10k`, `80L`."""
    text = text[:100]
    match = AMOUNT.search(text)
    if match is None:
        return None
    number = _plain(match.group())
    if number is None:
        return None
    sign = -1 if re.search(r"(?:^|[\s($€£])[-−]\s?$", text[: match.start()]) else 1
    return sign * number * _factor(text, match.end())


def whole(text: str) -> int | None:
    """The first whole number in a text, the lower bound of a range: `1,001-5,000`, `51 to 200`, `5001+`."""
    number = amount(text)
    return int(number) if number is not None and abs(number) < 1e12 else None


def yes_or_no(text: str) -> str:
    """`yes`, `no`, or nothing when the answer is neither."""
    word = text.strip().casefold().strip(".!")
    if word in YES or word.startswith(("yes,", "yes ", "ja,", "oui,", "i agree", "i consent")):
        return "yes"
    return "no" if word in NO or word.startswith(("no,", "nein,", "non,")) else ""


def is_blank(text: str) -> bool:
    """Whether a text only says that nothing is known."""
    return text in BLANK


def _plain(text: str) -> float | None:
    """Read separators by where they stand: the last of two kinds is the decimal one, groups have three digits."""
    text = re.sub(r"['’\s\u00a0\u202f]", "", text).rstrip(".,")
    if not text.isascii() or len(text) > 30:
        return None
    points, commas = text.count("."), text.count(",")
    if points and commas:
        thousands = "," if text.rfind(".") > text.rfind(",") else "."
        text = text.replace(thousands, "").replace(",", ".")
    elif points + commas > 1 or re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
        text = text.replace(".", "").replace(",", "")
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _factor(text: str, end: int) -> float:
    """`k` after the number, or after the upper end of its range."""
    rest = text[end:]
    match = FACTOR.match(rest) or re.match(r"\s*(?:-|–|to|bis|a|à)\s*[\d.,]+" + FACTOR.pattern, rest, re.IGNORECASE)
    return FACTORS[match.group(1).lower()] if match else 1.0
