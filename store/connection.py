"""How leads.db is opened, and what its errors are called in sentences."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.rows import DiskFailed, Outdated, StoreError
from store.version import VERSION

BUSY_SECONDS = 5.0
"""How long a writer waits for another one."""

CACHE_KIB = 16_000
"""Pages kept in memory: enough for the inner pages of every index of a million leads."""

_SENTENCES = {
    "SQLITE_BUSY": "{path} is locked by another program; close what holds it, or try again in a moment.",
    "SQLITE_LOCKED": "{path} is locked by another program; close what holds it, or try again in a moment.",
    "SQLITE_READONLY": "{path} cannot be written to; check the rights of the file and its folder.",
    "SQLITE_PERM": "{path} may not be opened; check the rights of the file and its folder.",
    "SQLITE_FULL": "The disk that holds {path} is full; make room. Nothing was half-done.",
    "SQLITE_IOERR": "The disk that holds {path} fails ({name}); check the disk. Nothing was half-done.",
    "SQLITE_CANTOPEN": "{path} cannot be opened; check that its folder is there and that you may write in it.",
    "SQLITE_NOTADB": "{path} is not a database; move it away, or restore leads.db from a backup.",
    "SQLITE_CORRUPT": "{path} is damaged; keep it, and restore leads.db from a backup.",
    "SQLITE_TOOBIG": "Something is too big to be kept in {path}: {error}.",
    "SQLITE_NOMEM": "There is not enough memory to work with {path}.",
}


def sentence(error: sqlite3.Error, path: str) -> str:
    """What a person should read instead of SQLite's words."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if name == "SQLITE_CONSTRAINT_TRIGGER":
        return str(error)
    base = "_".join(name.split("_")[:2])
    return _SENTENCES.get(base, "{path}: {error}.").format(path=path, name=name, error=str(error).rstrip("."))


@contextmanager
def in_sentences(path: str) -> Iterator[None]:
    """Raise SQLite's errors as StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        failed = (getattr(error, "sqlite_errorname", None) or "").startswith("SQLITE_IOERR")
        raise (DiskFailed if failed else StoreError)(sentence(error, path)) from error


@contextmanager
def ending(db: sqlite3.Connection) -> Iterator[None]:
    """Commit the open transaction at the end, or take all of it back."""
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def open_writer(path: str, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open leads.db for writing; make it, readable by its owner alone, when it is not there."""
    _make_private(path)
    _refuse_newer(path)
    with in_sentences(path):
        connection = _connect(path, busy_seconds)
        try:
            _prepare(connection, path, busy_seconds)
        except BaseException:
            connection.close()
            raise
    return connection


def open_reader(path: str, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open leads.db for reading only. Raises StoreError where there is none."""
    if not os.path.exists(path):
        raise StoreError(f"There is no {path}; run `floorboard` in the floor's folder, or name it with --floor.")
    _refuse_newer(path)
    with in_sentences(path):
        connection = _connect(f"{Path(path).absolute().as_uri()}?mode=ro", busy_seconds)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        connection.close()
        raise Outdated(f"{path} has no tables of this version yet; run `floorboard` on it once.")
    return connection


def _connect(target: str, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        target,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        uri=target.startswith("file:"),
    )
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def _make_private(path: str) -> None:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    except FileNotFoundError:
        raise StoreError(f"The folder {os.path.dirname(path) or '.'} is not there; make it first.") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be made: {error.strerror}.") from error


def _refuse_newer(path: str) -> None:
    """Look at the file's first page as it lies there, so that what we must not touch stays untouched.

    SQLite itself looks, not `open`: closing a file drops every lock that this process has on it, and then another
    process that closes the database believes to be the last one and takes the write-ahead log away from under us.
    """
    with in_sentences(path):
        probe = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            (version,) = probe.execute("PRAGMA user_version").fetchone()
        finally:
            probe.close()
    _check_version(version, path)


def _check_version(version: int, path: str) -> None:
    if version > VERSION:
        raise StoreError(f"{path} belongs to a newer floorboard (tables of version {version}); update floorboard.")


def _prepare(connection: sqlite3.Connection, path: str, busy_seconds: float) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    _check_version(version, path)
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        _write_ahead(connection, path, busy_seconds)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "wal_autocheckpoint = 0"):
        connection.execute(f"PRAGMA {pragma}")
    if version < VERSION:
        _migrate(connection)


def _write_ahead(connection: sqlite3.Connection, path: str, busy_seconds: float) -> None:
    """Turn on the write-ahead log; SQLite does not wait by itself when several processes do so at once."""
    give_up = time.monotonic() + busy_seconds
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
            continue
        if mode != "wal":
            raise StoreError(f"{path} cannot keep a write-ahead log; move the floor to a local disk.")
        return


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < VERSION:
            from store.schema import migrate  # the steps are seldom needed, and slow to load

            migrate(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
