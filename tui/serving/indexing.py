"""The index of texts, kept by the engine when nothing more urgent is going on."""

import logging
import time
from contextlib import closing
from typing import TYPE_CHECKING

from store.connection import open_reader
from store.indexing import Piece, missing_pieces, read_piece
from store.rows import StoreError
from store.sqlite import SqliteWriting
from tui.serving.desk import Sitting

if TYPE_CHECKING:
    from tui.serving.dealing import Dealing

INDEX_EVERY_SECONDS = 5
WORK_SECONDS = 2.0
"""How long it works at a time; a piece that is begun is finished."""

REST_ENTRIES = 100
"""The floor is at rest while no more entries are written between two looks."""

log = logging.getLogger(__name__)


class Indexer:
    """Indexes what is missing, piece after piece, in turns that nobody need wait for long."""

    def __init__(self, dealing: "Dealing") -> None:
        self._dealing = dealing
        self._seen = 0
        self._whole = -1
        """The entry up to which there is nothing to index."""

    def look(self) -> None:
        """Index for a while, if there is anything to index and the floor is at rest."""
        seq = self._dealing.turns.seq
        if seq == self._whole:
            return
        is_at_rest, self._seen = seq - self._seen <= REST_ENTRIES, seq
        if is_at_rest:
            try:
                if self._work():
                    self._whole = seq
            except StoreError as trouble:
                log.warning("texts were not indexed: %s", trouble)

    def _work(self) -> bool:
        """Index until it is time to rest; returns whether all is indexed."""
        until = time.monotonic() + WORK_SECONDS
        database = str(self._dealing.floor.database)
        with closing(open_reader(database)) as db:
            for number in missing_pieces(db):
                if time.monotonic() > until or self._dealing.turns.seq - self._seen > REST_ENTRIES:
                    return False
                if not self._keep(read_piece(db, number)):
                    return False
        return True

    def _keep(self, piece: Piece) -> bool:
        def keep(sitting: Sitting) -> bool:
            assert isinstance(sitting.writing, SqliteWriting)
            return sitting.writing.keep_piece(piece)

        return self._dealing.turns.bulk(keep).result()
