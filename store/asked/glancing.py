"""A look at the floor that is over in a moment.

Law: no house rules, no entry and no order is read here. Loading what reads them takes longer than the look.
"""

import sqlite3
from datetime import datetime

import msgspec

from engine.board import EngineHealth, Glance
from engine.house.people import Person
from engine.value import Value
from store.asked.panels import intake_rows, queue_rows, rep_rows
from store.asked.reading import SqliteReader
from store.asked.tiles import tiles
from store.asked.waits import waits_of
from store.plights import on_old_ladders, plight_in

QUEUE_ROWS_MAX = 2_000
"""Rows of the queue on a board."""

_IN_FORCE = "SELECT text FROM meta JOIN policies ON hash = value WHERE key = 'policy'"
_READ_FROM = "SELECT toml_sha256 FROM meta JOIN policies ON hash = value WHERE key = 'policy'"


class Roster(Value, forbid_unknown_fields=False):
    """A rep on the roster."""

    id: str


class House(Value, forbid_unknown_fields=False):
    """What a look needs of the house rules, whose names and defaults these are."""

    name: str = "Floor"
    timezone: str = "UTC"
    people: tuple[Person, ...] = ()
    reps: tuple[Roster, ...] = ()


class SqliteGlances(SqliteReader):
    """A reader for who looks once."""

    def house(self) -> House | None:
        """The house rules of now, in short; None before the first."""
        with self._view() as db:
            row = db.execute(_IN_FORCE).fetchone()
            return msgspec.json.decode(row[0], type=House) if row else None

    def rules_sha256(self) -> str:
        """SHA-256 of the file that the house rules of now were last read from; empty when there are none."""
        with self._view() as db:
            row = db.execute(_READ_FROM).fetchone()
            return str(row[0]) if row else ""

    def glance(self, health: EngineHealth, now: datetime) -> Glance:
        """All that a look shows."""
        house = self.house() or House()
        with self._view() as db:
            return glance_in(db, house, health, now)


def glance_in(db: sqlite3.Connection, house: House, health: EngineHealth, now: datetime) -> Glance:
    """Look."""
    (seq,) = db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
    reps, plight = rep_rows(db), plight_in(db)
    counted = tiles(db, reps, house.timezone, now)
    return Glance(
        floor=house.name,
        seq=seq,
        as_of=now,
        tiles=counted,
        queue=queue_rows(db, QUEUE_ROWS_MAX),
        queue_total=counted.unanswered,
        reps=reps,
        intake=intake_rows(db),
        engine=health,
        plight=plight,
        old_ladders=on_old_ladders(db, plight),
        waits=waits_of(db, plight),
    )
