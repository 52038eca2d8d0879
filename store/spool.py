"""The spool: web-hook deliveries, kept safe from the moment they are answered until they are dealt with."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from store.instants import instant, text_of, text_or_none
from store.rows import Counts, SpooledHook
from store.transaction import Transaction

_HOOK = (
    "SELECT id, source, media_type, body, received_at, delivery, digest, why, accepted, rejected, duplicates,"
    " tests FROM spool"
)
_DONE = (
    "UPDATE spool SET is_done = 1, why = ?, done_at = ?, accepted = ?, rejected = ?, duplicates = ?, tests = ?,"
    " body = iif(?, body, x'') WHERE id = ?"
)


class Spool(Transaction):
    """The spool within a transaction."""

    def spool(self, source: str, media_type: str, body: bytes, at: datetime, delivery: str) -> int | None:
        """Keep a delivery; None when this delivery id of the source was kept before."""
        kept = self._db.execute(
            "INSERT INTO spool (source, media_type, body, received_at, delivery, digest) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (source, media_type, body, text_of(at), delivery, sha256(body).hexdigest()),
        )
        return kept.lastrowid if kept.rowcount else None

    def is_altered(self, source: str, delivery: str, body: bytes) -> bool:
        """Whether this delivery id of the source was kept before with another body."""
        row = self._db.execute(
            "SELECT digest FROM spool WHERE source = ? AND delivery = ? AND delivery <> ''", (source, delivery)
        ).fetchone()
        return bool(row and row[0]) and row[0] != sha256(body).hexdigest()

    def spooled(self, limit: int) -> list[SpooledHook]:
        """The oldest deliveries that were not dealt with."""
        return [_hook_of(row) for row in self._db.execute(f"{_HOOK} WHERE is_done = 0 ORDER BY id LIMIT ?", (limit,))]

    def still_spooled(self, spool_ids: Sequence[int]) -> set[int]:
        """Those of some deliveries that were not dealt with."""
        rows = self._db.execute(
            "SELECT spool.id FROM json_each(?) AS wanted CROSS JOIN spool ON spool.id = wanted.value"
            " WHERE spool.is_done = 0",
            (f"[{','.join(map(str, spool_ids))}]",),
        )
        return {number for (number,) in rows}

    def delivery(self, spool_id: int) -> SpooledHook | None:
        """A delivery by its number, dealt or not; its body is empty once nobody needs it."""
        row = self._db.execute(f"{_HOOK} WHERE id = ?", (spool_id,)).fetchone()
        return _hook_of(row) if row else None

    def spool_done(
        self,
        spool_id: int,
        why: str = "",
        counts: Counts = Counts(),  # noqa: B008 - a frozen value
        at: datetime | None = None,
    ) -> None:
        """Note that a delivery was dealt with. Its body goes, unless rejects of it may be tried again: what came of
        it is in cards and rejects.
        """
        numbers = (counts.accepted, counts.rejected, counts.duplicates, counts.tests)
        self._db.execute(_DONE, (why, text_or_none(at), *numbers, counts.rejected > 0, spool_id))


def _hook_of(row: tuple[object, ...]) -> SpooledHook:
    number, source, media_type, body, at, delivery, digest, why, accepted, rejected, duplicates, tests = row
    return SpooledHook(
        id=number,  # type: ignore[arg-type]
        source=source,  # type: ignore[arg-type]
        media_type=media_type,  # type: ignore[arg-type]
        body=body,  # type: ignore[arg-type]
        received_at=instant(str(at)),
        delivery=delivery,  # type: ignore[arg-type]
        digest=digest,  # type: ignore[arg-type]
        why=why,  # type: ignore[arg-type]
        counts=Counts(accepted=accepted, rejected=rejected, duplicates=duplicates, tests=tests),  # type: ignore[arg-type]
    )
