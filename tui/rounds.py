"""What the engine looks after now and then besides dealing, none of it in a hurry."""

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store import head_file
from store.rows import StoreError

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from tui.dealing import Dealing

HEAD_SECONDS = 5
"""How often the journal's head is noted beside the database."""

log = logging.getLogger(__name__)


def schedule(scheduler: "AsyncIOScheduler", dealing: "Dealing") -> None:
    """Have the rounds made, the first of each at once."""
    first = datetime.now(UTC)
    scheduler.add_job(keep_head, "interval", seconds=HEAD_SECONDS, args=[dealing], next_run_time=first)


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
