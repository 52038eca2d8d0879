"""Copies of the database as it was at one instant, made while others write, and put in its place again."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from engine.value import Value
from store.connection import in_sentences, open_reader
from store.head_file import Noted, head_in, reset_head
from store.rows import StoreError
from store.sqlite import SqliteLedger
from store.verify import verify_file

HOURLY = "leads-%Y%m%d-%H%M%S.db"
BY_HAND = "by-hand-%Y%m%d-%H%M%S.db"
REPLACED = "replaced-%Y%m%d-%H%M%S.db"
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a database that is open, or that was not closed."""


class Restored(Value):
    """What a restore did."""

    was: Noted | None
    """The head of the database that was replaced; None when there was none, or none that could be read."""
    now: Noted
    leads_lost: int
    aside: Path | None
    """Where the replaced database is kept."""


def copy(database: Path, target: Path) -> None:
    """Copy the database and check the copy. Raises StoreError, and then there is no copy."""
    half = target.with_name(f"{target.name}.half")
    half.unlink(missing_ok=True)
    try:
        with in_sentences(str(target)), closing(open_reader(str(database))) as source:
            said = _copied(source, half)
        if said != "ok":
            raise StoreError(f"The copy of {database.name} did not pass its check ({said}); the disk may be failing.")
        half.replace(target)
        sync_folder(target.parent)
    finally:
        half.unlink(missing_ok=True)


def keep_backup(database: Path, folder: Path, now: datetime, kept: int) -> Path:
    """Copy the database into a folder, and drop the oldest of such copies beyond `kept`."""
    target = make_folder(folder) / now.strftime(HOURLY)
    copy(database, target)
    for old in sorted(folder.glob("leads-*.db"))[:-kept]:
        old.unlink(missing_ok=True)
    return target


def make_folder(folder: Path) -> Path:
    """Make a folder for copies, for its owner alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {error.strerror}.") from error
    return folder


def restore(database: Path, source: Path, folder: Path, now: datetime) -> Restored:
    """Put a copy in the database's place, and keep what was there in `folder`. Nobody may have it open.

    Raises StoreError for a copy that breaks a law, and then everything is as it was.
    """
    staged = database.with_name(f"{database.name}.restoring")
    try:
        _stage(source, staged)
        kept = _head_of(staged)
        was = _head_of(database) if database.exists() else None
        lost = max(0, _leads_in(database) - _leads_in(staged)) if was else 0
        if was is not None:
            _forget_again(database, staged, now)
        aside = _set_aside(database, _free(make_folder(folder), now), is_readable=was is not None)
        staged.replace(database)
        sync_folder(database.parent)
        reset_head(database)
    finally:
        _remove(staged)
    assert kept is not None
    return Restored(was=was, now=kept, leads_lost=lost, aside=aside)


def sync_folder(folder: Path) -> None:
    """Have a rename in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copied(source: sqlite3.Connection, half: Path) -> str:
    """Copy in one step: a copy in many starts again whenever another process writes in between."""
    os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(half, isolation_level=None)) as sink:
        source.backup(sink)
        sink.execute("PRAGMA journal_mode = DELETE")
        (said,) = sink.execute("PRAGMA quick_check(1)").fetchone()
    return str(said)


def _stage(source: Path, staged: Path) -> None:
    """Copy the source beside the database, bring it to this version's tables, and hold it to every law."""
    _remove(staged)
    with in_sentences(str(source)), closing(_read_only(source)) as db:
        said = _copied(db, staged)
    if said != "ok":
        raise StoreError(f"{source.name} is damaged ({said}); take an older copy.")
    with in_sentences(str(source)), closing(sqlite3.connect(staged)) as db:
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone() is None:
            raise StoreError(f"{source.name} holds no journal: it is no copy of a floor's leads.db.")
    SqliteLedger(str(staged)).close()
    broken = [finding for finding in verify_file(str(staged)) if not finding.ok]
    if broken:
        words = " ".join(f"{finding.law}: {finding.sentence}" for finding in broken)
        raise StoreError(f"{source.name} breaks a law of the house, nothing was restored. {words}")


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _head_of(database: Path) -> Noted | None:
    """The head of a database; None when it is too damaged to say."""
    with suppress(sqlite3.Error), closing(_read_only(database)) as db:
        return head_in(db)
    return None


def _leads_in(database: Path) -> int:
    with suppress(sqlite3.Error), closing(_read_only(database)) as db:
        (count,) = db.execute("SELECT count(*) FROM events WHERE kind = 'lead_received'").fetchone()
        return int(count)
    return 0


def _forget_again(database: Path, staged: Path, now: datetime) -> None:
    """Forget in the copy whoever was forgotten since it was made, as far as their leads are in it."""
    forgotten, salt = [], b""
    with suppress(sqlite3.Error), closing(_read_only(database)) as db:
        (salt,) = db.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()
        forgotten = db.execute(_FORGOTTEN).fetchall()
    with closing(SqliteLedger(str(staged))) as ledger:
        if ledger.salt != salt:  # another floor's leads are other people
            return
        with ledger.writing() as writing:
            here = {
                key: lead for key, lead, *born in forgotten if writing.known_keys([tuple(born)]) == _born(lead, *born)
            }
            writing.forget(set(here.values()), here, now)
        if here:
            ledger.compact()


_FORGOTTEN = (
    "SELECT forgotten.key, lead_id, source, source_key FROM forgotten JOIN leads ON leads.id = forgotten.lead_id"
)


def _born(lead_id: str, source: str, source_key: str) -> dict[str, str]:
    """What a ledger says that knows this lead under this number."""
    return {f"{source}\t{source_key}": lead_id}


def _free(folder: Path, now: datetime) -> Path:
    """A path for the replaced database that nothing has yet."""
    aside, number = folder / now.strftime(REPLACED), 1
    while aside.exists() or aside.with_name(f"{aside.name}-wal").exists():
        number += 1
        aside = folder / f"{now.strftime(REPLACED).removesuffix('.db')}-{number}.db"
    return aside


def _set_aside(database: Path, aside: Path, *, is_readable: bool) -> Path | None:
    """Give the database a second name, with all that its write-ahead log holds; it keeps the first until replaced.

    A log that is left where it is would be read into the new database. Of one that cannot be read no byte is changed.
    """
    if is_readable:
        with suppress(sqlite3.Error), closing(sqlite3.connect(database, isolation_level=None)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for ending in BESIDE:
        left = database.with_name(database.name + ending)
        if left.exists():
            left.replace(aside.with_name(aside.name + ending))
    if not database.exists():
        return None
    try:
        os.link(database, aside)
    except OSError:  # a file system without second names
        shutil.copy2(database, aside)
    return aside


def _remove(database: Path) -> None:
    for ending in ("", *BESIDE):
        database.with_name(database.name + ending).unlink(missing_ok=True)
