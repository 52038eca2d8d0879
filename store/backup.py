"""Copies of leads.db, taken while it is in use."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from store.connection import in_sentences, open_reader
from store.rows import StoreError


def keep_backup(database: Path, backups: Path, now: datetime, kept: int) -> Path:
    """Copy the database as it is at one point in time, check the copy, and keep the newest `kept` of them."""
    try:
        backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{backups} cannot be made: {error.strerror}.") from error
    target = backups / f"leads-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    part = target.with_suffix(".part")
    try:
        _copy(str(database), part)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    for old in sorted(backups.glob("leads-*.db"))[:-kept]:
        old.unlink(missing_ok=True)
    return target


def _copy(database: str, part: Path) -> None:
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    source = open_reader(database)
    copy = sqlite3.connect(part, isolation_level=None)
    try:
        with in_sentences(str(part)):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        copy.close()
        source.close()
    if said != "ok":
        raise StoreError(f"The backup of {database} is damaged: {said}. Check the disk.")
