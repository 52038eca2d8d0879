"""From the drop folder and the spool to the journal: one path, exactly once.

Law: a batch, its rejects and how far its file is read are one commit, so a crash at any point goes on where it was.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from engine.commands import NewLead, Origin, ReceiveLeads
from engine.events import RecordsTaken
from engine.floor import Change
from engine.turn import HOUSE
from importers.drop_folder import PLAIN_SOURCE, Claim, DropFolder
from importers.intake import read_file, read_payload
from importers.record import RAW_CHARS_MAX, Hints, Reject, TestLead, Unreadable, cut
from store.rows import FileRow, RejectRow, SpooledHook
from tui.desk import Sitting
from tui.text import plain
from tui.turns import Turns

Taken = NewLead | Reject | TestLead

ROWS_PER_TURN = 200
"""Records of a file that are dealt in one commit: enough to be quick, few enough that a person's key goes between."""

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
    if done.why:
        folder.fail(claim, done.why)
    else:
        folder.finish(claim)
    return done


def take_path(turns: Turns, path: Path, sha256: str, hints: HintsFor) -> FileRow:
    """Take a file in from where it lies, and leave it there."""
    claim = Claim(path=path, name=plain(path.name), source="", sha256=sha256, size=path.stat().st_size)
    return take_claim(turns, claim, hints("", claim.name))


def take_claim(turns: Turns, claim: Claim, hints: Hints) -> FileRow:
    """Take a file in, wherever it lies, from where it was left; nothing is done when its bytes were taken before."""
    row = turns.urgent(lambda sitting: _begun(sitting, claim, hints.source)).result()
    return row if row.is_done else take_records(turns, claim.path, row, hints)


def take_records(turns: Turns, path: Path, row: FileRow, hints: Hints) -> FileRow:
    """Read a file's records from where it was left and take them in, batch by batch."""
    readable = Readable(islice(read_file(path, hints), row.rows_done, None))
    first = ""
    while not row.is_done:
        batch = list(islice(readable, ROWS_PER_TURN))
        is_last = len(batch) < ROWS_PER_TURN
        first = first or next((one.reason for one in batch if isinstance(one, Reject)), "")
        row = turns.bulk(Taking(row, batch, is_last, first, why=readable.why)).result()
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

    def __init__(self, row: FileRow, batch: list[Taken], is_last: bool, first_reason: str, *, why: str = "") -> None:
        self.row, self.batch, self.is_last, self.first_reason, self.why = row, batch, is_last, first_reason, why

    def __call__(self, sitting: Sitting) -> FileRow:
        """Decide the batch, keep its rejects and note how far the file is read."""
        row = self.row
        origin = Origin(kind="file", source=row.source, name=row.name, sha256=row.sha256)
        taken = take_batch(sitting, origin, self.batch, row.rows_done + len(self.batch), self.is_last)
        row = row.but(
            accepted=row.accepted + taken.accepted,
            rejected=row.rejected + taken.rejected,
            duplicates=row.duplicates + taken.duplicates,
            tests=row.tests + taken.tests,
            rows_done=taken.rows_done,
            is_done=self.is_last,
            why=self.why,
        )
        if self.is_last and not row.why and row.rejected and not (row.accepted or row.duplicates or row.tests):
            row = row.but(why=f"No record of it could be taken. First reason: {self.first_reason}")
        sitting.writing.keep_file(row)
        return row


def take_batch(
    sitting: Sitting, origin: Origin, batch: Iterable[Taken], rows_done: int, is_last: bool
) -> RecordsTaken:
    """Take records in: leads are dealt, the rest is kept with its reason. Returns the count as the journal has it."""
    leads = tuple(one for one in batch if isinstance(one, NewLead))
    rejects = [_reject(origin, one) for one in batch if not isinstance(one, NewLead)]
    tests = sum(reject.is_test for reject in rejects)
    writing = sitting.writing
    order = ReceiveLeads(
        origin=origin,
        leads=leads,
        keys=writing.known_keys((lead.source, lead.source_key) for lead in leads) | writing.forgotten_keys(leads),
        people=writing.known_people(key for lead in leads for key in lead.person_keys),
        rejected=len(rejects) - tests,
        tests=tests,
        rows_done=rows_done,
        is_last=is_last,
    )
    changes = sitting.give(order, HOUSE, f"{origin.kind}:{origin.sha256[:16] or origin.source}:{rows_done}")
    writing.keep_rejects(rejects, sitting.now)
    return _count(changes)


def take_hook(turns: Turns, hook: SpooledHook, hints: Hints) -> "Future[None]":
    """Take a spooled delivery in; the future is done once it is dealt."""
    try:
        return _take_hook(turns, hook, read_payload(hook.media_type, hook.body, hints, hook.delivery), "")
    except Unreadable as trouble:
        return refuse_hook(turns, hook, str(trouble))


def refuse_hook(turns: Turns, hook: SpooledHook, why: str) -> "Future[None]":
    """Put a delivery that cannot be taken among the rejects, whole."""
    raw = cut(hook.body.decode("utf-8", "replace"), RAW_CHARS_MAX)
    return _take_hook(turns, hook, [Reject(place=f"hook:{hook.source}", reason=why, raw=raw)], why)


def _take_hook(turns: Turns, hook: SpooledHook, batch: list[Taken], why: str) -> "Future[None]":
    def work(sitting: Sitting) -> None:
        take_batch(sitting, Origin(kind="hook", source=hook.source, name=hook.source), batch, 0, True)
        sitting.writing.spool_done(hook.id, why)

    return turns.urgent(work)


def _begun(sitting: Sitting, claim: Claim, source: str) -> FileRow:
    """The row of a file, kept before its first record."""
    row = sitting.writing.file(claim.sha256)
    if row is None:
        row = FileRow(sha256=claim.sha256, name=claim.name, source=source, taken_at=sitting.now)
        sitting.writing.keep_file(row)
    return row


def give_up(turns: Turns, claim: Claim, why: str) -> FileRow:
    """Note that a file goes no further; what was taken of it stays."""

    def end(sitting: Sitting) -> FileRow:
        row = _begun(sitting, claim, claim.source).but(is_done=True, why=why)
        sitting.writing.keep_file(row)
        return row

    return turns.bulk(end).result()


def _reject(origin: Origin, one: Reject | TestLead) -> RejectRow:
    return RejectRow(
        source=origin.source,
        place=one.place,
        reason=one.reason,
        raw=one.raw,
        origin=f"file:{origin.sha256}" if origin.sha256 else f"hook:{origin.source}",
        is_test=isinstance(one, TestLead),
    )


def _count(changes: list[Change]) -> RecordsTaken:
    return next(event for change in changes if isinstance(event := change.entry.event, RecordsTaken))
