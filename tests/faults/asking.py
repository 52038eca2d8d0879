"""What is asked of a floor after a fault: nothing lost, nothing doubled, every law kept."""

import hashlib
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from tests.front_door.program import Floor, until

DOUBLED = "SELECT count(*) FROM (SELECT 1 FROM {table} GROUP BY {key} HAVING count(*) > 1)"


def emails(floor: Floor) -> set[str]:
    """The e-mails of every lead there is."""
    return {email for (email,) in floor.rows("SELECT email FROM cards")}


def lost(floor: Floor, wanted: Iterable[int], form: str = "ada{}@example.com") -> int:
    """How many of these people are no lead."""
    there = emails(floor)
    return sum(form.format(number) not in there for number in wanted)


def doubled(floor: Floor) -> int:
    """How many people are two leads, and how many leads have two owners."""
    people = floor.one("SELECT count(*) - count(DISTINCT email) FROM cards WHERE email <> ''") or 0
    owners = floor.one("SELECT count(*) - count(DISTINCT lead_id) FROM assignments WHERE ended_at IS NULL") or 0
    return int(people + owners)


def sound(floor: Floor) -> None:
    """Every law holds, and SQLite finds nothing wrong."""
    floor.verified()
    assert floor.rows("PRAGMA integrity_check") == [("ok",)]
    assert floor.rows("PRAGMA foreign_key_check") == []


def all_taken(floor: Floor, wanted: Iterable[int], seconds: float = 60, form: str = "ada{}@example.com") -> float:
    """Wait until all these people are leads; returns how long it took."""
    began = time.monotonic()
    numbers = list(wanted)
    until(lambda: lost(floor, numbers, form) == 0, seconds)
    return time.monotonic() - began


def writer(floor: Floor) -> "closing[sqlite3.Connection]":
    """A hand of somebody else's in the database."""
    return closing(sqlite3.connect(floor.root / "leads.db", isolation_level=None, timeout=10))


def digest(path: Path) -> str:
    """What a file's bytes are told by. Of a leads.db only while this process has it open nowhere."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def one_sentence(text: str) -> str:
    """The sentence that a verb said, when that is all it said."""
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 1, text
    assert "Traceback" not in text
    return lines[0]


def log(floor: Floor) -> str:
    """What the engine has written into its log."""
    path = floor.root / "floorboard.log"
    return path.read_text("utf-8") if path.exists() else ""
