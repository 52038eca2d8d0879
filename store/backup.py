"""Copies of the database as it was at one instant, made while others write."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from store.connection import in_sentences, open_reader
from store.rows import StoreError

PAGES_AT_ONCE = 1000
"""Pages copied between two chances for others to write."""

NAME = "leads-%Y%m%d-%H%M%S.db"


def copy(database: Path, target: Path) -> None:
    """Copy the database and check the copy. Raises StoreError, and then there is no copy."""
    half = target.with_suffix(".half")
    with in_sentences(str(target)):
        with closing(open_reader(str(database))) as source, closing(sqlite3.connect(half)) as sink:
            half.chmod(0o600)
            source.backup(sink, pages=PAGES_AT_ONCE)
            (said,) = sink.execute("PRAGMA quick_check").fetchone()
        if said != "ok":
            half.unlink()
            raise StoreError(f"The copy of {database.name} did not pass its check ({said}); the disk may be failing.")
        half.replace(target)


def keep_backup(database: Path, folder: Path, now: datetime, kept: int) -> Path:
    """Copy the database into a folder, and drop the oldest copies beyond `kept`."""
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / now.strftime(NAME)
    copy(database, target)
    for old in sorted(folder.glob("leads-*.db"))[:-kept]:
        old.unlink()
    return target
