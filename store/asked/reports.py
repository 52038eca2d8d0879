"""Questions that screens and verbs ask of leads.db, read-only."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from engine.board import Board, EngineHealth, IntakeRow, LeadDetail, RejectLine
from engine.events import Entry
from engine.policy import Policy
from engine.rep_board import RepBoard
from store.asked import taken
from store.asked.details import lead_detail, rep_names
from store.asked.exporting import Value, exported
from store.asked.feed import feed_rows, told
from store.asked.glancing import House, glance_in
from store.asked.lately import per_minute
from store.asked.moved import Movements
from store.asked.own import of_one_order, offers_to, own_entries, touched_since
from store.asked.own_board import own_leads, places, pulls, quiet, why_last, why_not
from store.asked.panels import aside_rows, rep_rows
from store.asked.reading import SqliteReader
from store.connection import BUSY_SECONDS
from store.transaction import Transaction
from store.words.wording import Names

if TYPE_CHECKING:
    from store.asked.explaining import Past

ASIDE_ROWS_MAX = 500
"""Rows of what was put aside, and of what was answered and is not closed."""


class SqliteReports(SqliteReader):
    """A reader of leads.db. Used by one thread at a time."""

    def __init__(self, path: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        super().__init__(path, busy_seconds=busy_seconds)
        self._policies: dict[str, Policy] = {}
        self._movements = Movements()
        self._intake_count: tuple[object, ...] = ()
        self._intake_ids: tuple[str, ...] = ()

    def board(self, health: EngineHealth, now: datetime) -> Board:
        """All that the manager's screen shows, as of one entry."""
        with self._view() as db:
            policy = Transaction(db, self._policies).policy_in_force()
            seen = glance_in(db, House(name=policy.name, timezone=policy.timezone), health, now)
            (last_act,) = db.execute("SELECT max(seq) FROM acts").fetchone()
            return Board(
                **asdict(seen),  # type: ignore[arg-type]
                first_touch_seconds=policy.first_touch.total_seconds(),
                aside=aside_rows(db, ASIDE_ROWS_MAX),
                feed=feed_rows(db, {rep.id: rep.name for rep in seen.reps}, seen.seq),
                last_act=last_act,
                per_minute=per_minute(db, now),
            )

    def detail(self, lead_id: str) -> LeadDetail | None:
        """A lead with its person, its reasons and its history; None when there is no such lead."""
        with self._view() as db:
            return lead_detail(db, Transaction(db, self._policies), lead_id)

    def intake_ids(self) -> tuple[str, ...]:
        """Every file and delivery, newest first; the same object while there is none new."""
        with self._view() as db:
            count = taken.intake_count(db)
            if count != self._intake_count:
                self._intake_count, self._intake_ids = count, taken.intake_ids(db)
            return self._intake_ids

    def intake(self, ids: Sequence[str]) -> dict[str, IntakeRow]:
        """Files and deliveries by their ids."""
        with self._view() as db:
            return taken.intake_of(db, ids)

    def reject_ids(self, intake_id: str) -> tuple[str, ...]:
        """The rejects of a file or delivery, in their order."""
        with self._view() as db:
            return taken.reject_ids(db, intake_id)

    def rejects(self, ids: Sequence[str]) -> dict[str, RejectLine]:
        """Rejects by their ids."""
        with self._view() as db:
            return taken.rejects_of(db, ids)

    def open_rejects(self, name: str = "") -> tuple[str, ...]:
        """The rejects that are still none of a lead, of a file or source by its name, or all."""
        with self._view() as db:
            return taken.open_rejects(db, name)

    def own_board(self, rep_id: str, health: EngineHealth, now: datetime) -> RepBoard | None:
        """All that a rep's screen shows, as of one entry; None when nobody of that id is on the roster."""
        with self._view() as db:
            policy = Transaction(db, self._policies).policy_in_force()
            (seq,) = db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
            me = next((rep for rep in rep_rows(db) if rep.id == rep_id), None)
            if me is None:
                return None
            return RepBoard(
                floor=policy.name,
                seq=seq,
                as_of=now,
                me=me,
                leads=own_leads(db, rep_id),
                places=places(db, policy, rep_id, now),
                why_last=why_last(db, policy, rep_id),
                why_not=why_not(db, policy, rep_id),
                quiet=quiet(db, rep_id),
                moved=self._movements.latest(db, policy, rep_id, now),
                pulls=pulls(policy, rep_id),
                engine=health,
            )

    def offers_to(self, rep_id: str) -> list[str]:
        """The leads that are held out to a rep, the most urgent first."""
        with self._view() as db:
            return offers_to(db, rep_id)

    def own_entries(self, actor: str) -> list[Entry]:
        """The latest entries that somebody made, in order."""
        with self._view() as db:
            return own_entries(db, actor)

    def of_one_order(self, seq: int) -> list[Entry]:
        """What an order led to, from one of its entries on."""
        with self._view() as db:
            return of_one_order(db, seq)

    def told(self, seq: int) -> tuple[str, str]:
        """The name of what an entry is about, and what it says."""
        with self._view() as db:
            return told(db, Names(rep_names(db)), seq)

    def touched_since(self, lead_ids: Iterable[str], seq: int) -> dict[str, tuple[int, bool]]:
        """Leads with their versions, and whether a person has touched them since an entry."""
        with self._view() as db:
            return touched_since(db, lead_ids, seq)

    @contextmanager
    def past(self) -> Iterator["Past"]:
        """What was, for whoever works a decision out again."""
        from store.asked.explaining import Past

        with self._view() as db:
            yield Past(db, self._policies)

    def exported(self) -> Generator[tuple[Value, ...], None, None]:
        """Yield every lead with its person, as of one entry; who stops before the end closes it."""
        with self._view() as db:
            yield from exported(db)
