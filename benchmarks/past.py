"""A past of any size: some leads that were really dealt, answered and closed, copied in SQL as often as it takes.

Law: the copies are for reading. Their entries are chained to nothing, so `verify` refuses such a floor.
"""

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
from tui.serving.desk import Desk, follow
from tui.floor_dir import FloorDir
from tui.settings import load
from tui.wiring import open_ledger

LIVED = 1000
"""Leads that are really dealt; whatever is wanted is a multiple of them."""

SHIFT = "strftime('%Y-%m-%dT%H:%M:%S', {0}, '+' || (1800 * n) || ' seconds') || '.000000Z'"
NUMBERS = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)"
LEADS = f"""
INSERT INTO leads SELECT 'L-' || (number + n * :lived), state, rep_id, pool, rule, source, source_key || '-' || n, score,
  {SHIFT.format("received_at")}, {SHIFT.format("queued_at")}, {SHIFT.format("assigned_at")},
  {SHIFT.format("first_touch_at")}, {SHIFT.format("due_at")}, {SHIFT.format("closed_at")}, disposition, version, sla,
  place, why, offered_to, NULL, NULL, NULL, NULL, round, requires, traits, number + n * :lived, grade
FROM copy, leads WHERE number <= :lived ORDER BY n, number
"""
EVENTS = f"""
INSERT INTO events SELECT seq + n * :entries, {SHIFT.format("at")}, kind,
  'L-' || (substr(lead_id, 3) + n * :lived), rep_id, actor, cause, policy, v,
  replace(data, '"' || lead_id || '"', '"L-' || (substr(lead_id, 3) + n * :lived) || '"'), hash
FROM copy, events WHERE seq <= :entries AND lead_id IS NOT NULL ORDER BY n, seq
"""
CARDS = """
INSERT INTO cards SELECT 'L-' || (substr(lead_id, 3) + n * :lived), name, email, phone, phone_ext, company, job_title,
  message, consent, opt_out, owner_hint, extras, warnings, raw
FROM copy, cards WHERE substr(lead_id, 3) + 0 <= :lived ORDER BY n, lead_id
"""
ASSIGNMENTS = f"""
INSERT INTO assignments SELECT id + n * :entries, 'L-' || (substr(lead_id, 3) + n * :lived), rep_id,
  {SHIFT.format("assigned_at")}, {SHIFT.format("ended_at")}, how, ended_by
FROM copy, assignments WHERE id <= :entries ORDER BY n, id
"""
KEYS = "INSERT INTO keys SELECT source, source_key || '-' || n, 'L-' || (substr(lead_id, 3) + n * :lived) FROM copy, keys"


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
        for sql in (LEADS, EVENTS, CARDS, ASSIGNMENTS, KEYS) if copies else ():
            known = {"copies": copies, "lived": LIVED, "entries": floor.seq}
            db.execute(sql.replace("INSERT INTO", f"{NUMBERS}\nINSERT INTO", 1), known)
        db.execute("COMMIT")
    _end(root, floor, count)
    return root / "leads.db"


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
