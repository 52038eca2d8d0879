"""Copies of the database as it was at one instant, made while others write."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from store.connection import in_sentences, open_reader
from store.rows import StoreError

NAME = "leads-%Y%m%d-%H%M%S.db"


def copy(database: Path, target: Path) -> None:
    """Copy the database and check the copy. Raises StoreError, and then there is no copy."""
    half = target.with_suffix(".half")
    half.unlink(missing_ok=True)
    try:
        with in_sentences(str(target)), closing(open_reader(str(database))) as source:
            said = _copied(source, half)
        if said != "ok":
            raise StoreError(f"The copy of {database.name} did not pass its check ({said}); the disk may be failing.")
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def keep_backup(database: Path, folder: Path, now: datetime, kept: int) -> Path:
    """Copy the database into a folder, and drop the oldest copies beyond `kept`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {error.strerror}.") from error
    target = folder / now.strftime(NAME)
    copy(database, target)
    for old in sorted(folder.glob("leads-*.db"))[:-kept]:
        old.unlink(missing_ok=True)
    return target


def _copied(source: sqlite3.Connection, half: Path) -> str:
    """Copy in one step: a copy in many starts again whenever another process writes in between."""
    os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(half, isolation_level=None)) as sink:
        source.backup(sink)
        sink.execute("PRAGMA journal_mode = DELETE")
        (said,) = sink.execute("PRAGMA quick_check(1)").fetchone()
    return str(said)
