"""Files and rejects: what came of everything that was dropped or posted, beside the journal."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from store.cards import storable
from store.instants import instant_or_none, text_of, text_or_none
from store.rows import FileRow, RejectRow
from store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database


class FilesAndRejects(Transaction):
    """Files and rejects within a transaction."""

    def keep_rejects(self, rejects: Iterable[RejectRow], at: datetime) -> None:
        """Keep records that could not be taken."""
        when = text_of(at)
        self._db.executemany(
            "INSERT INTO rejects (source, place, reason, raw, at, origin, is_test, delivery)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(row.source, storable(row.place), storable(row.reason), storable(row.raw), when, row.origin),
                    *(row.is_test, row.delivery),
                )
                for row in rejects
            ],
        )

    def keep_file(self, row: FileRow) -> None:
        """Insert or replace the file's row."""
        values = {name: getattr(row, name) for name in FILE_COLUMNS}
        for name in _INSTANTS:
            values[name] = text_or_none(getattr(row, name))
        self._db.execute(_KEEP_FILE, {**values, **{name: storable(getattr(row, name)) for name in _NAMES}})

    def file(self, sha256: str) -> FileRow | None:
        """The row of the file with these bytes."""
        row = self._db.execute(f"{FILE} WHERE sha256 = ?", (sha256,)).fetchone()
        return file_of(row) if row else None


FILE_COLUMNS = (
    *("sha256", "name", "source", "taken_at", "accepted", "rejected", "duplicates", "tests", "rows_done", "is_done"),
    *("why", "size", "bytes_done", "done_at", "path", "asked_at", "again_at", "again_as"),
)
_INSTANTS = ("taken_at", "done_at", "asked_at", "again_at")
_NAMES = ("name", "path", "again_as")
FILE = f"SELECT {', '.join(FILE_COLUMNS)} FROM files"  # noqa: S608  names of our own
_KEEP_FILE = (
    f"INSERT OR REPLACE INTO files ({', '.join(FILE_COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join(f':{name}' for name in FILE_COLUMNS)})"
)


def file_of(row: tuple[object, ...]) -> FileRow:
    """Read a file's row in the order of FILE_COLUMNS."""
    fields: dict[str, object] = dict(zip(FILE_COLUMNS, row, strict=True))
    instants = {name: instant_or_none(fields[name]) for name in _INSTANTS}  # type: ignore[arg-type]
    return FileRow(**{**fields, **instants, "is_done": bool(fields["is_done"])})  # type: ignore[arg-type]


def keep_repeats(db: "Database") -> None:
    """When and under which name a file came again; lists of files begin with what was dropped last."""
    db.execute("ALTER TABLE files ADD COLUMN again_at TEXT")
    db.execute("ALTER TABLE files ADD COLUMN again_as TEXT NOT NULL DEFAULT ''")
    db.execute("DROP INDEX files_by_time")
    db.execute("CREATE INDEX files_by_news ON files (coalesce(again_at, taken_at))")
