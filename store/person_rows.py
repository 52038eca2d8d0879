"""Who came in with which key, folded from the journal into the table `people`."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.commands import PHONE
from engine.dealing.person_keys import who

if TYPE_CHECKING:
    from sqlite_utils import Database

PersonRow = tuple[str, str, str, str]
"""A key with its latest lead and, where it is a phone alone, the keys of mailbox and name beside it."""

PUT_PERSON = """
    INSERT INTO people (person_key, lead_id, mail, named) VALUES (?, ?, ?, ?)
    ON CONFLICT (person_key) DO UPDATE SET
      lead_id = excluded.lead_id,
      is_shared = is_shared OR (
        NOT (mail <> '' AND mail = excluded.mail) AND NOT (named <> '' AND named = excluded.named)
        AND (mail <> '' AND excluded.mail <> '' OR named <> '' AND excluded.named <> '')),
      mail = iif(excluded.mail = '', mail, excluded.mail),
      named = iif(excluded.named = '', named, excluded.named)
"""
"""Says in SQL what `engine.dealing.person_keys.given` says."""


def person_rows(lead_id: str, keys: Sequence[str]) -> list[PersonRow]:
    """The rows of one record."""
    mail, named = who(keys)
    return [(key, lead_id, mail, named) if key.startswith(PHONE) else (key, lead_id, "", "") for key in keys]


def keep_shared_phones(db: "Database") -> None:
    """Which phones different people gave: told anew from the journal for what came in before."""
    for column in ("mail TEXT NOT NULL DEFAULT ''", "named TEXT NOT NULL DEFAULT ''"):
        db.execute(f"ALTER TABLE people ADD COLUMN {column}")
    db.execute("ALTER TABLE people ADD COLUMN is_shared INTEGER NOT NULL DEFAULT 0")
    came = db.execute(
        "SELECT lead_id, json_extract(data, '$.person_keys') FROM events"
        " WHERE kind IN ('lead_received', 'lead_merged') ORDER BY seq"
    )
    rows = (row for lead_id, keys in came if keys for row in person_rows(lead_id, json.loads(keys)))
    db.conn.executemany(PUT_PERSON, rows)
