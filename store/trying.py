"""Rejects that somebody wants to be tried again: who asked, what is waiting, and what came of it.

Law: a reject that became a lead says which, and is never tried a second time.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from store.beside import FILE, file_of
from store.cards import storable
from store.instants import text_of
from store.rows import FileRow, RejectRow, Tried
from store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

REJECT_COLUMNS = ("source", "place", "reason", "raw", "origin", "is_test", "delivery", "id", "became")
REJECT = f"SELECT {', '.join(REJECT_COLUMNS)} FROM rejects"  # noqa: S608  names of our own
TAKEN_ANEW = "file"
"""What a reject became whose whole file was taken in anew."""


class Trying(Transaction):
    """Trying again within a transaction."""

    def ask_again(self, rejects: Iterable[int], at: datetime) -> int:
        """Ask for rejects to be tried again; returns how many there are that can be."""
        asked = self._db.execute(
            "UPDATE rejects SET asked_at = ?, answer = '' WHERE became = '' AND NOT is_test"
            " AND id IN (SELECT value FROM json_each(?))",
            (text_of(at), _json(list(rejects))),
        )
        return asked.rowcount

    def ask_file(self, sha256: str, at: datetime) -> bool:
        """Ask for a file that failed to be tried again; False when there is none, or it did not fail."""
        asked = self._db.execute(
            "UPDATE files SET asked_at = ? WHERE sha256 = ? AND is_done AND why <> ''", (text_of(at), sha256)
        )
        return asked.rowcount > 0

    def is_asked(self) -> bool:
        """Whether anything waits to be tried again."""
        (some,) = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM rejects WHERE asked_at IS NOT NULL)"
            " OR EXISTS (SELECT 1 FROM files WHERE asked_at IS NOT NULL)"
        ).fetchone()
        return bool(some)

    def asked_rejects(self, limit: int) -> list[RejectRow]:
        """Rejects of one file or delivery that wait to be tried again, all of the same, in their order."""
        first = self._db.execute(
            "SELECT origin, delivery FROM rejects WHERE asked_at IS NOT NULL ORDER BY id LIMIT 1"
        ).fetchone()
        if first is None:
            return []
        rows = self._db.execute(
            f"{REJECT} WHERE asked_at IS NOT NULL AND origin = ? AND delivery = ? ORDER BY id LIMIT ?",
            (*first, limit),
        )
        return [reject_of(row) for row in rows]

    def asked_file(self) -> FileRow | None:
        """A file that waits to be tried again."""
        row = self._db.execute(f"{FILE} WHERE asked_at IS NOT NULL LIMIT 1").fetchone()
        return file_of(row) if row else None

    def still_asked(self, rejects: Iterable[int]) -> set[int]:
        """Those of the rejects that still wait: nobody else has tried them meanwhile."""
        rows = self._db.execute(
            "SELECT id FROM rejects WHERE asked_at IS NOT NULL AND became = ''"
            " AND id IN (SELECT value FROM json_each(?))",
            (_json(list(rejects)),),
        )
        return {number for (number,) in rows}

    def tried(self, outcomes: Mapping[int, Tried], at: datetime) -> None:
        """Note what a new try came to; those that are rejects still keep their new reason."""
        self._db.executemany(
            "UPDATE rejects SET asked_at = NULL, tried_at = ?, became = ?, reason = iif(? = '', reason, ?),"
            " is_test = ?, answer = ? WHERE id = ?",
            [
                (text_of(at), one.became, one.reason, storable(one.reason), one.is_test, one.answer, number)
                for number, one in outcomes.items()
            ],
        )

    def taken_anew(self, sha256: str, at: datetime) -> int:
        """Note that a file is taken in anew from its first record; returns how many rejects that settles."""
        settled = self._db.execute(
            "UPDATE rejects SET asked_at = NULL, tried_at = ?, became = ? WHERE origin = ? AND became = ''",
            (text_of(at), TAKEN_ANEW, f"file:{sha256}"),
        )
        return settled.rowcount


def reject_of(row: tuple[object, ...]) -> RejectRow:
    """Read a reject from a row in the order of REJECT_COLUMNS."""
    fields = dict(zip(REJECT_COLUMNS, row, strict=True))
    return RejectRow(**{**fields, "is_test": bool(fields["is_test"])})  # type: ignore[arg-type]


def keep_tries(db: "Database") -> None:
    """How far files are read and deliveries came, and which rejects are to be tried again, or were."""
    for column in (
        "size INTEGER NOT NULL DEFAULT 0",
        "bytes_done INTEGER NOT NULL DEFAULT 0",
        "done_at TEXT",
        "path TEXT NOT NULL DEFAULT ''",
        "asked_at TEXT",
    ):
        db.execute(f"ALTER TABLE files ADD COLUMN {column}")
    for column in (
        "digest TEXT NOT NULL DEFAULT ''",
        "done_at TEXT",
        *(f"{count} INTEGER NOT NULL DEFAULT 0" for count in ("accepted", "rejected", "duplicates", "tests")),
    ):
        db.execute(f"ALTER TABLE spool ADD COLUMN {column}")
    for column in (
        "delivery INTEGER NOT NULL DEFAULT 0",
        "asked_at TEXT",
        "tried_at TEXT",
        "answer TEXT NOT NULL DEFAULT ''",
        "became TEXT NOT NULL DEFAULT ''",
    ):
        db.execute(f"ALTER TABLE rejects ADD COLUMN {column}")
    db.execute("CREATE INDEX rejects_asked ON rejects (id) WHERE asked_at IS NOT NULL")
    db.execute("CREATE INDEX files_asked ON files (sha256) WHERE asked_at IS NOT NULL")
    db.execute("CREATE INDEX rejects_by_delivery ON rejects (delivery) WHERE delivery > 0")


def _json(values: list[int]) -> str:
    return msgspec.json.encode(values).decode()
