"""What the engine looks after now and then besides dealing, none of it in a hurry."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from engine.events import LeadForgotten
from engine.turn import HOUSE
from importers.drop_folder import DONE, FAILED
from store import head_file
from store.rows import StoreError
from store.sqlite import SqliteWriting
from tui.desk import Sitting, wall_clock
from tui.recording import record

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from tui.dealing import Dealing

HEAD_SECONDS = 5
"""How often the journal's head is noted beside the database."""

PRUNE_HOURS = 24
PRUNE_AFTER = timedelta(seconds=20)
"""How long after the start the first pruning waits: what came in meanwhile is more urgent."""

FORGOTTEN_PER_TURN = 200

log = logging.getLogger(__name__)


def schedule(scheduler: "AsyncIOScheduler", dealing: "Dealing") -> None:
    """Have the rounds made, the first of each at once."""
    first = datetime.now(UTC)
    scheduler.add_job(keep_head, "interval", seconds=HEAD_SECONDS, args=[dealing], next_run_time=first)
    scheduler.add_job(prune, "interval", hours=PRUNE_HOURS, args=[dealing], next_run_time=first + PRUNE_AFTER)


def keep_head(dealing: "Dealing") -> None:
    """Note how far the journal has come; say on the boards when it has lost what it had."""
    try:
        loss = head_file.keep_head(dealing.floor.database)
    except (StoreError, OSError) as trouble:
        log.warning("the journal's head was not noted: %s", trouble)
        return
    if loss != dealing.hold.troubles.get("journal", ""):
        log.warning("the journal: %s", loss or "all is well again")
    dealing.say("journal", loss)


def prune(dealing: "Dealing") -> None:
    """Drop what nobody asks for any more, and forget the persons whom the house rules keep no longer."""
    kept = dealing.settings.retention.cards
    try:
        dropped = dealing.turns.bulk(lambda sitting: _writing(sitting).prune(sitting.now)).result()
        leads = sum(_forgotten(dealing, kept)) if kept else 0
    except StoreError as trouble:
        log.warning("nothing was pruned: %s", trouble)
        return
    files = _remove_old(dealing.floor.inbox, wall_clock() - kept) if kept else 0
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
    """Remove taken files that lie there since before then, by when they were moved there, not by their own date."""
    paths = [path for name in (DONE, FAILED) for path in (inbox / name).glob("*")]
    old = [path for path in paths if path.is_file() and path.lstat().st_ctime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _writing(sitting: Sitting) -> SqliteWriting:
    assert isinstance(sitting.writing, SqliteWriting)
    return sitting.writing
