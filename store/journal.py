"""The journal's table: appended to, read in order, never changed."""

import sqlite3
from collections.abc import Iterator, Sequence

import msgspec

from engine.events import Entry
from engine.floor import Floor
from engine.turn import Conflict
from store.checkpoints import named, packed, unpacked
from store.codec import JournalRow, entry_of, rows_of
from store.rows import Head
from store.transaction import Transaction

CHECKPOINTS_KEPT = 2

LAST = (1 << 63) - 1
"""No entry is later."""


def journal_rows(db: sqlite3.Connection, after: int, limit: int) -> list[JournalRow]:
    """A stretch of the journal."""
    rows = db.execute(
        "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events"
        " WHERE seq > ? ORDER BY seq LIMIT ?",
        (after, limit),
    )
    return [JournalRow(*row) for row in rows]


class Journal(Transaction):
    """The journal within a transaction."""

    _head: Head | None = None
    """Its last entry: nobody else adds any while the transaction is open."""

    def head(self) -> Head:
        """The journal's last entry."""
        if self._head is None:
            row = self._db.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
            self._head = Head(seq=row[0], hash=row[1]) if row else Head()
        return self._head

    def tail(self, after: int, until: int | None = None) -> Iterator[Entry]:
        """Entries after `after`, in order, up to one."""
        rows = self._db.execute(
            "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events"
            " WHERE seq > ? AND seq <= ? ORDER BY seq",
            (after, LAST if until is None else until),
        )
        return (entry_of(JournalRow(*row)) for row in rows)

    def rules_changes(self) -> list[Entry]:
        """Every entry that put house rules in force."""
        rows = self._db.execute(
            "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events"
            " WHERE kind = 'policy_changed' ORDER BY seq"
        )
        return [entry_of(JournalRow(*row)) for row in rows]

    def add_entries(self, entries: Sequence[Entry]) -> Head:
        """Write entries at the journal's end. Raises Conflict when the first is not the next."""
        head = self.head()
        if not entries:
            return head
        if entries[0].seq != head.seq + 1:
            raise Conflict(f"The journal is at entry {head.seq} by now; look again, then repeat what you did.")
        rows = list(rows_of(entries, head.hash))
        self._db.executemany(
            "INSERT INTO events (seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        self._head = Head(seq=rows[-1].seq, hash=rows[-1].hash)
        return self._head

    def keep_checkpoint(self, floor: Floor) -> None:
        """Keep the floor as it is, so that the next start need not fold the whole journal."""
        row = self._db.execute("SELECT hash FROM events WHERE seq = ?", (floor.seq,)).fetchone()
        if row is None:
            return
        self._db.execute(
            "INSERT OR REPLACE INTO checkpoints (seq, hash, floor) VALUES (?, ?, ?)",
            (floor.seq, row[0], packed(floor)),
        )
        self._db.execute(
            "DELETE FROM checkpoints WHERE seq NOT IN (SELECT seq FROM checkpoints ORDER BY seq DESC LIMIT ?)",
            (CHECKPOINTS_KEPT,),
        )
        self._keep_pieces(floor)

    def _keep_pieces(self, floor: Floor) -> None:
        """Keep the pieces that are new, and drop those that no checkpoint needs any more."""
        kept = {digest for (digest,) in self._db.execute("SELECT digest FROM pieces")}
        fresh = [(piece.digest, piece.packed) for piece in floor.resting.pieces if piece.digest not in kept]
        self._db.executemany("INSERT OR IGNORE INTO pieces (digest, leads) VALUES (?, ?)", fresh)
        needed = set[bytes]().union(*(named(one) for (one,) in self._db.execute("SELECT floor FROM checkpoints")))
        self._db.executemany("DELETE FROM pieces WHERE digest = ?", [(digest,) for digest in kept - needed])

    def checkpoint(self, up_to: int = LAST) -> Floor:
        """The floor at the newest checkpoint that belongs to this journal and can be read, else an empty one."""
        for _, kept in self.checkpoints(up_to):
            try:
                return unpacked(kept, self.piece)
            except msgspec.DecodeError:  # kept by another version: the journal knows it all
                continue
        return Floor()

    def checkpoints(self, up_to: int = LAST) -> Iterator[tuple[int, bytes]]:
        """The entries at which this journal has checkpoints, the newest first, and the floors as bytes."""
        return self._db.execute(
            "SELECT seq, floor FROM checkpoints JOIN events USING (seq, hash) WHERE seq <= ? ORDER BY seq DESC",
            (up_to,),
        )

    def piece(self, digest: bytes) -> bytes:
        """The bytes of leads at rest that a checkpoint names; none where they are gone."""
        row = self._db.execute("SELECT leads FROM pieces WHERE digest = ?", (digest,)).fetchone()
        return bytes(row[0]) if row else b""
