"""A past of any size: some leads that were really dealt, answered and closed, copied in SQL as often as it takes.

Law: the copies are for reading. Their entries are chained to nothing, so `verify` refuses such a floor.
"""

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.floors import lay
from benchmarks.plan import KEPT, Plan
from benchmarks.rows import rows
from engine.commands import CloseLead, NewLead, Origin, ReceiveLeads, RecordContact, Seen
from engine.floor import Floor
from engine.lead import Card, Disposition
from store.schema import VERSION
from tui.floor_dir import FloorDir
from tui.serving.desk import Desk, follow
from tui.settings import load
from tui.wiring import open_ledger

LIVED = 1000
"""Leads that are really dealt; whatever is wanted is a multiple of them."""

STATEMENTS = Path(__file__).with_suffix(".sql")
COPIES = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)\nINSERT"
LATER = r"strftime('%Y-%m-%dT%H:%M:%S', \1, '+' || (1800 * n) || ' seconds') || '.000000Z'"


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
        for statement in _statements() if copies else ():
            db.execute(statement, {"copies": copies, "lived": LIVED, "entries": floor.seq})
        db.execute("COMMIT")
    _end(root, floor, count)
    return root / "leads.db"


def _statements() -> list[str]:
    """The copying, a statement a table."""
    text = re.sub(r"later\((\w+)\)", LATER, STATEMENTS.read_text(encoding="utf-8"))
    return [part.replace("INSERT", COPIES, 1) for part in re.findall(r"^INSERT.*?;", text, re.DOTALL | re.MULTILINE)]


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
        ledger.empty_log()
