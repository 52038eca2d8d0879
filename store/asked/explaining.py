"""The floor as it was before a decision, so that the decision can be worked out again."""

from collections.abc import Iterator
from itertools import takewhile

from engine.events import Entry
from engine.floor import Floor
from store.codec import JournalRow, entry_of
from store.journal import Journal
from store.replay import fold_in

ENTRIES_MAX = 100_000
"""How many entries are folded at the most for one explanation: some seconds."""


class Past(Journal):
    """What was, within a transaction."""

    def entries_of(self, lead_id: str) -> list[Entry]:
        """Every entry about a lead, in order."""
        rows = self._db.execute(
            "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events"
            " WHERE lead_id = ? ORDER BY seq",
            (lead_id,),
        )
        return [entry_of(JournalRow(*row)) for row in rows]

    def floor_at(self, seq: int, up_to: int) -> Floor | None:
        """The floor just after entry `seq`; None when folding it, and then on to `up_to`, would take too long."""
        floor = self.floor_near(seq)
        if up_to - floor.seq > ENTRIES_MAX:
            return None
        return fold_in(floor, self.between(floor.seq, seq))

    def between(self, after: int, last: int) -> Iterator[Entry]:
        """The entries after `after` up to `last`."""
        return takewhile(lambda entry: entry.seq <= last, self.tail(after))

    def floor_near(self, seq: int) -> Floor:
        """The floor at the newest checkpoint up to an entry, else an empty one."""
        return self.checkpoint(seq)
