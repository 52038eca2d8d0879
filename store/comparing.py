"""Whether the live tables are as the journal says: it is folded once more beside them, and row is held against row.

Law: what is held in memory is one floor. Tables are compared as they stream past, the checkpoint piece by piece.
"""

import sqlite3
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from engine.floor import Floor
from store.checkpoints import is_of
from store.journal import Journal
from store.replay import replayed
from store.schema import FOLDED_TABLES
from store.sqlite import SqliteLedger

NO_CARE = ("synchronous = OFF", "foreign_keys = OFF", "secure_delete = OFF", "wal_autocheckpoint = 1000")
"""How a database is written that is thrown away."""


class Differs(Exception):
    """A table or the checkpoint is not as the journal says; the message is the sentence."""


def compare(db: sqlite3.Connection, scratch: str) -> str:
    """Compare everything; `db` has the scratch file attached as `replayed`. Raises Differs."""
    _fold_anew(db, scratch)
    for table in FOLDED_TABLES:
        _compare(db, table)
    return f"All {len(FOLDED_TABLES)} tables are as the journal says."


class _Kept(NamedTuple):
    """A checkpoint as it lies in the database."""

    seq: int
    floor: bytes


def _fold_anew(db: sqlite3.Connection, scratch: str) -> None:
    """Fold the journal into the scratch tables; where the checkpoint was made, it must be the floor of that entry."""
    view, floor = Journal(db, {}), Floor()
    kept = next((_Kept(*row) for row in view.checkpoints()), None)
    ledger = SqliteLedger(scratch)
    try:
        ledger.take_no_care(NO_CARE)
        with ledger.writing() as writing:
            for digest, sha256 in db.execute("SELECT hash, toml_sha256 FROM policies").fetchall():
                writing.keep_policy(digest, view.policy(digest), sha256)
        for until in (kept.seq, None) if kept else (None,):
            for changes, draft in replayed(floor, view.tail(floor.seq, until)):
                with ledger.writing() as writing:
                    writing.project(changes, draft)
            if kept and until is not None:
                _compare_checkpoint(view, kept, floor)
    finally:
        ledger.close()


def _compare_checkpoint(view: Journal, kept: _Kept, floor: Floor) -> None:
    try:
        is_true = is_of(kept.floor, floor, view.piece)
    except msgspec.DecodeError:  # kept by another version: nobody goes by it
        return
    if not is_true:
        raise Differs("The latest checkpoint differs from the journal; `floorboard rebuild` makes it anew.")


def _compare(db: sqlite3.Connection, table: str) -> None:
    """Both in the order of their key, without sorting anything; only what differs is looked for."""
    keys = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})") if row[5])
    live, anew = (db.execute(f"SELECT * FROM {one}.{table} ORDER BY {keys}") for one in ("main", "replayed"))  # noqa: S608
    if all(one == other for one, other in zip_longest(live, anew)):
        return
    for one, other, words in (("main", "replayed", "has"), ("replayed", "main", "lacks")):
        row = db.execute(f"SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table} LIMIT 1").fetchone()  # noqa: S608
        if row is not None:
            shown = ", ".join(str(value) for value in row[:3])
            raise Differs(
                f"Table {table} {words} a row that differs from the journal ({shown}); run `floorboard rebuild`."
            )
