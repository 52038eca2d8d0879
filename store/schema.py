"""The tables of leads.db, as named migrations.

Law: a migration that was released is never edited; a new one is added below it.
"""

import secrets
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.beside import keep_repeats
from store.checkpoints import keep_pieces
from store.company_rows import keep_companies
from store.grams import keep_grams
from store.instants import instant, text_of
from store.person_rows import keep_shared_phones
from store.tallies import keep_given_back, keep_tallies, keep_unowned
from store.trying import keep_tries
from store.version import VERSION

if TYPE_CHECKING:
    from sqlite_utils import Database

_JOURNAL = (
    """
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, lead_id TEXT, rep_id TEXT, actor TEXT NOT NULL,
      cause TEXT NOT NULL, policy TEXT NOT NULL, v INTEGER NOT NULL, data TEXT NOT NULL, hash TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX events_by_lead ON events (lead_id) WHERE lead_id IS NOT NULL",
    """
    CREATE TRIGGER events_never_change BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'The journal is only ever added to: an entry cannot be changed.'); END
    """,
    """
    CREATE TRIGGER events_never_go BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'The journal is only ever added to: an entry cannot be deleted.'); END
    """,
    "CREATE TABLE policies (hash TEXT PRIMARY KEY, text TEXT NOT NULL, toml_sha256 TEXT NOT NULL, at TEXT) STRICT",
    "CREATE TABLE checkpoints (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, floor BLOB NOT NULL) STRICT",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID",
)

_FOLDED = (
    """
    CREATE TABLE leads (
      id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, rep_id TEXT, pool TEXT NOT NULL, rule TEXT NOT NULL,
      source TEXT NOT NULL, source_key TEXT NOT NULL, score INTEGER NOT NULL, received_at TEXT NOT NULL,
      queued_at TEXT NOT NULL, assigned_at TEXT, first_touch_at TEXT, due_at TEXT, closed_at TEXT, disposition TEXT,
      version INTEGER NOT NULL, sla TEXT NOT NULL, place TEXT NOT NULL, why TEXT NOT NULL, offered_to TEXT,
      warn_at TEXT, retry_at TEXT, parked_until TEXT, linked_to TEXT, round INTEGER NOT NULL, requires TEXT NOT NULL,
      traits TEXT NOT NULL, number INTEGER PRIMARY KEY
    ) STRICT
    """,
    """
    CREATE INDEX leads_by_urgency ON leads (coalesce(due_at, queued_at), number)
    WHERE first_touch_at IS NULL AND state IN ('queued', 'offered', 'assigned')
    """,
    """
    CREATE INDEX leads_unanswered ON leads (state, sla, queued_at)
    WHERE first_touch_at IS NULL AND state IN ('queued', 'offered', 'assigned')
    """,
    "CREATE INDEX leads_answered ON leads (first_touch_at, sla) WHERE first_touch_at IS NOT NULL",
    """
    CREATE TABLE assignments (
      id INTEGER PRIMARY KEY, lead_id TEXT NOT NULL REFERENCES leads (id) DEFERRABLE INITIALLY DEFERRED,
      rep_id TEXT NOT NULL, assigned_at TEXT NOT NULL, ended_at TEXT, how TEXT NOT NULL, ended_by TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX one_owner_per_lead ON assignments (lead_id) WHERE ended_at IS NULL",
    """
    CREATE TABLE offers (
      id INTEGER PRIMARY KEY, lead_id TEXT NOT NULL REFERENCES leads (id) DEFERRABLE INITIALLY DEFERRED,
      rep_id TEXT NOT NULL, made_at TEXT NOT NULL, expires_at TEXT NOT NULL, ended_at TEXT, ended_by TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX one_open_offer_per_lead ON offers (lead_id) WHERE ended_at IS NULL",
    """
    CREATE TABLE reps (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, availability TEXT NOT NULL, reason TEXT NOT NULL, until_at TEXT,
      open_count INTEGER NOT NULL, offered_count INTEGER NOT NULL, capacity INTEGER NOT NULL,
      version INTEGER NOT NULL, since_at TEXT NOT NULL, idle_since_at TEXT NOT NULL, place INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE ledger (
      pool TEXT NOT NULL, rep_id TEXT NOT NULL, entitled INTEGER NOT NULL, received INTEGER NOT NULL,
      run INTEGER NOT NULL, PRIMARY KEY (pool, rep_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE keys (
      source TEXT NOT NULL, source_key TEXT NOT NULL, lead_id TEXT NOT NULL, PRIMARY KEY (source, source_key)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE people (person_key TEXT PRIMARY KEY, lead_id TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE intake (
      origin TEXT PRIMARY KEY, at TEXT NOT NULL, accepted INTEGER NOT NULL, rejected INTEGER NOT NULL,
      duplicates INTEGER NOT NULL, tests INTEGER NOT NULL, rows_done INTEGER NOT NULL, is_done INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE acts (
      seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, actor TEXT NOT NULL, cause TEXT NOT NULL,
      words TEXT NOT NULL
    ) STRICT
    """,
)

_BESIDE = (
    """
    CREATE TABLE cards (
      lead_id TEXT PRIMARY KEY REFERENCES leads (id) DEFERRABLE INITIALLY DEFERRED,
      name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL, phone_ext TEXT NOT NULL, company TEXT NOT NULL,
      job_title TEXT NOT NULL, message TEXT NOT NULL, consent TEXT NOT NULL, opt_out TEXT NOT NULL,
      owner_hint TEXT NOT NULL, extras TEXT NOT NULL, warnings TEXT NOT NULL, raw TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE rejects (
      id INTEGER PRIMARY KEY, source TEXT NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL,
      at TEXT NOT NULL, origin TEXT NOT NULL, is_test INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX rejects_by_origin ON rejects (origin)",
    """
    CREATE TABLE files (
      sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, taken_at TEXT NOT NULL, accepted INTEGER NOT NULL,
      rejected INTEGER NOT NULL, duplicates INTEGER NOT NULL, tests INTEGER NOT NULL, source TEXT NOT NULL,
      rows_done INTEGER NOT NULL, is_done INTEGER NOT NULL, why TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX files_by_time ON files (taken_at)",
    """
    CREATE TABLE spool (
      id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, media_type TEXT NOT NULL, body BLOB NOT NULL,
      received_at TEXT NOT NULL, delivery TEXT NOT NULL, is_done INTEGER NOT NULL DEFAULT 0,
      why TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE UNIQUE INDEX spool_once ON spool (source, delivery) WHERE delivery <> ''",
    "CREATE INDEX spool_waiting ON spool (id) WHERE is_done = 0",
    """
    CREATE TABLE orders (
      id INTEGER PRIMARY KEY AUTOINCREMENT, actor TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL,
      answered_at TEXT, answer TEXT
    ) STRICT
    """,
    "CREATE INDEX orders_waiting ON orders (id) WHERE answered_at IS NULL",
    """
    CREATE TABLE lease (
      id INTEGER PRIMARY KEY CHECK (id = 1), holder TEXT NOT NULL, pid INTEGER NOT NULL, epoch INTEGER NOT NULL,
      renewed_at TEXT NOT NULL, listening TEXT NOT NULL, trouble TEXT NOT NULL
    ) STRICT
    """,
)

FOLDED_TABLES = (
    "assignments",
    "offers",
    "leads",
    "reps",
    "ledger",
    "keys",
    "people",
    "companies",
    "intake",
    "acts",
    "tallies",
)
"""What is folded from the journal and can be rebuilt, children before parents."""


def lay_tables(db: "Database") -> None:
    """Version 0.1: the journal, the tables folded from it, and what is kept beside them."""
    for statement in (*_JOURNAL, *_FOLDED, *_BESIDE):
        db.execute(statement)
    db.execute("INSERT INTO meta (key, value) VALUES ('salt', ?)", [secrets.token_bytes(32)])


def keep_forgotten(db: "Database") -> None:
    """Who was forgotten: leads by id, and keyed hashes by which a record of the same person is known again."""
    db.execute(
        "CREATE TABLE forgotten (key TEXT PRIMARY KEY, lead_id TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )


def keep_grades(db: "Database") -> None:
    """What the scoring made of a lead, and the leads that are put aside."""
    db.execute("ALTER TABLE leads ADD COLUMN grade TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX leads_parked ON leads (parked_until) WHERE state = 'parked'")


def keep_notes(db: "Database") -> None:
    """What people wrote down about leads, by the entry that says so; and the open leads of each rep."""
    db.execute("CREATE TABLE notes (seq INTEGER PRIMARY KEY, lead_id TEXT NOT NULL, text TEXT NOT NULL) STRICT")
    db.execute("CREATE INDEX notes_by_lead ON notes (lead_id)")
    db.execute("CREATE INDEX leads_contacted ON leads (first_touch_at) WHERE state = 'contacted'")
    db.execute(
        "CREATE INDEX leads_of_reps ON leads (rep_id) WHERE rep_id IS NOT NULL AND state IN ('assigned', 'contacted')"
    )


def keep_outbox(db: "Database") -> None:
    """Messages to customers, by the entries that asked for them; persons stand on their cards alone."""
    db.execute(
        "CREATE TABLE outbox (seq INTEGER PRIMARY KEY, lead_id TEXT NOT NULL, channel TEXT NOT NULL,"
        " at TEXT NOT NULL, done_at TEXT) STRICT"
    )
    db.execute("CREATE INDEX outbox_waiting ON outbox (seq) WHERE done_at IS NULL")


def keep_rules_texts(db: "Database") -> None:
    """The text of floor.toml that each policy was last read from, so that it can be put back."""
    db.execute("ALTER TABLE policies ADD COLUMN toml TEXT NOT NULL DEFAULT ''")


def keep_lines(db: "Database") -> None:
    """Who stands where in the queue of each pool, in whichever order it is; from the journal for what came before."""
    db.execute("ALTER TABLE leads ADD COLUMN order_at TEXT")
    came = db.execute(
        "SELECT json_extract(data, '$.order_at') AS at, lead_id FROM events WHERE kind = 'lead_received' AND at <> ''"
    )
    rows = [(text_of(instant(at)), lead_id) for at, lead_id in came]
    db.conn.executemany("UPDATE leads SET order_at = ? WHERE id = ?", rows)
    db.execute(
        "CREATE INDEX leads_in_line ON leads (pool, coalesce(order_at, due_at, queued_at), number)"
        " WHERE state = 'queued'"
    )


def keep_troubled_parts(db: "Database") -> None:
    """Which parts of the engine are in trouble, beside the sentences that say so."""
    db.execute("ALTER TABLE lease ADD COLUMN troubled TEXT NOT NULL DEFAULT ''")


def leave_traits(db: "Database") -> None:
    """What a lead was received with stands in the journal, once."""
    db.execute("ALTER TABLE leads DROP COLUMN traits")


def leave_hours(db: "Database") -> None:
    """What reps did in their last hours is in acts no more, and is bounded; checkpoints of before are made anew."""
    db.execute("DELETE FROM checkpoints")


MIGRATIONS: tuple[Callable[["Database"], None], ...] = (
    lay_tables,
    keep_forgotten,
    keep_grades,
    keep_notes,
    keep_tries,
    keep_outbox,
    keep_shared_phones,
    keep_rules_texts,
    keep_pieces,
    keep_lines,
    keep_companies,
    keep_tallies,
    keep_troubled_parts,
    keep_grams,
    leave_traits,
    keep_unowned,
    keep_repeats,
    leave_hours,
    keep_given_back,
)
"""In order; `VERSION` is their number."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date, inside the caller's BEGIN IMMEDIATE."""
    from sqlite_utils import Database, Migrations  # slow to import, and seldom needed

    named = Migrations("floorboard")
    for step in MIGRATIONS:
        named()(step)
    named.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {VERSION}")
