"""Files and rejects: what came of everything that was dropped or posted, beside the journal."""

from collections.abc import Iterable
from datetime import datetime

from store.cards import storable
from store.instants import instant, text_of
from store.rows import FileRow, RejectRow
from store.transaction import Transaction


class FilesAndRejects(Transaction):
    """Files and rejects within a transaction."""

    def keep_rejects(self, rejects: Iterable[RejectRow], at: datetime) -> None:
        """Keep records that could not be taken."""
        when = text_of(at)
        self._db.executemany(
            "INSERT INTO rejects (source, place, reason, raw, at, origin, is_test) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (row.source, storable(row.place), row.reason, storable(row.raw), when, row.origin, row.is_test)
                for row in rejects
            ],
        )

    def keep_file(self, row: FileRow) -> None:
        """Insert or replace the file's row."""
        self._db.execute(
            "INSERT OR REPLACE INTO files (sha256, name, source, taken_at, accepted, rejected, duplicates, tests,"
            " rows_done, is_done, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.sha256,
                storable(row.name),
                row.source,
                text_of(row.taken_at),
                row.accepted,
                row.rejected,
                row.duplicates,
                row.tests,
                row.rows_done,
                row.is_done,
                row.why,
            ),
        )

    def file(self, sha256: str) -> FileRow | None:
        """The row of the file with these bytes."""
        row = self._db.execute(
            "SELECT sha256, name, source, taken_at, accepted, rejected, duplicates, tests, rows_done, is_done, why"
            " FROM files WHERE sha256 = ?",
            (sha256,),
        ).fetchone()
        return file_of(row) if row else None


_FILE_COLUMNS = (
    *("sha256", "name", "source", "taken_at", "accepted", "rejected", "duplicates", "tests", "rows_done", "is_done"),
    "why",
)


def file_of(row: tuple[object, ...]) -> FileRow:
    """Read a file's row."""
    fields: dict[str, object] = dict(zip(_FILE_COLUMNS, row, strict=True))
    return FileRow(**{**fields, "taken_at": instant(str(fields["taken_at"])), "is_done": bool(fields["is_done"])})  # type: ignore[arg-type]
