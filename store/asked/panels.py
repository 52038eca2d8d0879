"""The lists of the board, read by SQL: queue, reps and intake."""

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from engine.board import IntakeRow, QueueRow, RepRow
from engine.lead import LeadState, SlaState
from engine.rep import Availability
from engine.value import LEAD_UNIT
from store.asked.taken import NEWS_AT, intake_row
from store.instants import instant, instant_or_none
from store.plights import plight_in
from store.tallies import WAITING

INTAKE_ROWS = 50

QUEUE_COLUMNS = (
    "leads.id, leads.version, state, sla, coalesce(cards.name, ''), coalesce(cards.company, ''), source, why,"
    " coalesce(leads.rep_id, offered_to), queued_at, warn_at, due_at, parked_until, pool"
)
_QUEUE = (
    f"SELECT {QUEUE_COLUMNS} FROM leads INDEXED BY leads_by_urgency"  # noqa: S608
    f" LEFT JOIN cards ON cards.lead_id = leads.id WHERE {WAITING}"
    " ORDER BY coalesce(due_at, queued_at), number LIMIT ?"
)
_ASIDE = (
    f"SELECT {QUEUE_COLUMNS} FROM leads INDEXED BY leads_parked"  # noqa: S608
    " LEFT JOIN cards ON cards.lead_id = leads.id WHERE state = 'parked' ORDER BY parked_until LIMIT ?"
)
_WORKED = (
    f"SELECT {QUEUE_COLUMNS} FROM leads INDEXED BY leads_contacted"  # noqa: S608
    " LEFT JOIN cards ON cards.lead_id = leads.id WHERE state = 'contacted' ORDER BY first_touch_at LIMIT ?"
)
_REPS = (
    "SELECT id, version, name, availability, reason, since_at, until_at, open_count, capacity, offered_count,"
    " idle_since_at FROM reps WHERE place IS NOT NULL ORDER BY place"
)
_INTAKE = (
    "SELECT * FROM (SELECT 'f' || sha256, taken_at, name, 'file', source, accepted, rejected, duplicates, tests,"  # noqa: S608
    " is_done, why, rows_done, size, bytes_done, done_at, asked_at, again_at, again_as FROM"
    f" (SELECT * FROM files ORDER BY {NEWS_AT} DESC LIMIT ?1)"
    " UNION ALL SELECT origin, at, substr(origin, 6), 'hook', substr(origin, 6), accepted, rejected, duplicates,"
    " tests, 1, '', 0, 0, 0, NULL, NULL, NULL, '' FROM intake"
    f" WHERE origin >= 'hook:' AND origin < 'hook;') ORDER BY {NEWS_AT} DESC LIMIT ?1"
)

Told = tuple[Any, ...]
"""A row of a table."""

_read_lines = msgspec.json.Decoder(dict[str, list[str]]).decode

_STATES = {state.value: state for state in LeadState}
_CLOCKS = {state.value: state for state in SlaState}


def queue_rows(db: sqlite3.Connection, limit: int) -> tuple[QueueRow, ...]:
    """The leads on which nobody works yet, or again, most urgent first."""
    return tuple(map(queue_row, db.execute(_QUEUE, (limit,))))


def aside_rows(db: sqlite3.Connection, limit: int) -> tuple[QueueRow, ...]:
    """Open leads that wait for no first answer: those put aside by when they come back, those answered by when."""
    return (*map(queue_row, db.execute(_ASIDE, (limit,))), *map(queue_row, db.execute(_WORKED, (limit,))))


def queue_row(row: tuple[object, ...]) -> QueueRow:
    """A lead's row from QUEUE_COLUMNS. A lead that is held out shows whom it is held out to."""
    lead_id, version, state, sla, name, company, source, why, rep_id, queued_at, *marks, pool = row
    warn_at, due_at, parked_until = marks
    if _CLOCKS[sla].is_over:  # type: ignore[index]
        warn_at = due_at = None
    return QueueRow(
        id=lead_id,  # type: ignore[arg-type]
        version=version,  # type: ignore[arg-type]
        state=_STATES[state],  # type: ignore[index]
        sla=_CLOCKS[sla],  # type: ignore[index]
        name=name,  # type: ignore[arg-type]
        company=company,  # type: ignore[arg-type]
        source=source,  # type: ignore[arg-type]
        why=why,  # type: ignore[arg-type]
        rep_id=rep_id,  # type: ignore[arg-type]
        queued_at=instant(queued_at),  # type: ignore[arg-type]
        warn_at=instant_or_none(warn_at),  # type: ignore[arg-type]
        due_at=instant_or_none(due_at),  # type: ignore[arg-type]
        parked_until=instant_or_none(parked_until),  # type: ignore[arg-type]
        pool=pool,  # type: ignore[arg-type]
    )


def rep_rows(db: sqlite3.Connection) -> tuple[RepRow, ...]:
    """The reps in the order of the roster, with what the ledger says of them over all pools."""
    firsts = {line[0] for line in lines_of(db).values() if line}
    told, plight = told_reps(db.execute(_REPS).fetchall(), _ledger(db), firsts), plight_in(db)
    if not plight.units and not plight.outside:
        return told
    return tuple(
        rep.but(units=plight.units.get(rep.id, 0), outside_count=plight.outside.get(rep.id, 0)) for rep in told
    )


def told_reps(
    rows: Sequence[tuple[Any, ...]], accounts: Sequence[tuple[Any, ...]], firsts: Collection[str] = ()
) -> tuple[RepRow, ...]:
    """The reps, from rows of their table in the roster's order and rows of the ledger; `firsts` are next in line."""
    entitled: dict[str, int] = {}
    received: dict[str, int] = {}
    for _, rep_id, due, got, _ in accounts:
        entitled[rep_id] = entitled.get(rep_id, 0) + due
        received[rep_id] = received.get(rep_id, 0) + got
    return tuple(
        RepRow(
            id=rep_id,
            version=version,
            name=name,
            availability=Availability(availability),
            reason=reason,
            since_at=instant(since_at),
            until_at=instant_or_none(until_at),
            open_count=open_count,
            capacity=capacity,
            received=received.get(rep_id, 0) / LEAD_UNIT,
            entitled=entitled.get(rep_id, 0) / LEAD_UNIT,
            is_next=rep_id in firsts,
        )
        for rep_id, version, name, availability, reason, since_at, until_at, open_count, capacity, _, _ in rows
    )


def lines_of(db: sqlite3.Connection) -> dict[str, list[str]]:
    """Who is in line in each pool, the next one first, as the engine said at its latest turn."""
    row = db.execute("SELECT value FROM meta WHERE key = 'next'").fetchone()
    return _read_lines(row[0]) if row else {}


def _ledger(db: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return db.execute("SELECT pool, rep_id, entitled, received, run FROM ledger").fetchall()


def intake_rows(db: sqlite3.Connection) -> tuple[IntakeRow, ...]:
    """Files and web-hook sources, newest first."""
    return tuple(map(intake_row, db.execute(_INTAKE, (INTAKE_ROWS,))))
