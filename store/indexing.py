"""Indexing texts a piece at a time: which piece is next, what it is made of, and keeping it if that still holds."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from store.grams import BITS, PIECE, TEXTS, indexed
from store.transaction import Transaction

_TEXTS = ", ".join(f"CAST(coalesce(cards.{name}, '') AS BLOB)" for name in TEXTS)
_LEADS = (
    f"SELECT number, CAST(leads.id AS BLOB), {_TEXTS} FROM leads LEFT JOIN cards ON cards.lead_id = leads.id"  # noqa: S608
    " WHERE number >= ? AND number < ?"
)
_PIECES = (
    "WITH RECURSIVE one (piece) AS (SELECT min(piece) FROM grams"
    " UNION ALL SELECT (SELECT min(grams.piece) FROM grams WHERE grams.piece > one.piece) FROM one"
    " WHERE one.piece IS NOT NULL) SELECT piece FROM one WHERE piece IS NOT NULL"
)

LeadTexts = tuple[int, tuple[bytes, ...]]


class Piece(NamedTuple):
    """A piece of the index before it is kept."""

    number: int
    made_of: list[LeadTexts]
    rows: list[tuple[bytes, bytes]]


class Indexing(Transaction):
    """Indexing within a transaction."""

    def keep_piece(self, piece: Piece) -> bool:
        """Keep a piece; False when a text of it was changed since it was read, and then nothing is kept."""
        if texts_of(self._db, piece.number) != piece.made_of:
            return False
        self._db.execute("DELETE FROM grams WHERE piece = ?", (piece.number,))
        self._db.executemany(
            "INSERT INTO grams (piece, gram, leads) VALUES (?, ?, ?)",
            ((piece.number, gram, leads) for gram, leads in piece.rows),
        )
        return True


def indexed_pieces(db: sqlite3.Connection) -> set[int]:
    """The pieces that are indexed."""
    return {piece for (piece,) in db.execute(_PIECES)}


def missing_pieces(db: sqlite3.Connection) -> list[int]:
    """Full pieces that are not indexed, the newest first: a piece to which leads are still added waits."""
    (newest,) = db.execute("SELECT coalesce(max(number), 0) FROM leads").fetchone()
    there = indexed_pieces(db)
    return [piece for piece in range(((newest + 1) >> BITS) - 1, -1, -1) if piece not in there]


def read_piece(db: sqlite3.Connection, number: int) -> Piece:
    """A piece as it is to be kept."""
    made_of = texts_of(db, number)
    return Piece(number, made_of, indexed(made_of))


def texts_of(db: sqlite3.Connection, piece: int) -> list[LeadTexts]:
    """The leads of a piece with the texts that a filter looks into."""
    return [(number, tuple(texts)) for number, *texts in _rows_of(db, piece)]


def _rows_of(db: sqlite3.Connection, piece: int) -> Iterator[tuple[int, bytes]]:
    return db.execute(_LEADS, (piece << BITS, (piece << BITS) + PIECE))
