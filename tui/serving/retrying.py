"""Rejects tried again after the house rules changed: read anew from where they came, by the one path in.

Law: a reject is marked in the commit in which its lead is dealt, and tried only while somebody asks for it. So it
becomes one lead at most, however often it is asked for, and whatever ends this process meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from engine.commands import NewLead, Origin
from engine.events import RecordsTaken
from engine.turn import HOUSE
from importers.files.reading_apart import records
from importers.folder.digests import digest
from importers.folder.drop_folder import PLAIN_SOURCE, DropFolder
from importers.limits import limits
from importers.record import TestLead, Unreadable
from store.rows import Counts, FileRow, RejectRow, SpooledHook, Tried
from store.trying import TAKEN_ANEW
from tui.serving.deliveries import origin_of, read_hook
from tui.serving.desk import Sitting, lead_ids_of
from tui.serving.known import order_of
from tui.serving.taking import HintsFor, Taken, count_of, reject_of, take_records
from tui.serving.turns import Turns

ASKED_PER_LOOK = 10_000
"""Rejects of one file that are tried in one reading of it."""

GONE = "Its file is no longer in inbox/done or inbox/failed; mend the record and drop it in a file of its own."
UNREAD = "Its file is still being taken in; try it again when that is done."
EMPTIED = "The delivery is no longer kept; ask its sender to send it again."
NOT_FOUND = "The record was not found in its file any more."


class Found(NamedTuple):
    """Records of one origin that were read anew."""

    exact: dict[int, Taken]
    """By the number of the reject that they were."""
    fresh: list[Taken]
    """Those that a reject of the whole file, or of a file in an archive, stood for."""
    settled: tuple[int, ...] = ()
    """Rejects that stood for more than one record, all of which are in by now."""


class Retrying:
    """Tries again what somebody asks for."""

    def __init__(self, turns: Turns, folder: DropFolder, hints: HintsFor, wake_files: Callable[[], None]) -> None:
        self._turns, self._folder, self._hints, self._wake_files = turns, folder, hints, wake_files

    def try_file(self, row: FileRow) -> bool:
        """Have a file that failed taken once more; False when it is gone."""
        outside, inside = self._where(row)
        if outside is not None:
            self._turns.bulk(lambda sitting: reopen(sitting, row.sha256)).result()
            begun = self._turns.urgent(lambda sitting: sitting.writing.file(row.sha256)).result() or row
            take_records(self._turns, outside, begun, self._hints(row.source, row.name))
            return True
        if inside is None:
            self._turns.urgent(lambda sitting: sitting.writing.keep_file(row.but(asked_at=None))).result()
            return False
        source = PLAIN_SOURCE if row.source == self._hints("", "").source else row.source

        def again(sitting: Sitting) -> None:
            reopen(sitting, row.sha256)
            self._folder.put_back(inside, source)  # in the turn: what is back and not reopened is moved once more

        self._turns.bulk(again).result()
        self._wake_files()
        return True

    def try_rejects(self, rejects: Sequence[RejectRow]) -> None:
        """Try rejects of one file or delivery again."""
        first = rejects[0]
        if first.delivery:
            self._try_delivery(rejects)
            return
        digest = first.origin.removeprefix("file:")
        row = self._turns.urgent(lambda sitting: sitting.writing.file(digest)).result()
        if row is None:
            self.refuse(rejects, GONE)
        elif not row.is_done:
            self.refuse(rejects, UNREAD)
        elif has_nothing(row):
            if not self.try_file(row):
                self.refuse(rejects, GONE)
        else:
            self._try_rows(row, rejects)

    def refuse(self, rejects: Iterable[RejectRow], why: str) -> None:
        """Say why rejects cannot be tried."""
        outcomes = {one.id: Tried(answer=why) for one in rejects}
        self._turns.bulk(lambda sitting: sitting.writing.tried(outcomes, sitting.now)).result()

    def _try_rows(self, row: FileRow, rejects: Sequence[RejectRow]) -> None:
        outside, inside = self._where(row)
        path = outside or inside
        if path is None:
            self.refuse(rejects, GONE)
            return
        origin = Origin(kind="file", source=row.source, name=row.name, sha256=row.sha256)
        try:
            for found in batches(records(path, self._hints(row.source, row.name), 0), rejects):
                self._turns.bulk(_Again(origin, found)).result()
        except Unreadable as trouble:
            self._refuse_rest(rejects, str(trouble))
        else:
            self._refuse_rest(rejects, NOT_FOUND)

    def _try_delivery(self, rejects: Sequence[RejectRow]) -> None:
        number = rejects[0].delivery
        hook = self._turns.urgent(lambda sitting: sitting.writing.delivery(number)).result()
        if hook is None or not hook.body:
            self.refuse(rejects, EMPTIED)
            return
        try:
            read = read_hook(hook, self._hints(hook.source, f"hook:{hook.source}"))
            for found in batches(read, rejects):
                self._turns.bulk(_Again(origin_of(hook), found, hook)).result()
        except Unreadable as trouble:
            self._refuse_rest(rejects, str(trouble))
        else:
            self._refuse_rest(rejects, NOT_FOUND)

    def _refuse_rest(self, rejects: Sequence[RejectRow], why: str) -> None:
        def refuse(sitting: Sitting) -> None:
            rest = sitting.writing.still_asked(one.id for one in rejects)
            sitting.writing.tried({number: Tried(answer=why) for number in rest}, sitting.now)

        self._turns.bulk(refuse).result()

    def _where(self, row: FileRow) -> tuple[Path | None, Path | None]:
        """Where a file's bytes are: outside the inbox, from where it was imported, or inside, where we moved it."""
        outside = Path(row.path) if row.path else None
        if outside and outside.is_file() and digest(outside)[0] == row.sha256:
            return outside, None
        return None, self._folder.find(row.name, row.size, row.sha256)


def has_nothing(row: FileRow) -> bool:
    """Whether not one record of a file was of any use: then it is taken anew from its first."""
    return not (row.accepted or row.duplicates or row.tests)


def reopen(sitting: Sitting, sha256: str) -> None:
    """Let a file go on where it was left; from its first record when nothing of it was of use."""
    row = sitting.writing.file(sha256)
    if row is None:
        return
    if has_nothing(row):
        retried = sitting.writing.taken_anew(sha256, sitting.now)
        origin = Origin(kind="file", source=row.source, name=row.name, sha256=sha256)
        order = order_of(sitting.writing, origin, ()).but(retried=retried, is_last=False)
        sitting.give(order, HOUSE, f"file:{sha256[:16]}:again")
        row = row.but(rejected=0, rows_done=0, bytes_done=0)
    sitting.writing.keep_file(row.but(is_done=False, why="", done_at=None, asked_at=None, again_at=None, again_as=""))


def batches(read: Iterable[Taken], rejects: Sequence[RejectRow]) -> Iterator[Found]:
    """The records that the rejects were, a bounded number at a time; one reject may stand for a whole file."""
    wanted = {one.place: one.id for one in rejects}
    pairs = ((number, one) for one in read if (number := _reject_for(one.place, wanted)))
    whole: set[int] = set()
    while batch := list(islice(pairs, limits().rows_per_turn)):
        exact = {number: one for number, one in batch if wanted.get(one.place) == number}
        fresh = [(number, one) for number, one in batch if wanted.get(one.place) != number]
        whole |= {number for number, _ in fresh}
        yield Found(exact, [one for _, one in fresh])
    if whole:
        yield Found({}, [], tuple(sorted(whole)))


def _reject_for(place: str, wanted: Mapping[str, int]) -> int:
    """`leads.zip/b.csv row 7` was a reject of its own, or one of the whole `leads.zip/b.csv`."""
    return wanted.get(place) or wanted.get(place.rsplit(" ", 2)[0]) or 0


class _Again:
    """One batch of records that were rejects, to be taken in within a turn."""

    def __init__(self, origin: Origin, found: Found, hook: SpooledHook | None = None) -> None:
        self._origin, self._found, self._hook = origin, found, hook

    def __call__(self, sitting: Sitting) -> None:
        """Deal what is a lead by now, and mark every reject with what it came to."""
        asked = sitting.writing.still_asked([*self._found.exact, *self._found.settled])
        exact = {number: one for number, one in self._found.exact.items() if number in asked}
        settled = asked & set(self._found.settled)
        if exact or self._found.fresh or settled:
            taken = self._take(sitting, exact, settled)
            self._count(sitting, taken)

    def _take(self, sitting: Sitting, exact: Mapping[int, Taken], settled: set[int]) -> RecordsTaken:
        writing, origin, all_of_them = sitting.writing, self._origin, [*exact.values(), *self._found.fresh]
        leads = tuple(one for one in all_of_them if isinstance(one, NewLead))
        tests = sum(isinstance(one, TestLead) for one in all_of_them)
        row = writing.file(origin.sha256) if origin.sha256 else None
        order = order_of(writing, origin, leads).but(
            rejected=len(all_of_them) - len(leads) - tests,
            tests=tests,
            rows_done=row.rows_done if row else 0,
            retried=len(exact) + len(settled),
        )
        changes = sitting.give(order, HOUSE, f"{origin.kind}:{origin.sha256[:16] or origin.source}:again")
        ids = iter(lead_ids_of(changes))
        outcomes = {number: _outcome(one, ids) for number, one in exact.items()}
        writing.tried(outcomes | dict.fromkeys(settled, Tried(became=TAKEN_ANEW)), sitting.now)
        fresh = [one for one in self._found.fresh if not isinstance(one, NewLead)]
        writing.keep_rejects(
            (reject_of(origin, one, self._hook.id if self._hook else 0) for one in fresh), sitting.now
        )
        return count_of(changes)

    def _count(self, sitting: Sitting, taken: RecordsTaken) -> None:
        """Bring the counts of the file or the delivery up to date."""
        if self._hook is not None:
            hook = sitting.writing.delivery(self._hook.id) or self._hook
            sitting.writing.spool_done(hook.id, "", _with(hook.counts, taken), sitting.now)
            return
        row = sitting.writing.file(self._origin.sha256)
        assert row is not None
        counts = Counts(accepted=row.accepted, rejected=row.rejected, duplicates=row.duplicates, tests=row.tests)
        total = _with(counts, taken)
        sitting.writing.keep_file(
            row.but(accepted=total.accepted, rejected=total.rejected, duplicates=total.duplicates, tests=total.tests)
        )


def _outcome(one: Taken, lead_ids: Iterator[str]) -> Tried:
    if isinstance(one, NewLead):
        return Tried(became=next(lead_ids))
    return Tried(reason=one.reason, is_test=isinstance(one, TestLead))


def _with(counts: Counts, taken: RecordsTaken) -> Counts:
    return Counts(
        accepted=counts.accepted + taken.accepted,
        rejected=counts.rejected + taken.rejected - taken.retried,
        duplicates=counts.duplicates + taken.duplicates,
        tests=counts.tests + taken.tests,
    )
