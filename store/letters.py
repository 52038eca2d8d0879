"""Orders left for the engine, and its answers, apart from the journal: who leaves one loads no more than this."""

from datetime import datetime
from typing import TYPE_CHECKING

from store.connection import ending, in_sentences, open_writer
from store.leases import lease_in
from store.mailbox import Mailbox
from store.rows import Answer, Lease

if TYPE_CHECKING:
    from engine.commands import Order


class SqliteLetters:
    """The mailbox of leads.db, for who leaves orders there."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._db = open_writer(path)
        self._box = Mailbox(self._db, {})

    def lease(self) -> Lease | None:
        """Who is the engine."""
        with in_sentences(self._path):
            return lease_in(self._db)

    def leave(self, actor: str, order: "Order", at: datetime) -> int:
        """Leave an order; the number returned is what its answer is asked by."""
        with in_sentences(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            with ending(self._db):
                return self._box.leave_order(actor, order, at)

    def answer(self, left: int) -> Answer | None:
        """What became of an order, when that is known."""
        with in_sentences(self._path):
            return self._box.answer_to(left)

    def withdraw(self, left: int, why: Answer, at: datetime) -> Answer | None:
        """Take an order back; returns its answer when one has come after all, else None."""
        with in_sentences(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            with ending(self._db):
                answer = self._box.answer_to(left)
                if answer is None:
                    self._box.answer_order(left, why, at)
                return answer

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()
