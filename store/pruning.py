"""What is old enough to go: answered orders, deliveries that were dealt, and where the house says so, persons."""

from datetime import datetime, timedelta

from store.forgotten import FORGOTTEN
from store.instants import text_of
from store.transaction import Transaction

ORDERS_KEPT = timedelta(days=1)
SPOOL_KEPT = timedelta(days=7)
"""As long as a sender may try again; later the lead's own key knows the delivery."""

_LATEST = "max(queued_at, coalesce(assigned_at, ''), coalesce(first_touch_at, ''), coalesce(closed_at, ''))"


class Pruning(Transaction):
    """Pruning within a transaction."""

    def prune(self, now: datetime) -> int:
        """Drop answered orders and dealt deliveries that nobody asks for any more; returns how many."""
        orders = self._db.execute("DELETE FROM orders WHERE answered_at < ?", (text_of(now - ORDERS_KEPT),))
        spool = self._db.execute(
            "DELETE FROM spool WHERE is_done = 1 AND received_at < ?", (text_of(now - SPOOL_KEPT),)
        )
        return orders.rowcount + spool.rowcount

    def leads_at_rest(self, before: datetime, limit: int) -> list[str]:
        """Leads that nothing has happened to since `before`, and whose persons are not forgotten, in order."""
        rows = self._db.execute(
            f"SELECT id FROM leads WHERE {_LATEST} < ?"  # noqa: S608  names of our own
            " AND NOT EXISTS (SELECT 1 FROM forgotten WHERE key = leads.id) ORDER BY number LIMIT ?",
            (text_of(before), limit),
        )
        return [lead_id for (lead_id,) in rows]

    def empty_rejects(self, before: datetime) -> int:
        """Empty records that could not be taken before then; that there were some stays known."""
        emptied = self._db.execute(
            "UPDATE rejects SET raw = '', reason = ? WHERE at < ? AND raw <> ''", (FORGOTTEN, text_of(before))
        )
        return emptied.rowcount
