"""Which encoding a text is in that says nothing and is not UTF-8: the one in which its words are words.

Law: a guess is never asked where a byte order mark, valid UTF-8 or the floor's own word decides.
"""

import codecs
import re
import unicodedata
from itertools import islice
from typing import NamedTuple

from importers.headings import known_words

HEAD_LINES = 20
CELLS = re.compile(r"[,;\t|]")
WORD = re.compile(r"(?:[^\W\d_]|[^\x00-\x7f])+")
"""Letters, and signs outside of ASCII that stand among them."""
BESIDE_LETTERS = str.maketrans("", "", "’¿¡ªº")
"""Signs that stand at words of western languages."""
WORDS_MAX, WORD_CHARS_MAX = 500, 30
ESCAPED = re.compile(rb"\x1b(?:\$[B@]|\([JI])")
"""How Japanese text that keeps to seven bits changes its script."""


class Kind(NamedTuple):
    """A family of encodings: the script of its words, and the letters that are common in them."""

    script: str
    common: str
    names: tuple[str, ...]
    words: str = "(?!)"
    """Words that no other family has, where letters leave it open: Hungarian looks French but for two of them."""


KINDS = (
    Kind("LATIN", "äöüßéèêàçñáíóúãõåøæôîâëïûœÄÖÜÉÅØ’", ("cp1252",)),
    Kind("LATIN", "ąęłńóśźżŁŚŻéáíýčďěňřšťůžŽŠČőűöüÖ", ("cp1250",), r"név\b|szám\b|\bcím"),
    Kind("LATIN", "ğışİçöüŞÇÖÜ", ("cp1254",)),
    Kind("CYRILLIC", "оеаинтсрвлкмдп", ("cp1251", "koi8-r")),
    Kind("GREEK", "αοιετσνηυρςκπάόίέήώ", ("cp1253",)),
    Kind("HEBREW", "יוהלאמרתבש", ("cp1255",)),
    Kind("ARABIC", "اليمنرتبهوحسد", ("cp1256",)),
    Kind("CJK HIRAGANA KATAKANA", "", ("cp932", "euc_jp")),
    Kind("CJK", "", ("gb18030",)),
    Kind("HANGUL", "", ("cp949",)),
    Kind("CJK", "", ("big5",)),
)
"""Of equals the first."""


def guess(head: bytes) -> str:
    """The encoding in which most headings are known, then in which most words are well formed."""
    if ESCAPED.search(head) and head.isascii():
        return "iso2022_jp"
    best, most = "cp1252", (-1, -1.0)
    for kind in KINDS:
        for name in kind.names:
            text = _decoded(head, name)
            if text is not None and (score := _score(text, kind)) > most:
                best, most = name, score
    return best


def _decoded(head: bytes, name: str) -> str | None:
    """The text; None where it is not in this encoding. The last character may be cut in two."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(head)
    except UnicodeDecodeError:
        return None


def _score(text: str, kind: Kind) -> tuple[int, float]:
    cells = [cell.strip(' "\r') for line in text.split("\n")[:HEAD_LINES] for cell in CELLS.split(line)]
    told = [cell for cell in cells if not cell.isascii()]
    words = list(islice((word for word in WORD.findall(text) if not word.isascii()), WORDS_MAX))
    sound = sum(_soundness(word, kind) for word in words) / (len(words) or 1)
    is_its_own = re.search(kind.words, text.casefold()) is not None
    return known_words(told) + is_its_own, round(sound, 2)


def _soundness(word: str, kind: Kind) -> float:
    """From 0 to 1: one script, letters only, cases as people write them, and letters that are common."""
    first = next(place for place, char in enumerate(word) if not char.isascii())
    word = word[max(0, first - WORD_CHARS_MAX) : first + WORD_CHARS_MAX].translate(BESIDE_LETTERS)
    foreign = [char for char in word if not char.isascii()]
    if not foreign:
        return 1.0
    scripts = {unicodedata.name(char, "?").partition(" ")[0].partition("-")[0] for char in foreign}
    if not all(script in kind.script for script in scripts) or not word.isalpha():
        return 0.0
    if kind.script == "LATIN":
        is_sound = len(foreign) * 2 <= len(word) or len(word) < 3
    elif "CJK" in kind.script or kind.script == "HANGUL":
        return 0.9
    else:
        is_sound = len(foreign) == len(word) and (word.islower() or word.isupper() or word[1:].islower())
    common = sum(char in kind.common for char in foreign) / len(foreign)
    return 0.5 + common / 2 if is_sound else common / 4
