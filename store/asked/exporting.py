"""Every lead with its person, row by row, for whoever takes them elsewhere."""

import sqlite3
from collections.abc import Iterator

EXPORTED = (
    *("id", "state", "rep_id", "pool", "rule", "source", "source_key", "score", "grade"),
    *("received_at", "queued_at", "assigned_at", "first_touch_at", "due_at", "closed_at", "disposition"),
    *("name", "email", "phone", "phone_ext", "company", "job_title", "message", "consent", "opt_out", "extras"),
)
"""The columns, as leads.db names them; of a person who was forgotten those of the card are empty."""

_OF_CARDS = EXPORTED[EXPORTED.index("name") :]
_COLUMNS = [f"coalesce(cards.{name}, '')" if name in _OF_CARDS else f"leads.{name}" for name in EXPORTED]
_ALL = f"SELECT {', '.join(_COLUMNS)} FROM leads LEFT JOIN cards ON cards.lead_id = leads.id ORDER BY number"  # noqa: S608

Value = str | int | None


def exported(db: sqlite3.Connection) -> Iterator[tuple[Value, ...]]:
    """Yield the leads in the order in which they came in, each with a value for every column."""
    yield from db.execute(_ALL)
