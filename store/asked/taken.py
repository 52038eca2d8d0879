"""Files, deliveries and rejects as screens and verbs ask for them: ids first, then the few that are looked at."""

import sqlite3
from collections.abc import Sequence

import msgspec

from engine.board import IntakeRow, RejectLine
from store.instants import instant, instant_or_none

NEWS_AT = "coalesce(again_at, taken_at)"
"""When a file was dropped last: by this it is indexed."""

_ROW = (
    *("id", "at", "name", "kind", "source", "accepted", "rejected", "duplicates", "tests", "is_done", "why"),
    *("rows_done", "size", "bytes_done", "done_at", "is_asked", "again_at", "again_as"),
)
_IDS = (
    f"SELECT 'f' || sha256, {NEWS_AT} FROM files"  # noqa: S608  names of our own
    " UNION ALL SELECT 'h' || id, received_at FROM spool ORDER BY 2 DESC, 1"
)
_FILES_COUNT = f"SELECT (SELECT count(*) FROM files), (SELECT max({NEWS_AT}) FROM files)"  # noqa: S608
_FILES = (
    "SELECT 'f' || sha256, taken_at, name, 'file', source, accepted, rejected, duplicates, tests, is_done, why,"
    " rows_done, size, bytes_done, done_at, asked_at, again_at, again_as FROM json_each(?) AS wanted CROSS JOIN files"
    " ON sha256 = wanted.value"
)
_DELIVERIES = (
    "SELECT 'h' || spool.id, received_at, source, 'delivery', source, accepted, rejected, duplicates, tests, is_done,"
    " why, accepted + rejected + duplicates + tests, 0, 0, done_at, NULL, NULL, '' FROM json_each(?) AS wanted"
    " CROSS JOIN spool ON spool.id = wanted.value"
)
_REJECTS = (
    "SELECT rejects.id, at, rejects.source, coalesce(files.name, substr(origin, 6)), place, reason, raw, is_test,"
    " rejects.asked_at IS NOT NULL, became, answer FROM json_each(?) AS wanted"
    " CROSS JOIN rejects ON rejects.id = wanted.value LEFT JOIN files ON origin = 'file:' || sha256"
)
_OPEN = (
    "SELECT rejects.id FROM rejects LEFT JOIN files ON origin = 'file:' || sha256"
    " WHERE became = '' AND NOT is_test AND (?1 = '' OR files.name = ?1 OR origin = 'hook:' || ?1)"
    " ORDER BY rejects.id"
)


def intake_count(db: sqlite3.Connection) -> tuple[object, ...]:
    """What changes whenever a file or a delivery comes or goes."""
    files = db.execute(_FILES_COUNT).fetchone()
    return (*files, *db.execute("SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM spool").fetchone())


def intake_ids(db: sqlite3.Connection) -> tuple[str, ...]:
    """Every file and delivery, newest first."""
    return tuple(one for one, _ in db.execute(_IDS))


def intake_of(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, IntakeRow]:
    """Files and deliveries by their ids, in the order asked for."""
    files = db.execute(_FILES, (_json([one[1:] for one in ids if one[0] == "f"]),))
    hooks = db.execute(_DELIVERIES, (_json([int(one[1:]) for one in ids if one[0] == "h"]),))
    found = {row.id: row for row in map(intake_row, [*files, *hooks])}
    return {one: found[one] for one in ids if one in found}


def intake_row(row: tuple[object, ...]) -> IntakeRow:
    """Read a row of a file, a delivery or a source."""
    fields = dict(zip(_ROW, row, strict=True))
    return IntakeRow(
        **{  # type: ignore[arg-type]
            **fields,
            "at": instant(str(fields["at"])),
            **{name: instant_or_none(fields[name]) for name in ("done_at", "again_at")},  # type: ignore[arg-type]
            "is_done": bool(fields["is_done"]),
            "is_asked": fields["is_asked"] is not None,
        }
    )


def reject_ids(db: sqlite3.Connection, intake_id: str) -> tuple[str, ...]:
    """The rejects of a file or delivery, test leads too, in their order."""
    kind, number = intake_id[:1], intake_id[1:]
    if kind == "f":
        found = db.execute("SELECT id FROM rejects WHERE origin = 'file:' || ? ORDER BY id", (number,))
    elif intake_id.startswith("hook:"):
        found = db.execute("SELECT id FROM rejects WHERE origin = ? ORDER BY id DESC", (intake_id,))
    else:
        found = db.execute("SELECT id FROM rejects WHERE delivery = ? ORDER BY id", (int(number or 0),))
    return tuple(str(one) for (one,) in found)


def rejects_of(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, RejectLine]:
    """Rejects by their ids, in the order asked for."""
    return {
        str(number): RejectLine(
            id=number,
            at=instant(at),
            source=source,
            origin=origin,
            place=place,
            reason=reason,
            raw=raw,
            is_test=bool(is_test),
            is_asked=bool(is_asked),
            became=became,
            answer=answer,
        )
        for number, at, source, origin, place, reason, raw, is_test, is_asked, became, answer in db.execute(
            _REJECTS, (_json([int(one) for one in ids]),)
        )
    }


def open_rejects(db: sqlite3.Connection, name: str) -> tuple[str, ...]:
    """The rejects that are still none of a lead, of a file or source by its name, or all, in their order."""
    return tuple(str(one) for (one,) in db.execute(_OPEN, (name,)))


def _json(values: Sequence[str] | Sequence[int]) -> str:
    return msgspec.json.encode(values).decode()
