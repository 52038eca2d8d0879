"""Notes: what people wrote down about leads, kept beside the journal because it may name the person."""

import sqlite3
from collections.abc import Mapping

from store.cards import storable
from store.transaction import Transaction


class Notes(Transaction):
    """Notes within a transaction."""

    def keep_notes(self, notes: Mapping[int, tuple[str, str]]) -> None:
        """Keep what was written down: lead and text by the entry that says so."""
        rows = [(seq, lead_id, storable(text)) for seq, (lead_id, text) in notes.items()]
        self._db.executemany("INSERT INTO notes (seq, lead_id, text) VALUES (?, ?, ?)", rows)


def notes_in(db: sqlite3.Connection, lead_id: str) -> dict[int, str]:
    """What was written down about a lead, by entry."""
    return dict(db.execute("SELECT seq, text FROM notes WHERE lead_id = ?", (lead_id,)).fetchall())
