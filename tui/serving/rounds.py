"""What the engine looks after now and then besides dealing, none of it in a hurry."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from engine.events import LeadForgotten
from engine.turn import HOUSE
from importers.folder.drop_folder import DONE, FAILED
from store import backup as copies
from store import head_file
from store.connection import open_reader
from store.rows import StoreError
from store.sqlite import SqliteWriting
from tui.clock import wall_clock
from tui.saying import say
from tui.serving.desk import Sitting
from tui.serving.indexing import INDEX_EVERY_SECONDS, Indexer
from tui.serving.recording import record

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from tui.serving.dealing import Dealing

HEAD_SECONDS = 5
"""How often the journal's head is noted beside the database."""

BACKUP_EVERY = timedelta(hours=1)
BACKUPS_KEPT = 24
BACKUP_LOOK_MINUTES = 5
"""How often the age of the newest backup is looked at: an engine seldom runs for whole hours."""

PRUNE_HOURS = 24
LATER = timedelta(seconds=20)
"""How long after the start the slow rounds wait: what came in meanwhile is more urgent."""

FORGOTTEN_PER_TURN = 200

log = logging.getLogger(__name__)


def schedule(scheduler: "AsyncIOScheduler", dealing: "Dealing") -> None:
    """Have the rounds made, the first of each soon."""
    first = datetime.now(UTC)
    scheduler.add_job(keep_head, "interval", seconds=HEAD_SECONDS, args=[dealing], next_run_time=first)
    scheduler.add_job(prune, "interval", hours=PRUNE_HOURS, args=[dealing], next_run_time=first + LATER)
    scheduler.add_job(backup, "interval", minutes=BACKUP_LOOK_MINUTES, args=[dealing], next_run_time=first + LATER)
    scheduler.add_job(Indexer(dealing).look, "interval", seconds=INDEX_EVERY_SECONDS)


def keep_head(dealing: "Dealing") -> None:
    """Note how far the journal has come; say when it has lost what it had, on the boards too."""
    try:
        loss = head_file.keep_head(dealing.floor.database)
    except (StoreError, OSError) as trouble:
        log.warning("the journal's head was not noted: %s", trouble)
        return
    if loss != dealing.hold.troubles.get("journal", ""):
        log.warning("the journal: %s", loss or "all is well again")
        say(loss)
    dealing.say("journal", loss)


def backup(dealing: "Dealing") -> None:
    """Copy the database when the newest copy is old and something has happened since."""
    floor = dealing.floor
    newest = max(floor.backups.glob("leads-*.db"), default=None)
    age = abs(wall_clock().timestamp() - newest.stat().st_mtime) if newest else None
    if newest and age is not None and (age < BACKUP_EVERY.total_seconds() or _seq_of(newest) == dealing.turns.seq):
        return
    try:
        copies.keep_backup(floor.database, floor.backups, wall_clock(), BACKUPS_KEPT)
        dealing.say("backup", "")
    except (StoreError, OSError) as trouble:
        log.warning("no backup: %s", trouble)
        dealing.say("backup", f"No backup can be made: {trouble}")


def _seq_of(copy: Path) -> int:
    """The last entry of a copy; none when it cannot be read."""
    try:
        with closing(open_reader(str(copy))) as db:
            return head_file.head_in(db).seq
    except (StoreError, sqlite3.Error):
        return -1


def prune(dealing: "Dealing") -> None:
    """Drop what nobody asks for any more, and forget the persons whom the house rules keep no longer."""
    kept = dealing.settings.retention.cards
    try:
        dropped = dealing.turns.bulk(lambda sitting: _writing(sitting).prune(sitting.now)).result()
        leads = sum(_forgotten(dealing, kept)) if kept else 0
        files = _remove_old(dealing.floor.inbox, wall_clock() - kept) if kept else 0
    except (StoreError, OSError) as trouble:
        log.warning("not all was pruned: %s", _said(trouble))
        dealing.say("retention", f"Not all that is old could go: {_said(trouble)}")
        return
    dealing.say("retention", "")
    if dropped or leads or files:
        log.info("pruned %d rows, %d persons, %d files", dropped, leads, files)


def _forgotten(dealing: "Dealing", kept: timedelta) -> Iterator[int]:
    """Forget in turns of their own, so that a year's worth of persons holds nobody up."""
    forgotten = FORGOTTEN_PER_TURN
    while forgotten == FORGOTTEN_PER_TURN:
        forgotten = dealing.turns.bulk(lambda sitting: _forget_old(sitting, kept)).result()
        yield forgotten


def _forget_old(sitting: Sitting, kept: timedelta) -> int:
    writing, before = _writing(sitting), sitting.now - kept
    leads = writing.leads_at_rest(before, FORGOTTEN_PER_TURN)
    record(sitting, [LeadForgotten(lead_id=lead) for lead in leads], HOUSE, "retention")
    writing.forget(leads, {}, sitting.now)  # without keys of the person: they may ask anew
    writing.empty_rejects(before)
    return len(leads)


def _remove_old(inbox: Path, before: datetime) -> int:
    """Remove taken files that lie there since before then, by when they were moved there, not by their own date.

    One that cannot be removed stops no other. Raises OSError for it at the end.
    """
    removed, stuck = 0, None
    for path in (path for name in (DONE, FAILED) for path in (inbox / name).glob("*")):
        try:
            if path.is_file() and path.lstat().st_ctime < before.timestamp():
                path.unlink()
                removed += 1
        except FileNotFoundError:  # somebody else was quicker
            continue
        except OSError as trouble:
            stuck = stuck or trouble
    if stuck is not None:
        raise stuck
    return removed


def _said(trouble: StoreError | OSError) -> str:
    """A trouble without the name of a file, which may be a person's."""
    if isinstance(trouble, OSError):
        return f"a file that was taken cannot be removed ({trouble.strerror})."
    return str(trouble)


def _writing(sitting: Sitting) -> SqliteWriting:
    assert isinstance(sitting.writing, SqliteWriting)
    return sitting.writing
