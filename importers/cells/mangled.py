"""Text that came through too many hands, as it was meant: `M&uuml;ller`, and `MÃ¼ller` for bytes read wrongly."""

import html
import re

ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z][A-Za-z0-9]{1,12});")
MISREAD = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
)
"""How a letter of several bytes looks where each byte was taken for a western letter."""


def spelled_out(text: str) -> str:
    """The text with its entities and misread letters put right; what is neither stays as it is."""
    if "&" in text and ";" in text:
        text = ENTITY.sub(_letter, text)
    return text if text.isascii() or not MISREAD.search(text) else _read_again(text)


def _letter(entity: re.Match[str]) -> str:
    known = html.unescape(entity.group())
    return known if known and (known.isprintable() or known == "\xa0") else entity.group()


def _read_again(text: str) -> str:
    try:
        return b"".join(bytes([ord(one)]) if ord(one) < 256 else one.encode("cp1252") for one in text).decode()
    except UnicodeError:
        return text
