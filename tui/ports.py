"""What the desk and the screens ask of the rooms below: protocols, kept with their consumers.

The ledger is written by one desk turn at a time; reports are read by any number of viewers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from engine.value import Value
from store.rows import Answer, Counts, FileRow, Head, Lease, RejectRow, SpooledHook, Tried, WaitingOrder

if TYPE_CHECKING:
    from engine.board import Board, EngineHealth, IntakeRow, LeadDetail, Plight, RejectLine
    from engine.commands import Known, NewLead, Order
    from engine.companies import Company
    from engine.events import Entry
    from engine.floor import Change, Draft, Floor
    from engine.lead import Card
    from engine.past import Figures, HistoryPage
    from engine.policy import Policy
    from engine.rep_board import RepBoard
    from tui.look import Look
    from tui.redoing import Redo

CAPACITY_MOST = 1_000
"""So many leads at once may be written down for a rep."""


class Writing(Protocol):
    """One open write transaction; it ends with the `with` block, committed or not at all."""

    def head(self) -> Head: ...
    def tail(self, after: int) -> Iterator[Entry]:
        """Entries after `after`, in order."""
        ...

    def policy(self, digest: str) -> Policy: ...
    def rules_text(self, digest: str) -> str:
        """SHA-256 of the file that these house rules were last read from; empty when they are not known."""
        ...

    def keep_policy(self, digest: str, policy: Policy, text_sha256: str) -> None: ...
    def rules_toml(self, digest: str) -> str:
        """The text of floor.toml that these house rules were last read from; empty when it is not kept."""
        ...

    def keep_rules_toml(self, digest: str, text: str) -> None: ...
    def rules_changes(self) -> list[Entry]:
        """Every entry that put house rules in force."""
        ...

    def append(self, changes: Sequence[Change], draft: Draft, cards: Mapping[str, Card]) -> Head:
        """Write entries and every table folded from them. `cards` are by lead id; a card already there only has its
        empty fields filled. Raises Conflict when the first seq is not the head's next.
        """
        ...

    def keep_notes(self, notes: Mapping[int, tuple[str, str]]) -> None:
        """Keep what was written down: lead and text by the entry that says so."""
        ...

    def known_keys(self, keys: Iterable[tuple[str, str]]) -> dict[str, str]:
        """`source` TAB `source_key` to lead id, for the pairs that a lead has."""
        ...

    def cards(self, lead_ids: Iterable[str]) -> dict[str, Card]:
        """The persons of leads, of those that have a card."""
        ...

    def keep_next(self, lines: Mapping[str, tuple[str, ...]]) -> None:
        """Keep who is in line in each pool, the next one first."""
        ...

    def plight(self) -> Plight:
        """How pools and reps were placed at the latest turn."""
        ...

    def keep_plight(self, plight: Plight) -> None:
        """Keep how they are placed now."""
        ...

    def known_people(self, person_keys: Iterable[str]) -> dict[str, Known]: ...
    def known_companies(self, company_keys: Iterable[str]) -> dict[str, Company]: ...
    def forget(self, lead_ids: Iterable[str], person_keys: Mapping[str, str], at: datetime) -> None:
        """Empty cards for good; of `person_keys` (to a lead) no record is a new lead again."""
        ...

    def forgotten_keys(self, leads: Iterable[NewLead]) -> dict[str, str]:
        """Records of forgotten persons: `source` TAB `source_key` to the lead that was forgotten."""
        ...

    def keep_rejects(self, rejects: Iterable[RejectRow], at: datetime) -> None: ...
    def keep_file(self, row: FileRow) -> None:
        """Insert or replace the file's row."""
        ...

    def file(self, sha256: str) -> FileRow | None: ...
    def spool(self, source: str, media_type: str, body: bytes, at: datetime, delivery: str) -> int | None:
        """Keep a delivery; None when this delivery id of the source was kept before."""
        ...

    def spooled(self, limit: int) -> list[SpooledHook]:
        """The oldest deliveries that were not dealt with."""
        ...

    def still_spooled(self, spool_ids: Sequence[int]) -> set[int]:
        """Those of some deliveries that were not dealt with."""
        ...

    def is_altered(self, source: str, delivery: str, body: bytes) -> bool:
        """Whether this delivery id of the source was kept before with another body."""
        ...

    def delivery(self, spool_id: int) -> SpooledHook | None:
        """A delivery by its number, dealt or not; its body is empty once nobody needs it."""
        ...

    def spool_done(self, spool_id: int, why: str = "", counts: Counts = ..., at: datetime | None = None) -> None: ...
    def ask_again(self, rejects: Iterable[int], at: datetime) -> int:
        """Ask for rejects to be tried again; returns how many there are that can be."""
        ...

    def ask_file(self, sha256: str, at: datetime) -> bool:
        """Ask for a file that failed to be tried again; False when there is none, or it did not fail."""
        ...

    def is_asked(self) -> bool: ...
    def asked_rejects(self, limit: int) -> list[RejectRow]:
        """Rejects of one file or delivery that wait to be tried again, in their order."""
        ...

    def asked_file(self) -> FileRow | None: ...
    def still_asked(self, rejects: Iterable[int]) -> set[int]:
        """Those of the rejects that still wait: nobody else has tried them meanwhile."""
        ...

    def tried(self, outcomes: Mapping[int, Tried], at: datetime) -> None:
        """Note what a new try of rejects came to."""
        ...

    def taken_anew(self, sha256: str, at: datetime) -> int:
        """Note that a file is taken in anew from its first record; returns how many rejects that settles."""
        ...

    def leave_order(self, actor: str, order: Order, at: datetime) -> int: ...
    def waiting_orders(self, limit: int) -> list[WaitingOrder]: ...
    def answer_order(self, order_id: int, answer: Answer, at: datetime) -> None: ...
    def lease(self) -> Lease | None: ...
    def take_lease(self, lease: Lease) -> None: ...
    def drop_lease(self, epoch: int) -> None: ...
    def keep_checkpoint(self, floor: Floor) -> None: ...
    def forget_projections(self) -> None:
        """Empty every table that is folded from the journal, before a rebuild."""
        ...


class Ledger(Protocol):
    """The store as a desk sees it. Used by one thread."""

    salt: bytes
    """The floor's own secret for keyed hashes."""

    def writing(self) -> AbstractContextManager[Writing]:
        """Begin a write transaction, waiting a bounded time for another writer. Raises StoreError with a sentence."""
        ...

    def reading(self) -> AbstractContextManager[Writing]:
        """A view as of now; writing through it raises."""
        ...

    def load(self) -> Floor:
        """The latest checkpoint with the tail folded in."""
        ...

    def entries(self, after: int = 0) -> Iterator[Entry]: ...
    def answer(self, order_id: int) -> Answer | None: ...
    def data_version(self) -> int:
        """Changes whenever another connection has committed."""
        ...

    def reopen(self) -> None:
        """Open the database anew after the disk failed, and check it. Raises StoreError."""
        ...

    def close(self) -> None: ...


class Reports(Protocol):
    """Questions that screens and verbs ask, read-only."""

    def board(self, health: EngineHealth, now: datetime) -> Board: ...
    def own_board(self, rep_id: str, health: EngineHealth, now: datetime) -> RepBoard | None: ...
    def detail(self, lead_id: str) -> LeadDetail | None: ...
    def intake_ids(self) -> tuple[str, ...]:
        """Every file and delivery, newest first."""
        ...

    def intake(self, ids: Sequence[str]) -> dict[str, IntakeRow]: ...
    def reject_ids(self, intake_id: str) -> tuple[str, ...]:
        """The rejects of a file or delivery, in their order."""
        ...

    def rejects(self, ids: Sequence[str]) -> dict[str, RejectLine]: ...
    def own_entries(self, actor: str) -> list[Entry]:
        """The latest entries that somebody made, in order."""
        ...

    def touched_since(self, lead_ids: Iterable[str], seq: int) -> dict[str, tuple[int, bool]]:
        """Leads with their versions, and whether a person has touched them since an entry."""
        ...

    def data_version(self) -> int: ...
    def lease(self) -> Lease | None: ...
    def close(self) -> None: ...


class RulesRead(Value):
    """floor.toml as it lies there."""

    path: str
    lines: tuple[str, ...]
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Archive(Protocol):
    """What was. Its questions may take long and raise Stopped; `stop` may be called from any thread."""

    def page(self, text: str, edge: int | None, is_down: bool, most: int) -> HistoryPage: ...
    def number_at(self, at: datetime) -> int: ...
    def board_at(self, at: datetime) -> Board: ...
    def figures(self, now: datetime) -> Figures: ...
    def stop(self) -> None: ...
    def go_on(self) -> None: ...
    def close(self) -> None: ...


class Writes(Protocol):
    """Tells when somebody writes to the floor."""

    @property
    def is_alive(self) -> bool: ...
    def looked(self) -> None:
        """Have the next write told: nothing is before somebody has looked."""
        ...

    def end(self) -> None: ...


class Viewer(Protocol):
    """What a screen asks of the rest of the house. Every call may block: screens make them in a worker thread."""

    def board(self) -> Board | RepBoard | None:
        """The board, when it has changed since it was last asked for, else None."""
        ...

    def heed(self, wake: Callable[[], None]) -> Writes | None:
        """Have `wake` called, from a thread of its own, when somebody writes; None where nothing can tell."""
        ...

    def detail(self, lead_id: str) -> LeadDetail | None: ...
    def intake_ids(self) -> tuple[str, ...]:
        """Every file and delivery, newest first; the same object while there is none new."""
        ...

    def intake(self, ids: Sequence[str]) -> dict[str, IntakeRow]: ...
    def reject_ids(self, intake_id: str) -> tuple[str, ...]: ...
    def rejects(self, ids: Sequence[str]) -> dict[str, RejectLine]: ...
    def retry(self, ids: Sequence[str]) -> Answer:
        """Ask for rejects to be tried again: by their own numbers, or all those of a file or delivery."""
        ...

    def give(self, order: Order | Redo) -> Answer:
        """Give an order and wait, a bounded time, for what became of it."""
        ...

    def archive(self) -> Archive:
        """What was, over a connection of its own, for whoever asks from one thread."""
        ...

    def rules(self, is_fresh: bool = True) -> RulesRead | None:
        """The text of floor.toml with what is wrong with it; None when it has not changed since it was last read."""
        ...

    def look(self) -> Look | None:
        """How floor.toml wants screens to look and ring by now; None when it has not changed."""
        ...

    def set_capacity(self, rep_id: str, capacity: int) -> Answer:
        """Write into floor.toml how many leads a rep may have at once; nought is no limit."""
        ...

    def close(self) -> None: ...
