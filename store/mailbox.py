"""The mailbox between terminals and engine: orders, their answers, and the lease that says who the engine is."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from engine.turn import Conflict
from store.instants import instant, text_of
from store.leases import lease_in
from store.rows import Answer, Lease, WaitingOrder
from store.transaction import Transaction

if TYPE_CHECKING:
    from engine.commands import Order

_read_answer = msgspec.json.Decoder(Answer).decode
_json = msgspec.json.Encoder().encode


@lru_cache(maxsize=1)
def _reader() -> "Callable[[str], Order]":
    from engine.commands import Order  # the engine reads orders; who leaves one only writes it

    return msgspec.json.Decoder(Order).decode


UNREADABLE = "This order is from another version of floorboard; update both ends to the same one."


class Mailbox(Transaction):
    """Orders and the lease within a transaction."""

    def leave_order(self, actor: str, order: "Order", at: datetime) -> int:
        """Leave an order for the engine; the number returned is what its answer is asked by."""
        left = self._db.execute(
            "INSERT INTO orders (actor, body, at) VALUES (?, ?, ?)", (actor, _json(order).decode(), text_of(at))
        )
        assert left.lastrowid is not None
        return left.lastrowid

    def waiting_orders(self, limit: int) -> list[WaitingOrder]:
        """The oldest orders without an answer. One that cannot be read is answered here and now."""
        rows = self._db.execute(
            "SELECT id, actor, body, at FROM orders WHERE answered_at IS NULL ORDER BY id LIMIT ?", (limit,)
        ).fetchall()
        waiting: list[WaitingOrder] = []
        for number, actor, body, at in rows:
            try:
                waiting.append(WaitingOrder(id=number, actor=actor, order=_reader()(body)))
            except msgspec.DecodeError:
                self.answer_order(number, Answer(ok=False, sentence=UNREADABLE), instant(at))
        return waiting

    def answer_order(self, order_id: int, answer: Answer, at: datetime) -> None:
        """Say what became of an order. Its text goes: the journal knows what was done."""
        self._db.execute(
            "UPDATE orders SET answered_at = ?, answer = ?, body = '' WHERE id = ?",
            (text_of(at), _json(answer).decode(), order_id),
        )

    def answer_to(self, order_id: int) -> Answer | None:
        """What became of an order, when that is known."""
        row = self._db.execute("SELECT answer FROM orders WHERE id = ?", (order_id,)).fetchone()
        return _read_answer(row[0]) if row and row[0] else None

    def lease(self) -> Lease | None:
        """Who holds the lease. After it was given up its holder is empty; the epoch stays, so that it only grows."""
        return lease_in(self._db)

    def take_lease(self, lease: Lease) -> None:
        """Take the lease with a higher epoch, or renew it with the same. Raises Conflict when another holds it."""
        held = self.lease()
        if held is not None and not follows(held, lease):
            raise Conflict(f"{held.holder or 'Nobody'} holds this floor since (epoch {held.epoch}); step back.")
        self._db.execute(
            "INSERT OR REPLACE INTO lease (id, holder, pid, epoch, renewed_at, listening, trouble, troubled)"
            " VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(lease.holder, lease.pid, lease.epoch, text_of(lease.renewed_at)),
                *(lease.listening, lease.trouble, " ".join(lease.troubled)),
            ),
        )

    def drop_lease(self, epoch: int) -> None:
        """Give the lease up, if it is still ours."""
        self._db.execute(
            "UPDATE lease SET holder = '', pid = 0, listening = '', trouble = '', troubled = '' WHERE epoch = ?",
            (epoch,),
        )


def follows(held: Lease, lease: Lease) -> bool:
    """Whether one lease may take the place of another: a higher epoch, or its own holder again."""
    return lease.epoch > held.epoch or (lease.epoch, lease.holder) == (held.epoch, held.holder)
