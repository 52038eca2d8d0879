"""The spool: web-hook deliveries, kept safe from the moment they are answered until they are dealt with."""

from datetime import datetime

from store.instants import instant, text_of
from store.rows import SpooledHook
from store.transaction import Transaction


class Spool(Transaction):
    """The spool within a transaction."""

    def spool(self, source: str, media_type: str, body: bytes, at: datetime, delivery: str) -> int | None:
        """Keep a delivery; None when this delivery id of the source was kept before."""
        kept = self._db.execute(
            "INSERT INTO spool (source, media_type, body, received_at, delivery) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (source, media_type, body, text_of(at), delivery),
        )
        return kept.lastrowid if kept.rowcount else None

    def spooled(self, limit: int) -> list[SpooledHook]:
        """The oldest deliveries that were not dealt with."""
        rows = self._db.execute(
            "SELECT id, source, media_type, body, received_at, delivery FROM spool WHERE is_done = 0"
            " ORDER BY id LIMIT ?",
            (limit,),
        )
        return [
            SpooledHook(
                id=number, source=source, media_type=media, body=body, received_at=instant(at), delivery=delivery
            )
            for number, source, media, body, at, delivery in rows
        ]

    def spool_done(self, spool_id: int, why: str = "") -> None:
        """Note that a delivery was dealt with. Its body goes: what came of it is in cards and rejects."""
        self._db.execute("UPDATE spool SET is_done = 1, why = ?, body = x'' WHERE id = ?", (why, spool_id))
