"""A past of any size: some leads that were really dealt, answered and closed, copied in SQL as often as it takes.

Law: the copies are for reading. Their entries are chained to nothing, so `verify` refuses such a floor.
"""

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.floors import lay
from benchmarks.plan import KEPT, Plan
from benchmarks.rows import rows
from engine.commands import CloseLead, NewLead, Origin, ReceiveLeads, RecordContact, Seen
from engine.floor import Floor
from engine.lead import Card, Disposition
from store.connection import open_reader
from store.indexing import missing_pieces, read_piece
from store.sqlite import SqliteLedger
from store.version import VERSION
from tui.floor_dir import FloorDir
from tui.serving.desk import Desk, follow
from tui.settings import load
from tui.wiring import open_ledger

LIVED = 1000
"""Leads that are really dealt; whatever is wanted is a multiple of them."""

COPIES = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)"
LATER = "strftime('%Y-%m-%dT%H:%M:%S', {0}, '+' || (1800 * n) || ' seconds') || '.000000Z'"
"""An instant of copy `n`: so many half hours on."""
LEAD = "'L-' || (substr({0}, 3) + n * :lived)"
"""The id that a lead has in copy `n`."""

CHANGED: Mapping[str, Mapping[str, str]] = {
    "leads": {"id": LEAD.format("id"), "number": "number + n * :lived", "source_key": "source_key || '-' || n"},
    "events": {
        "seq": "seq + n * :entries",
        "at": LATER.format("at"),
        "lead_id": LEAD.format("lead_id"),
        "data": f"replace(data, '\"' || lead_id || '\"', '\"' || {LEAD.format('lead_id')} || '\"')",
    },
    "cards": {"lead_id": LEAD.format("lead_id")},
    "assignments": {"id": "id + n * :entries", "lead_id": LEAD.format("lead_id")},
    "keys": {"source_key": "source_key || '-' || n", "lead_id": LEAD.format("lead_id")},
}
"""What is another in a copy, by table and column, besides instants, whose names end in `_at`."""


def past(plan: Plan, count: int) -> Path:
    """A floor with so many closed leads behind it, a copy of its own."""
    KEPT.mkdir(exist_ok=True)
    kept = KEPT / f"past-{count}-v{VERSION}.db"
    if not kept.exists():
        shutil.move(_make(plan, count), kept)
    root = lay(plan.folder(f"past-{count}"))
    shutil.copyfile(kept, root / "leads.db")
    return root


def _make(plan: Plan, count: int) -> Path:
    """Live a half hour, and copy it."""
    root = lay(plan.folder("lived"))
    copies = count // LIVED - 1
    floor = _live(root)
    with closing(sqlite3.connect(root / "leads.db", isolation_level=None)) as db:
        db.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN")
        for table in CHANGED if copies else ():
            db.execute(_copying(db, table), {"copies": copies, "lived": LIVED, "entries": floor.seq})
        db.execute("COMMIT")
    _end(root, floor, count)
    return root / "leads.db"


def _copying(db: sqlite3.Connection, table: str) -> str:
    """The statement that copies a table's rows of leads, whatever columns it has by now."""
    columns = [str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")]
    changed = CHANGED[table]
    copied = [
        changed.get(column) or (LATER.format(column) if column.endswith("_at") else column) for column in columns
    ]
    where = "WHERE lead_id IS NOT NULL" if "lead_id" in columns else ""
    what = ", ".join(copied)
    return f"{COPIES} INSERT INTO {table} SELECT {what} FROM copy, {table} {where} ORDER BY n"  # noqa: S608 - ours


def _live(root: Path) -> Floor:
    """Deal, answer and close leads within minutes; returns the floor as it is then."""
    floor = FloorDir(root=root)
    now = datetime.now(UTC) - timedelta(days=60)
    with closing(open_ledger(floor)) as ledger:
        desk = Desk(ledger, lambda: now)
        desk.turn(lambda sitting: follow(sitting, load(floor.rules)))
        desk.give(ReceiveLeads(origin=Origin(kind="hook", source="website", name="website"), leads=_leads()), "", "")
        seen = tuple(Seen(id=f"L-{number}") for number in range(1, LIVED + 1))
        now += timedelta(minutes=4)
        desk.give(RecordContact(leads=seen), "mia", "")
        now += timedelta(minutes=9)
        desk.give(CloseLead(leads=seen[::3], disposition=Disposition.WON), "mia", "")
        for part in (seen[1::3], seen[2::3]):
            desk.give(CloseLead(leads=part, disposition=Disposition.LOST), "mia", "")
        return desk.floor


def _leads() -> tuple[NewLead, ...]:
    """Leads of as many persons."""
    return tuple(
        NewLead(
            source="website",
            source_key=f"{row['lead_id']}-{number}",
            place=f"leads.csv row {number + 2}",
            traits={name: row[name] for name in ("country", "city", "product", "campaign", "timeline")},
            person_keys=(f"e:{number}",),
            card=Card(
                name=f"{row['first_name']} {row['last_name']}",
                email=row["email"],
                phone=row["phone"],
                company=row["company"],
                message=row["message"],
                raw=",".join(row.values()),
            ),
        )
        for number, row in enumerate(rows(LIVED))
    )


def _end(root: Path, floor: Floor, count: int) -> None:
    """Keep the floor as it is at the end, as an engine does before it goes."""
    with closing(open_ledger(FloorDir(root=root))) as ledger:
        with ledger.writing() as writing:
            floor.seq, floor.leads_ever = writing.head().seq, count
            writing.keep_checkpoint(floor)
        _index(ledger)
        ledger.empty_log()


def _index(ledger: SqliteLedger) -> None:
    """Index texts, as an engine does when it is at rest."""
    with closing(open_reader(ledger.path)) as db:
        for number in missing_pieces(db):
            piece = read_piece(db, number)
            with ledger.writing() as writing:
                writing.keep_piece(piece)
