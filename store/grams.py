"""The index of texts: which threes of bytes the leads of a piece have in them, so that a filter looks at few of them.

Law: a piece, so many leads by number, is indexed whole or not at all, and what is not is looked through. Whoever
changes a text drops its piece in the same statement, so nothing of a forgotten person stays in the index.
"""

import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

BITS = 12
"""A lead of number n is in piece n >> BITS."""

PIECE = 1 << BITS
TEXTS = ("name", "company", "email", "phone")
"""The columns of a card that are looked into, besides the lead's id."""

LONG = 3
"""Bytes of a gram. A word that is shorter is looked for as the beginning of grams."""

ASKED_MOST = 8
"""Grams of a word that are looked up: the texts themselves are asked after them."""

_END = b"\0\0"
"""Behind every text, so that its last bytes too begin grams."""

_AS_BITS = PIECE // 8
"""How long a set of leads is as a row of bits: sets of fewer are kept as a list of numbers of two bytes."""

Words = tuple[bytes, ...]
Seek = Callable[[bytes, bytes], Iterable[bytes]]
"""The packed sets of the grams of a piece from one on and below another."""


def keep_grams(db: "Database") -> None:
    """The index of texts; the engine fills it when it has time."""
    db.execute(
        "CREATE TABLE grams (piece INTEGER NOT NULL, gram BLOB NOT NULL, leads BLOB NOT NULL,"
        " PRIMARY KEY (piece, gram)) STRICT, WITHOUT ROWID"
    )
    dropped = f"DELETE FROM grams WHERE piece = (SELECT number >> {BITS} FROM leads WHERE id = old.lead_id)"  # noqa: S608
    changed = " OR ".join(f"old.{name} <> new.{name}" for name in TEXTS)
    db.execute(
        f"CREATE TRIGGER grams_go_with_change AFTER UPDATE OF {', '.join(TEXTS)} ON cards WHEN {changed}"
        f" BEGIN {dropped}; END"
    )
    db.execute(f"CREATE TRIGGER grams_go_with_card AFTER DELETE ON cards BEGIN {dropped}; END")


def grams_in(text: bytes) -> Iterable[bytes]:
    """What a text is cut into. Of letters only those of ASCII are without case here, as in SQL's LIKE."""
    padded = text.lower() + _END
    return (padded[at : at + LONG] for at in range(len(text)))


def indexed(leads: Iterable[tuple[int, Iterable[bytes]]]) -> list[tuple[bytes, bytes]]:
    """The rows of a piece: every gram with the packed set of leads, given as number and texts, that have it."""
    having: dict[bytes, list[int]] = defaultdict(list)
    for number, texts in leads:
        for gram in {gram for text in texts for gram in grams_in(text)}:
            having[gram].append(number % PIECE)
    return [(gram, _packed(places)) for gram, places in sorted(having.items())]


def asked_of(words: Iterable[str]) -> Words:
    """The words as the index is asked for them; a zero byte ends a text in SQL, so such a word is left out."""
    texts = (word.encode("utf-8", "replace").lower() for word in words)
    return tuple(text for text in texts if text and b"\0" not in text)


def places_of(words: Words, seek: Seek) -> int:
    """Which leads of a piece may have all words in them, as bits; some of them may not, all others have not."""
    found = -1
    for low, high in _spans(words):
        found &= _any_of(seek(low, high))
        if not found:
            break
    return found


def numbers_of(places: int, piece: int, is_down: bool) -> Iterator[int]:
    """The numbers of leads of a piece, downwards or upwards."""
    while places:
        bit = places.bit_length() - 1 if is_down else (places & -places).bit_length() - 1
        yield (piece << BITS) + bit
        places ^= 1 << bit


def _spans(words: Words) -> Iterator[tuple[bytes, bytes]]:
    """From where to where the grams of words stand."""
    for word in words:
        if len(word) < LONG:
            yield word, word[:-1] + bytes((word[-1] + 1,))
            continue
        grams = [word[at : at + LONG] for at in range(len(word) - LONG + 1)]
        for gram in grams[:: -(-len(grams) // ASKED_MOST)]:
            yield gram, gram + b"\0"


def _any_of(packed: Iterable[bytes]) -> int:
    bits = 0
    for one in packed:
        bits |= int.from_bytes(one if len(one) == _AS_BITS else _as_bits(_listed(one)), "little")
    return bits


def _packed(places: Sequence[int]) -> bytes:
    is_short = 2 * len(places) < _AS_BITS
    return struct.pack(f"<{len(places)}H", *places) if is_short else bytes(_as_bits(places))


def _listed(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 2}H", packed)


def _as_bits(places: Iterable[int]) -> bytearray:
    bits = bytearray(_AS_BITS)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return bits
