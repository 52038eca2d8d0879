"""An invented floor with a hand on its clock, and a viewer that keeps it in memory."""

from datetime import UTC, datetime, timedelta

from engine.board import (
    Board,
    EngineHealth,
    FeedRow,
    IntakeRow,
    QueueRow,
    RepRow,
    Tiles,
)
from engine.lead import LeadState, SlaState
from engine.rep import ROUTABLE, Availability

NOON = datetime(2026, 7, 14, 14, 32, 7, tzinfo=UTC)
LIMIT = timedelta(minutes=15)
WARN = timedelta(minutes=12)

HOSTILE = (
    "[/]",
    "[@click=app.quit]x[/]",
    "[bold red]no[/bold red] [$x] [Warning]",
    "\x1b]52;c;Y2xpcGJvYXJk\x07",
    "\x1b[2J\x1b[H\x9b31m\x1b]0;title\x07",
    "\u202egnp.live\u202c",
    "عبد الله",
    "陳 美玲",
    "Z̸̡̢̛a̴̧̨l̵̡̛g̶̨̛o",
    "👩‍👩‍👧 Zoë\u200b\ufeff 🇩🇪",
    "x" * 300,
    "line\r\none\ttwo\nthree",
    "\ud800 lone",
)

PEOPLE = (
    ("Marisol Vega", "Acme Roofing & Siding", "web", "skill roof", None, 1122),
    ("J. Okonkwo", "Harbor Dental", "csv", "all at cap", None, 965),
    ("陳 美玲", "Lotus Imports", "hook", "lang zh", None, 920),
    ("Priyanka Nair", "Nair Logistics", "web", "round-robin", "sam", 811),
    ("O'Brien, T.", "Cork & Sons", "hook", "owner", "lena", 778),
    ("Ana Sousa", "Sousa Têxteis", "web", "territory EU", "marc", 552),
    ("D. Whitfield", "", "csv", "round-robin", "wei", 460),
    ("Kofi Mensah", "Gold Coast Solar", "web", "weight 2", "sam", 363),
    ("Lucía Ortiz", "Ortiz Abogados", "hook", "lang es", "lena", 344),
    ("Hamid R.", "Rahimi Motors", "csv", "round-robin", "tomas", 261),
    ("Grace Lin", "Lin & Partners", "web", "owner", "wei", 182),
    ("P. Novak", "Novak Stav", "web", "territory EU", "marc", 137),
    ("Yusuf Demir", "Demir Tekstil", "hook", "round-robin", "aiko", 51),
    ("Eve Carter", "Northwind", "web", "everyone else", None, 8),
)

AWAY, READY, OFF = Availability.AWAY, Availability.AVAILABLE, Availability.OFFLINE
REPS = (
    ("sam", "Sam", READY, "", 190, 4, 6, 11, 7.9),
    ("lena", "Lena", READY, "", 42, 3, 6, 9, 8.2),
    ("wei", "Wei", READY, "", 115, 5, 6, 8, 7.9),
    ("aiko", "Aiko", READY, "", 5, 2, 6, 7, 7.6),
    ("marc", "Marc", READY, "", 271, 3, 6, 7, 7.4),
    ("tomas", "Tomas", READY, "", 140, 4, 6, 8, 7.8),
    ("priya", "Priya", READY, "", 662, 6, 6, 9, 8.1),
    ("noor", "Noor", AWAY, "", 1574, 1, 6, 4, 5.0),
    ("jess", "Jess", AWAY, "lunch", 2510, 0, 6, 3, 4.9),
    ("omar", "Omar", AWAY, "", 213, 2, 6, 5, 5.8),
    ("kai", "Kai", OFF, "", 0, 0, 6, 0, 0.0),
)


class Hand:
    """A clock that moves only by hand."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


def lead(number: int, now: datetime = NOON, **facts: object) -> QueueRow:
    """Return a lead as the queue shows it; `age` are seconds."""
    age = facts.pop("age", 60)
    assert isinstance(age, int | float)
    queued_at = now - timedelta(seconds=age)
    given = {
        "id": f"L-{number}",
        "version": 1,
        "state": LeadState.QUEUED if facts.get("rep_id") is None else LeadState.ASSIGNED,
        "sla": SlaState.BREACHED if age >= 900 else SlaState.AT_RISK if age >= 720 else SlaState.RUNNING,
        "name": f"Lead {number}",
        "company": f"Company {number}",
        "source": "web",
        "why": "everyone else",
        "rep_id": None,
        "queued_at": queued_at,
        "warn_at": queued_at + WARN,
        "due_at": queued_at + LIMIT,
    }
    return QueueRow(**{**given, **facts})  # type: ignore[arg-type]


def people(now: datetime = NOON) -> tuple[QueueRow, ...]:
    """Return the fourteen leads of the pictures."""
    return tuple(
        lead(20931 + at, now, name=name, company=company, source=source, why=why, rep_id=rep_id, age=age)
        for at, (name, company, source, why, rep_id, age) in enumerate(PEOPLE)
    )


def hostile(now: datetime = NOON) -> tuple[QueueRow, ...]:
    """Return leads whose every text is an attack."""
    return tuple(
        lead(666 + at, now, name=text, company=text, source=text[:20], why=text, age=100 + at)
        for at, text in enumerate(HOSTILE)
    )


def many(count: int, now: datetime = NOON) -> tuple[QueueRow, ...]:
    """Return a long queue."""
    return tuple(lead(at + 1, now, age=1200 - at % 1200, rep_id=("sam", None)[at % 2]) for at in range(count))


def team(now: datetime = NOON) -> tuple[RepRow, ...]:
    """Return the eleven reps of the pictures."""
    return tuple(
        RepRow(
            id=rep_id,
            version=1,
            name=name,
            availability=availability,
            reason=reason,
            since_at=now - timedelta(seconds=seconds),
            until_at=now - timedelta(seconds=710) if rep_id == "jess" else None,
            open_count=load,
            capacity=capacity,
            received=received,
            entitled=entitled,
            is_next=rep_id == "aiko",
        )
        for rep_id, name, availability, reason, seconds, load, capacity, received, entitled in REPS
    )


def intake(now: datetime = NOON) -> tuple[IntakeRow, ...]:
    """Return files and sources."""
    rows = (
        (1, "leads_0714.csv", "file", 214, 3, 0, 0, ""),
        (4, "webform", "hook", 12, 0, 0, 0, ""),
        (30, "partner.json", "file", 88, 0, 1, 0, ""),
        (40, "broken.xlsx", "file", 0, 0, 0, 0, "no contact column"),
        (80, "leads_0713.csv", "file", 90, 0, 0, 2, ""),
        (207, "chat", "hook", 7, 0, 0, 0, ""),
    )
    return tuple(
        IntakeRow(
            id=f"hook:{name}" if kind == "hook" else f"f{minutes}",
            at=now - timedelta(minutes=minutes),
            name=name,
            kind=kind,
            accepted=ok,
            rejected=bad,
            duplicates=dup,
            tests=tests,
            why=why,
        )
        for minutes, name, kind, ok, bad, dup, tests, why in rows
    )


def feed(now: datetime = NOON) -> tuple[FeedRow, ...]:
    """Return the latest entries."""
    rows = (
        (2, "lead_assigned", "L-20943", "aiko", "Yusuf Demir", "→ Aiko  round-robin (next), 6 candidates, load 2/6"),
        (9, "sla_breached", "L-20933", None, "陳 美玲", "15:00 passed; needs lang zh (0 ready)"),
        (27, "availability_changed", None, "jess", "Jess", "lunch, by self; nothing returned to the queue"),
        (
            45,
            "records_taken",
            None,
            None,
            "leads_0714.csv",
            "214 accepted, 3 rejected (rows 17, 90, 201: no phone or e-mail)",
        ),
        (61, "lead_contacted", "L-20911", "lena", "B. Vidal", "by Lena after 4:10"),
        (75, "lead_requeued", "L-20932", None, "J. Okonkwo", "by dana"),
    )
    return tuple(
        FeedRow(
            seq=900 - at,
            at=now - timedelta(seconds=seconds),
            kind=kind,
            lead_id=lead_id,
            rep_id=rep_id,
            who=who,
            words=words,
        )
        for at, (seconds, kind, lead_id, rep_id, who, words) in enumerate(rows)
    )


def board(now: datetime = NOON, queue: tuple[QueueRow, ...] | None = None, **facts: object) -> Board:
    """Return a whole board."""
    queue = people(now) if queue is None else queue
    reps = team(now)
    waiting = [row for row in queue if row.rep_id is None]
    given = {
        "floor": "NORTH FLOOR",
        "seq": 900,
        "as_of": now,
        "first_touch_seconds": LIMIT.total_seconds(),
        "tiles": Tiles(
            waiting=len(waiting),
            unanswered=len(queue),
            oldest_at=min((row.queued_at for row in waiting), default=None),
            answered_in_time=64,
            answered_late=6,
            breached=sum(1 for row in queue if row.due_at is not None and row.due_at <= now),
            available=sum(1 for rep in reps if rep.availability in ROUTABLE and not rep.is_full),
            reps=len(reps),
            fairness=0.94,
            worst_rep="sam",
            worst_lag=-3.1,
        ),
        "queue": queue,
        "queue_total": len(queue),
        "reps": reps,
        "intake": intake(now),
        "feed": feed(now),
        "engine": EngineHealth(is_alive=True, pid=4711, renewed_at=now, listening="127.0.0.1:8787"),
        "last_act": 880,
        "per_minute": 12.0,
    }
    return Board(**{**given, **facts})  # type: ignore[arg-type]
