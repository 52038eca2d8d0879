"""How pools and reps were placed at the latest turn, as the desk keeps it and boards read it."""

import sqlite3

import msgspec

from engine.board import Plight
from store.instants import text_of

OLD_MOST = 1_000
"""Leads on an old ladder that are counted."""

_read = msgspec.json.Decoder(Plight).decode
_OLD = (
    "SELECT count(*) FROM (SELECT 1 FROM leads INDEXED BY leads_in_line"
    " WHERE state = 'queued' AND pool = ? AND queued_at < ? LIMIT ?)"
)


def plight_in(db: sqlite3.Connection) -> Plight:
    """What was kept; nothing before the first turn, or where another version wrote it."""
    row = db.execute("SELECT value FROM meta WHERE key = 'plight'").fetchone()
    try:
        return _read(row[0]) if row else Plight()
    except msgspec.DecodeError:
        return Plight()


def keep_plight(db: sqlite3.Connection, plight: Plight) -> None:
    """Keep it."""
    text = msgspec.json.encode(plight).decode()
    db.execute(
        "INSERT INTO meta (key, value) VALUES ('plight', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (text,),
    )


def on_old_ladders(db: sqlite3.Connection, plight: Plight) -> int:
    """How many leads wait on a ladder that the house rules no longer have."""
    return sum(old_ladders(db, plight).values())


def old_ladders(db: sqlite3.Connection, plight: Plight) -> dict[str, int]:
    """How many of each pool do."""
    return {
        pool: db.execute(_OLD, (pool, text_of(at), OLD_MOST)).fetchone()[0] for pool, at in plight.ladders.items()
    }
