"""The least that a durable ledger can do: a lead, its assignment and an event in one commit of plain sqlite3."""

import json
import sqlite3
from contextlib import closing
from itertools import cycle
from pathlib import Path

from benchmarks.rows import Row

TABLES = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE TABLE leads (id INTEGER PRIMARY KEY, source_key TEXT UNIQUE, email TEXT, state TEXT, data TEXT);
CREATE TABLE assignments (id INTEGER PRIMARY KEY, lead_id INTEGER, rep_id INTEGER);
CREATE TABLE events (seq INTEGER PRIMARY KEY, lead_id INTEGER, kind TEXT, data TEXT);
"""


def deal(path: Path, rows: list[Row], reps: int, per_commit: int = 1) -> None:
    """Keep rows and hand them round, so many in each commit."""
    with closing(sqlite3.connect(path / "raw.db", isolation_level=None)) as db:
        db.executescript(TABLES)
        turn = cycle(range(reps))
        for begin in range(0, len(rows), per_commit):
            db.execute("BEGIN IMMEDIATE")
            for row in rows[begin : begin + per_commit]:
                _deal_one(db, row, next(turn))
            db.execute("COMMIT")


def _deal_one(db: sqlite3.Connection, row: Row, rep: int) -> None:
    lead = db.execute(
        "INSERT INTO leads (source_key, email, state, data) VALUES (?, ?, 'assigned', ?)",
        (f"{row['lead_id']}-{db.total_changes}", row["email"], json.dumps(row)),
    ).lastrowid
    db.execute("INSERT INTO assignments (lead_id, rep_id) VALUES (?, ?)", (lead, rep))
    db.execute("INSERT INTO events (lead_id, kind, data) VALUES (?, 'assigned', ?)", (lead, json.dumps({"rep": rep})))
