"""The ledger on SQLite: what a desk writes and reads, in `leads.db`."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.events import Entry
from engine.floor import Floor
from engine.policy import Policy
from store.beside import FilesAndRejects
from store.codec import entry_of
from store.connection import BUSY_SECONDS, ending, in_sentences, open_writer
from store.forgotten import Forgotten
from store.indexing import Indexing
from store.journal import journal_rows
from store.mailbox import Mailbox
from store.notes import Notes
from store.outbox import Outbox
from store.pruning import Pruning
from store.replay import BATCH, fold_in
from store.rows import Answer, StoreError
from store.spool import Spool
from store.tables import FoldedTables
from store.trying import Trying

LOG_PAGES = 4000
"""So long the write-ahead log grows before it is emptied into the database."""


class SqliteWriting(
    FoldedTables, FilesAndRejects, Spool, Trying, Mailbox, Forgotten, Notes, Outbox, Pruning, Indexing
):
    """One open transaction on leads.db."""


class SqliteLedger:
    """leads.db as one desk's thread sees it."""

    def __init__(self, path: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._tends_log = False
        self._db = open_writer(path, busy_seconds=busy_seconds)
        self._policies: dict[str, Policy] = {}
        with in_sentences(path):
            (self.salt,) = self._db.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()

    def reopen(self) -> None:
        """Open the file anew after the disk failed, and look it over. Raises StoreError when it is not whole."""
        self._db.close()
        self._db = open_writer(self.path, busy_seconds=self._busy_seconds)
        if self._tends_log:
            self.tend_log()
        with in_sentences(self.path):
            (told,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
        if told != "ok":
            raise StoreError(f"{self.path} is damaged; keep it, and restore leads.db from a backup.")

    def take_no_care(self, pragmas: tuple[str, ...]) -> None:
        """Write quickly and nothing more: for a database that is thrown away, which nobody asks by an index."""
        with in_sentences(self.path):
            for pragma in pragmas:
                self._db.execute(f"PRAGMA {pragma}")
            names = self._db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'leads%'")
            for (name,) in names.fetchall():
                self._db.execute(f"DROP INDEX {name}")

    def tend_log(self) -> None:
        """Empty the write-ahead log whenever it is long: the engine alone does, two at once are a risk."""
        self._tends_log = True
        with in_sentences(self.path):
            self._db.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")

    @contextmanager
    def writing(self) -> Iterator[SqliteWriting]:
        """Begin a write transaction, waiting a bounded time for another writer."""
        with in_sentences(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            with ending(self._db):
                yield SqliteWriting(self._db, self._policies)

    @contextmanager
    def rebuilding(self) -> Iterator[SqliteWriting]:
        """Begin a write transaction in which rows may point nowhere until its end: much quicker for whole tables."""
        with in_sentences(self.path):
            self._db.execute("PRAGMA foreign_keys = OFF")
        try:
            with self.writing() as writing:
                yield writing
                wrong = self._db.execute("PRAGMA foreign_key_check").fetchone()
                if wrong is not None:
                    raise StoreError(f"A row of {wrong[0]} would point to a row of {wrong[2]} that is not there.")
        finally:
            self._db.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def reading(self) -> Iterator[SqliteWriting]:
        """A view as of now; writing through it raises StoreError."""
        with in_sentences(self.path):
            self._db.execute("PRAGMA query_only = ON")
            try:
                self._db.execute("BEGIN")
                with ending(self._db):
                    yield SqliteWriting(self._db, self._policies)
            finally:
                self._db.execute("PRAGMA query_only = OFF")

    def load(self) -> Floor:
        """The latest checkpoint with the tail folded in."""
        with self.reading() as view:
            floor = view.checkpoint()
            return fold_in(floor, view.tail(floor.seq))

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The journal after `after`, in order; other work on the ledger may go on between two entries."""
        while True:
            with in_sentences(self.path):
                rows = journal_rows(self._db, after, BATCH)
            yield from map(entry_of, rows)
            if len(rows) < BATCH:
                return
            after = rows[-1].seq

    def answer(self, order_id: int) -> Answer | None:
        """What became of an order, when that is known."""
        with in_sentences(self.path):
            return Mailbox(self._db, self._policies).answer_to(order_id)

    def data_version(self) -> int:
        """Changes whenever another connection has committed."""
        with in_sentences(self.path):
            (version,) = self._db.execute("PRAGMA data_version").fetchone()
        return int(version)

    def compact(self) -> bool:
        """Write the file anew without what was deleted, and empty its log; False when a reader kept the log full.

        Nobody else can write meanwhile, and it takes seconds for each hundred megabytes.
        """
        with in_sentences(self.path):
            self._db.execute("VACUUM")
        return self.empty_log()

    def empty_log(self) -> bool:
        """Bring the log into the file, where it overwrites what was deleted; False when a reader is in the way."""
        with in_sentences(self.path):
            (busy, *_) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()
