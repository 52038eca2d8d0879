"""From the drop folder to the journal: one path, exactly once.

Law: a batch, its rejects and how far its file is read are one commit, so a crash at any point goes on where it was.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, wait
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from engine.commands import NewLead, Origin
from engine.events import RecordsTaken
from engine.floor import Change
from engine.turn import HOUSE
from importers.files.reading_apart import Headway, records
from importers.folder.drop_folder import PLAIN_SOURCE, Claim, DropFolder
from importers.record import Hints, Reject, TestLead, Unreadable
from store.rows import FileRow, RejectRow, StoreError
from tui.serving.desk import Sitting
from tui.serving.known import order_of
from tui.serving.turns import Turns
from tui.text import plain

Taken = NewLead | Reject | TestLead

AHEAD_MAX = 2
"""Batches of a file between reading and the end of their commit."""

OUT_OF_TURN = "A stretch of the file was not kept; it is read again from there."

CLOSED_TO_US = "floorboard may not read this file; check its rights and drop it again."


class HintsFor(Protocol):
    """Makes the hints for a source and a file name."""

    def __call__(self, source: str, name: str) -> Hints: ...


def take_file(turns: Turns, folder: DropFolder, claim: Claim, hints: HintsFor) -> FileRow:
    """Take a claimed file in and move it to done/ or failed/. A file whose bytes were taken before is only moved."""
    if not claim.sha256:
        folder.fail(claim, CLOSED_TO_US)
        return FileRow(sha256="", name=claim.name, taken_at=datetime.now(UTC), is_done=True, why=CLOSED_TO_US)
    source = "" if claim.source == PLAIN_SOURCE else claim.source
    done = take_claim(turns, claim, hints(source, claim.name))
    put_away(folder, claim, done)
    return done


def put_away(folder: DropFolder, claim: Claim, row: FileRow) -> None:
    """Move a file to done/, or to failed/ with the reason beside it."""
    if row.why:
        folder.fail(claim, row.why)
    else:
        folder.finish(claim)


def take_path(turns: Turns, path: Path, sha256: str, hints: HintsFor) -> FileRow:
    """Take a file in from where it lies, and leave it there."""
    claim = Claim(path=path, name=plain(path.name), source="", sha256=sha256, size=path.stat().st_size)
    return take_claim(turns, claim, hints("", claim.name), str(path.absolute()))


def take_claim(turns: Turns, claim: Claim, hints: Hints, outside: str = "") -> FileRow:
    """Take a file in, wherever it lies, from where it was left; nothing is done when its bytes were taken before.

    `outside` is where it lies, for a file that is not moved.
    """
    row = turns.urgent(lambda sitting: begun(sitting, claim, hints.source, outside)).result()
    return row if row.is_done else take_records(turns, claim.path, row, hints)


def take_records(turns: Turns, path: Path, row: FileRow, hints: Hints) -> FileRow:
    """Read a file's records from where it was left and take them in, batch by batch.

    The next batch is read while one is committed; no more than AHEAD_MAX are on their way.
    """
    headway = Headway()
    readable = Readable(records(path, hints, row.rows_done, headway))
    on_their_way: deque[Future[FileRow]] = deque()
    first, begun, is_last, most = "", row.rows_done, row.is_done, hints.limits.rows_per_turn
    try:
        while not is_last:
            batch = list(islice(readable, most))
            is_last = len(batch) < most
            first = first or next((one.reason for one in batch if isinstance(one, Reject)), "")
            taking = Taking(row, begun, batch, first, why=readable.why, is_last=is_last)
            taking.far = headway.far
            on_their_way.append(turns.bulk(taking))
            begun += len(batch)
            if len(on_their_way) >= AHEAD_MAX:
                row = on_their_way.popleft().result()
        while on_their_way:
            row = on_their_way.popleft().result()
    finally:
        wait(on_their_way)  # what is behind a batch that failed has failed with it, and nobody else goes on before
    return row


class Readable:
    """A file's records up to where it can be read; `why` then says what is wrong with the rest."""

    def __init__(self, records: Iterator[Taken]) -> None:
        self._records = records
        self.why = ""

    def __iter__(self) -> Iterator[Taken]:
        return self

    def __next__(self) -> Taken:
        try:
            return next(self._records)
        except Unreadable as trouble:
            self.why = str(trouble)
            raise StopIteration from None


class Taking:
    """One batch of a file, to be taken in within a turn."""

    def __init__(
        self, row: FileRow, begun: int, batch: list[Taken], first_reason: str, *, why: str, is_last: bool
    ) -> None:
        self.row, self.begun, self.batch, self.first_reason = row, begun, batch, first_reason
        self.why, self.is_last = why, is_last
        self.far = 0.0
        """How far the file is read, from 0 to 1, where its reader says so."""

    def __call__(self, sitting: Sitting) -> FileRow:
        """Decide the batch, keep its rejects and note how far the file is read.

        Raises StoreError when the file is not where this batch begins: the one before it was not kept.
        """
        row = sitting.writing.file(self.row.sha256)
        if row is None or row.is_done or row.rows_done != self.begun:
            raise StoreError(OUT_OF_TURN)
        origin = Origin(kind="file", source=row.source, name=row.name, sha256=row.sha256)
        taken = take_batch(sitting, origin, self.batch, row.rows_done + len(self.batch), self.is_last)
        row = row.but(
            accepted=row.accepted + taken.accepted,
            rejected=row.rejected + taken.rejected,
            duplicates=row.duplicates + taken.duplicates,
            tests=row.tests + taken.tests,
            rows_done=taken.rows_done,
            bytes_done=self._bytes_done(row),
            is_done=self.is_last,
            done_at=sitting.now if self.is_last else None,
            why=self.why,
        )
        if self.is_last and not row.why and row.rejected and not (row.accepted or row.duplicates or row.tests):
            row = row.but(why=f"No record of it could be taken. First reason: {self.first_reason}")
        sitting.writing.keep_file(row)
        return row

    def _bytes_done(self, row: FileRow) -> int:
        """Never back, and all of it only at the end: what is packed, or wide, has other bytes than its records."""
        if self.is_last:
            return row.size
        told = int(row.size * self.far) if self.far else row.bytes_done + sum(map(_bytes_of, self.batch))
        return max(row.bytes_done, min(told, row.size - 1))


def take_batch(
    sitting: Sitting, origin: Origin, batch: Iterable[Taken], rows_done: int, is_last: bool
) -> RecordsTaken:
    """Take records in: leads are dealt, the rest is kept with its reason. Returns the count as the journal has it."""
    sorted_out = tuple(batch)
    leads = tuple(one for one in sorted_out if isinstance(one, NewLead))
    rejects = [reject_of(origin, one) for one in sorted_out if not isinstance(one, NewLead)]
    return count_of(enter(sitting, origin, (leads, rejects), rows_done, is_last))


def enter(
    sitting: Sitting,
    origin: Origin,
    batch: tuple[tuple[NewLead, ...], list[RejectRow]],
    rows_done: int,
    is_last: bool,
) -> list[Change]:
    """Have the leads of a batch dealt and its rejects kept; returns what the journal says of them."""
    leads, rejects = batch
    tests = sum(reject.is_test for reject in rejects)
    order = order_of(sitting.writing, origin, leads).but(
        rejected=len(rejects) - tests, tests=tests, rows_done=rows_done, is_last=is_last
    )
    changes = sitting.give(order, HOUSE, f"{origin.kind}:{origin.sha256[:16] or origin.source}:{rows_done}")
    sitting.writing.keep_rejects(rejects, sitting.now)
    return changes


def begun(sitting: Sitting, claim: Claim, source: str, outside: str = "") -> FileRow:
    """The row of a file, kept before its first record; of one that was taken before, with when it came again."""
    row = sitting.writing.file(claim.sha256)
    if row is None:
        row = FileRow(
            sha256=claim.sha256,
            name=claim.name,
            source=source,
            taken_at=sitting.now,
            size=claim.size,
            path=outside,
        )
        sitting.writing.keep_file(row)
    elif row.is_done and claim.is_dropped:
        row = row.but(again_at=sitting.now, again_as=claim.name)
        sitting.writing.keep_file(row)
    return row


def give_up(turns: Turns, claim: Claim, why: str) -> FileRow:
    """Note that a file goes no further; what was taken of it stays."""

    def end(sitting: Sitting) -> FileRow:
        row = begun(sitting, claim, claim.source).but(is_done=True, done_at=sitting.now, why=why)
        sitting.writing.keep_file(row)
        return row

    return turns.bulk(end).result()


def reject_of(origin: Origin, one: Reject | TestLead, delivery: int = 0) -> RejectRow:
    """A record that is no lead, as it is kept."""
    return RejectRow(
        source=origin.source,
        place=one.place,
        reason=one.reason,
        raw=one.raw,
        origin=f"file:{origin.sha256}" if origin.sha256 else f"hook:{origin.source}",
        is_test=isinstance(one, TestLead),
        delivery=delivery,
    )


def count_of(changes: list[Change]) -> RecordsTaken:
    """What the journal says of a batch."""
    return next(event for change in changes if isinstance(event := change.entry.event, RecordsTaken))


def _bytes_of(one: Taken) -> int:
    """How much of its file a record took, line end and all, as well as its raw text tells."""
    raw = one.card.raw if isinstance(one, NewLead) else one.raw
    return 1 + (len(raw) if raw.isascii() else len(raw.encode("utf-8", "replace")))
