"""The journal's head as it was last seen, in a file beside the database: a journal that lost its end is noticed.

Law: the file may lag behind the journal, and is never ahead of what was committed.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from engine.value import Value
from store.connection import in_sentences, open_reader
from store.instants import instant

WAY_OUT = "Restore a backup with `floorboard restore FILE`, or delete {name} to go on without them."


class Noted(Value):
    """The journal's last entry when the file was written."""

    seq: int = 0
    hash: str = ""
    at: str = ""


_read = msgspec.json.Decoder(Noted).decode


def path_of(database: Path) -> Path:
    """Where the head of a database is noted: `leads.head` beside `leads.db`."""
    return database.with_suffix(".head")


def keep_head(database: Path) -> str:
    """Note the head of a database, or say what its journal has lost since it was noted last, and leave the note."""
    path = path_of(database)
    noted = noted_in(path)
    with closing(open_reader(str(database))) as db, in_sentences(str(database)):
        loss = _loss(db, noted, path.name)
        head = head_in(db)
    if not loss and head.seq > noted.seq:
        write_head(path, head)
    return loss


def reset_head(database: Path) -> None:
    """Note the head as it is now, whatever was noted before: for a restore, which loses entries knowingly."""
    with closing(open_reader(str(database))) as db, in_sentences(str(database)):
        write_head(path_of(database), head_in(db))


def loss_in(db: sqlite3.Connection) -> str:
    """What the journal of an open database has lost since its head was noted; empty when nothing."""
    name = next(file for _, schema, file in db.execute("PRAGMA database_list") if schema == "main")
    path = path_of(Path(name))
    return _loss(db, noted_in(path), path.name)


def noted_in(path: Path) -> Noted:
    """The head that was noted; the head of an empty journal when there is no file, or none that can be read."""
    try:
        return _read(path.read_bytes())
    except (OSError, msgspec.DecodeError):  # a note that is gone says nothing about the journal
        return Noted()


def head_in(db: sqlite3.Connection) -> Noted:
    """The journal's last entry."""
    row = db.execute("SELECT seq, hash, at FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return Noted(seq=row[0], hash=row[1], at=row[2]) if row else Noted()


def write_head(path: Path, head: Noted) -> None:
    """Write the file whole or not at all, for its owner's eyes alone."""
    half = path.with_suffix(".head-half")
    with suppress(FileNotFoundError):
        half.unlink()
    with open(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(msgspec.json.encode(head))
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def moment(at: str) -> str:
    """An instant of the database for a sentence: to the second, in UTC."""
    return f"{instant(at):%Y-%m-%d %H:%M:%S} UTC"


def _loss(db: sqlite3.Connection, noted: Noted, name: str) -> str:
    row = db.execute("SELECT hash FROM events WHERE seq = ?", (noted.seq,)).fetchone()
    if noted.seq == 0 or (row is not None and row[0] == noted.hash):
        return ""
    way_out = WAY_OUT.format(name=name)
    if row is not None:
        return f"The journal is another one: entry {noted.seq} is not the one that was there. {way_out}"
    head = head_in(db)
    missing = noted.seq - head.seq
    entries = "1 entry is" if missing == 1 else f"{missing} entries are"
    since = f"since {moment(head.at)}" if head.at else "from the first on"
    return f"{entries} missing {since}; the journal went on until {moment(noted.at)}. {way_out}"
