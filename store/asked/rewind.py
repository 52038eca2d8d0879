"""The board as it was at an instant, folded from the journal.

Law: it is read from the journal and the policies of then; persons alone are as they are now, so that whoever was
forgotten stays forgotten. Answers of the day are counted from the table of leads, which an undo may have changed.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from engine.board import Board, EngineHealth, QueueRow, RepRow, Tiles
from engine.fairness import jain
from engine.floor import Floor, Snapshot
from engine.lead import Lead, LeadState, SlaState
from engine.policy import Policy
from engine.rep import ROUTABLE
from store.asked.explaining import Past
from store.asked.feed import feed_rows
from store.asked.history import seq_at
from store.asked.lately import per_minute
from store.asked.panels import intake_rows, told_reps
from store.asked.tiles import answered_of, worst_of
from store.instants import text_of, text_or_none
from store.projections import why_of
from store.replay import BATCH, fold_in
from store.rows import Stopped

MARKS_MOST = 24
"""Floors kept in hand from which a step back need not fold far."""

ROWS_MOST = 2_000
ASIDE_MOST = 500
WAITING = (LeadState.QUEUED, LeadState.OFFERED, LeadState.ASSIGNED)


InLine = Callable[[Floor, Policy, datetime], Mapping[str, Sequence[str]]]
"""Who was in line in each pool of a floor, the next one first; whoever deals knows."""


def nobody(floor: Floor, policy: Policy, at: datetime) -> Mapping[str, Sequence[str]]:  # noqa: ARG001
    """What is said of who was next where nobody who deals can be asked."""
    return {}


class Rewinding:
    """Folds the journal to an instant, and keeps floors on the way so that the next instant is near."""

    def __init__(self, is_over: Callable[[], bool], in_line: InLine) -> None:
        self._is_over = is_over
        self._in_line = in_line
        self._marks: dict[int, Snapshot] = {}

    def board_at(self, past: Past, db: sqlite3.Connection, at: datetime) -> Board:
        """Return the board as it was. Raises Stopped when it is no longer wanted."""
        floor = self._floor_at(past, seq_at(db, at))
        policy = past.policy(floor.policy_digest) if floor.policy_digest else None
        lines = self._in_line(floor, policy, at) if policy else {}
        return board_of(floor, policy, db, at, {line[0] for line in lines.values() if line})

    def _floor_at(self, past: Past, seq: int) -> Floor:
        near = max((mark for mark in self._marks if mark <= seq), default=0)
        floor = past.floor_near(seq)
        if near > floor.seq:
            floor = Floor(self._marks[near])
        while floor.seq < seq:
            if self._is_over():
                raise Stopped
            last = min(seq, floor.seq + BATCH)
            before = floor.seq
            floor = fold_in(floor, past.between(floor.seq, last))
            if floor.seq == before:
                break
            self._keep(floor)
        return floor

    def _keep(self, floor: Floor) -> None:
        """Keep a floor; when there are too many, every other one goes."""
        self._marks[floor.seq] = floor.snapshot()
        if len(self._marks) > MARKS_MOST:
            for seq in sorted(self._marks)[1:-1:2]:
                del self._marks[seq]


def board_of(
    floor: Floor, policy: Policy | None, db: sqlite3.Connection, at: datetime, firsts: Collection[str] = ()
) -> Board:
    """Return what a floor shows on a board; `firsts` were next in line."""
    reps = _reps(floor, policy, firsts) if policy else ()
    waiting = sorted(
        (lead for _, lead in floor.leads.items() if lead.state in WAITING),
        key=lambda lead: (lead.due_at or lead.queued_at, int(lead.id.removeprefix("L-"))),
    )
    names = {rep.id: rep.name for rep in reps}
    return Board(
        floor=policy.name if policy else "",
        seq=floor.seq,
        as_of=at,
        first_touch_seconds=policy.first_touch.total_seconds() if policy else 0.0,
        tiles=_tiles(floor, waiting, reps, answered_of(db, policy.timezone if policy else "UTC", at, until=at)),
        queue=tuple(_row(lead, db) for lead in waiting[:ROWS_MOST]),
        queue_total=len(waiting),
        aside=tuple(_row(lead, db) for lead in _aside(floor)),
        reps=reps,
        intake=tuple(row for row in intake_rows(db) if row.at <= at),
        feed=feed_rows(db, names, floor.seq),
        engine=EngineHealth(is_alive=True, renewed_at=at),
        last_act=None,
        per_minute=per_minute(db, at),
    )


def _row(lead: Lead, db: sqlite3.Connection) -> QueueRow:
    card = db.execute("SELECT name, company FROM cards WHERE lead_id = ?", (lead.id,)).fetchone() or ("", "")
    return QueueRow(
        id=lead.id,
        version=lead.version,
        state=lead.state,
        sla=lead.sla,
        name=card[0],
        company=card[1],
        source=lead.source,
        why=why_of(lead),
        rep_id=lead.rep_id or (lead.offer.rep_id if lead.offer else None),
        queued_at=lead.queued_at,
        warn_at=None if lead.sla.is_over else lead.warn_at,
        due_at=None if lead.sla.is_over else lead.due_at,
        parked_until=lead.parked_until,
        pool=lead.pool,
    )


def _aside(floor: Floor) -> list[Lead]:
    """Return what is put aside, by when it comes back, and what was answered, by when."""
    leads = [lead for _, lead in floor.leads.items()]
    parked = sorted((lead for lead in leads if lead.parked_until), key=lambda lead: (lead.parked_until, lead.order))
    worked = (lead for lead in leads if lead.state is LeadState.CONTACTED and lead.first_touch_at)
    answered = sorted(worked, key=lambda lead: (lead.first_touch_at, lead.order))
    kept = [lead for lead in parked if lead.state is LeadState.PARKED]
    return [*kept[:ASIDE_MOST], *answered[:ASIDE_MOST]]


def _reps(floor: Floor, policy: Policy, firsts: Collection[str]) -> tuple[RepRow, ...]:
    """Return the reps of the roster of then, told the way the tables tell those of now."""
    accounts = [
        (pool, rep_id, line.entitled, line.received, run.length if run and run.rep_id == rep_id else 0)
        for pool, lines in floor.accounts.items()
        for run in (floor.runs.get(pool),)
        for rep_id, line in lines.items()
    ]
    rows = [
        (
            rep.id,
            standing.version,
            rep.name,
            standing.availability,
            standing.reason,
            text_of(standing.since_at),
            text_or_none(standing.until_at),
            standing.open_count,
            rep.capacity,
            standing.offered_count,
            text_of(standing.idle_since_at),
        )
        for rep in policy.reps
        if (standing := floor.reps.get(rep.id)) is not None
    ]
    return told_reps(rows, accounts, firsts)


def _tiles(floor: Floor, waiting: list[Lead], reps: Iterable[RepRow], answered: dict[str, int]) -> Tiles:
    reps = tuple(reps)
    unowned = [lead.queued_at for lead in waiting if lead.state is not LeadState.ASSIGNED]
    shared = [rep for rep in reps if rep.entitled >= 1]
    worst, lag = worst_of(shared)
    return Tiles(
        waiting=len(unowned),
        unanswered=len(waiting),
        oldest_at=min(unowned, default=None),
        answered_in_time=answered.get("met", 0),
        answered_late=answered.get("met_late", 0),
        breached=sum(lead.sla is SlaState.BREACHED for lead in waiting),
        available=sum(rep.availability in ROUTABLE and not rep.is_full for rep in reps),
        reps=len(reps),
        fairness=jain(rep.received / rep.entitled for rep in shared),
        worst_rep=worst,
        worst_lag=lag,
        parked=sum(1 for _, lead in floor.leads.items() if lead.state is LeadState.PARKED),
    )
