"""A viewer that keeps an invented floor in memory and carries orders out as a floor would."""

from collections.abc import Callable, Sequence
from datetime import datetime

from engine.board import Board, Explanation, HistoryRow, IntakeRow, LeadDetail, QueueRow, RejectLine, Verdict
from engine.commands import Order, Reassign, RecordContact, Requeue, SetAvailability, Undo
from engine.lead import LeadState
from store.rows import Answer
from tests.tui.archives import FakeArchive
from tests.tui.arrivals import arrivals, reject_lines
from tests.tui.floors import HOSTILE, LIMIT, NOON, REPS, board, feed, hostile, intake, team
from tui.look import Look
from tui.ports import RulesRead, Writes
from tui.settings import example


class FakeViewer:
    """A viewer of a board in memory, which carries orders out as a floor would."""

    def __init__(self, first: Board) -> None:
        self.now_board = first
        self.orders: list[Order] = []
        self.refusal: Answer | None = None
        self.trouble: Exception | None = None
        self.past = FakeArchive()
        self.rules_read = RulesRead(path="floor.toml", lines=tuple(example().splitlines()))
        self.arrived: dict[str, IntakeRow] | None = None
        self.refused = {line.id: line for line in reject_lines()}
        self.retried: list[tuple[str, ...]] = []
        self.asked_rows: list[int] = []
        self.new_look: Look | None = None
        self.capped: list[tuple[str, int]] = []
        self._shown: Board | None = None

    def board(self) -> Board | None:
        if self.trouble is not None:
            raise self.trouble
        if self._shown is self.now_board:
            return None
        self._shown = self.now_board
        return self._shown

    def heed(self, wake: Callable[[], None]) -> Writes | None:
        """Nothing tells of writes: it is looked for them."""
        return None

    def change(self, **facts: object) -> Board:
        """Publish a board with other facts."""
        self.now_board = self.now_board.but(seq=self.now_board.seq + 1, **facts)
        return self.now_board

    def change_lead(self, lead_id: str, **facts: object) -> None:
        """Publish a board with one lead changed."""
        self.change(queue=tuple(row.but(**facts) if row.id == lead_id else row for row in self.now_board.queue))

    def archive(self) -> FakeArchive:
        return self.past

    def rules(self, is_fresh: bool = True) -> RulesRead | None:
        return self.rules_read if is_fresh else None

    def look(self) -> Look | None:
        look, self.new_look = self.new_look, None
        return look

    def set_capacity(self, rep_id: str, capacity: int) -> Answer:
        self.capped.append((rep_id, capacity))
        return Answer(ok=True, sentence=f"{rep_id} has at most {capacity} leads at once now.")

    def detail(self, lead_id: str) -> LeadDetail | None:
        for row in self.now_board.queue:
            if row.id == lead_id:
                return detail_of(row, self.now_board)
        return None

    def intake_ids(self) -> tuple[str, ...]:
        if self.arrived is None:
            self.arrived = {row.id: row for row in arrivals(self.now_board.intake)}
        return tuple(self.arrived)

    def intake(self, ids: Sequence[str]) -> dict[str, IntakeRow]:
        self.asked_rows.append(len(ids))
        return {one: self.arrived[one] for one in ids if self.arrived and one in self.arrived}

    def reject_ids(self, intake_id: str) -> tuple[str, ...]:
        return tuple(map(str, self.refused))

    def rejects(self, ids: Sequence[str]) -> dict[str, RejectLine]:
        return {one: self.refused[int(one)] for one in ids}

    def retry(self, ids: Sequence[str]) -> Answer:
        self.retried.append(tuple(ids))
        for one in ids:
            if one.isdecimal():
                self.refused[int(one)] = self.refused[int(one)].but(became="L-77")
        self.change()
        return Answer(ok=True, sentence=f"{len(ids)} being tried again.")

    def give(self, order: Order) -> Answer:
        self.orders.append(order)
        if self.refusal is not None:
            answer, self.refusal = self.refusal, None
            return answer
        CARRY_OUT.get(type(order), lambda *_: None)(self, order)
        return Answer(ok=True, seq=self.now_board.seq)

    def close(self) -> None:
        """Close nothing."""


def _reassign(viewer: FakeViewer, order: Reassign) -> None:
    ids = {seen.id for seen in order.leads}
    viewer.change(
        queue=tuple(
            row.but(rep_id=order.rep_id, version=row.version + 1, state=LeadState.ASSIGNED) if row.id in ids else row
            for row in viewer.now_board.queue
        )
    )


def _requeue(viewer: FakeViewer, order: Requeue) -> None:
    ids = {seen.id for seen in order.leads}
    viewer.change(
        queue=tuple(
            row.but(rep_id=None, version=row.version + 1, state=LeadState.QUEUED) if row.id in ids else row
            for row in viewer.now_board.queue
        )
    )


def _contact(viewer: FakeViewer, order: RecordContact) -> None:
    ids = {seen.id for seen in order.leads}
    kept = tuple(row for row in viewer.now_board.queue if row.id not in ids)
    viewer.change(queue=kept, queue_total=len(kept))


def _away(viewer: FakeViewer, order: SetAvailability) -> None:
    viewer.change(
        reps=tuple(
            rep.but(availability=order.availability, reason=order.reason, until_at=order.until_at)
            if rep.id == order.rep_id
            else rep
            for rep in viewer.now_board.reps
        )
    )


CARRY_OUT: dict[type, Callable[..., None]] = {
    Reassign: _reassign,
    Requeue: _requeue,
    RecordContact: _contact,
    SetAvailability: _away,
    Undo: lambda viewer, order: viewer.change(),
}


def detail_of(row: QueueRow, floor: Board) -> LeadDetail:
    """Return a lead's detail with a verdict for every rep."""
    away = {"kai": "offline", "noor": "away", "jess": "away/lunch", "omar": "away"}
    reasons = {"priya": "at_cap:open 6/6", **{rep_id: f"presence:{said}" for rep_id, said in away.items()}}
    verdicts = tuple(
        Verdict(
            rep_id=rep.id,
            name=rep.name,
            reason="chosen"
            if rep.id == row.rep_id
            else reasons.get(rep.id, "fits" if rep.id in ("wei", "lena") else "skill:roof"),
            lag=round(rep.lag, 1),
        )
        for rep in floor.reps
    )
    at = row.queued_at
    return LeadDetail(
        row=row,
        email="marisol@acme.example",
        phone="+14155550134",
        job_title="Owner",
        message=row.name if row.name in HOSTILE else "Two roofs to look at before the autumn, the sooner the better.",
        place="hook:website",
        received_at=at,
        assigned_at=None,
        first_touch_at=None,
        closed_at=None,
        disposition="",
        linked_to=None,
        extras={"Budget": "20-50k", "[/]Campaign": row.name},
        warnings=("phone: read with the floor's default region",),
        explanation=Explanation(
            lead_id=row.id,
            state=row.state,
            rule=row.why,
            pool="inbound",
            sentence="Held in the queue: of 11 reps 4 are not there, 1 is at cap and 4 lack the skill roof.",
            verdicts=verdicts,
        ),
        history=(
            HistoryRow(seq=870, at=at, kind="lead_received", actor="floor", words="web form, 1st of 1"),
            HistoryRow(seq=871, at=at, kind="lead_held", actor="floor", words="no ready rep with skill roof"),
            HistoryRow(seq=880, at=at + LIMIT, kind="sla_breached", actor="floor", words="first touch 15:00 passed"),
            HistoryRow(seq=881, at=at + LIMIT, kind="lead_requeued", actor="dana", words=row.name),
        ),
    )


def hostile_viewer(now: datetime = NOON) -> FakeViewer:
    """Return a floor on which every text is an attack."""
    names = [HOSTILE[at % len(HOSTILE)] for at in range(len(REPS))]
    return FakeViewer(
        board(
            now,
            queue=tuple(row.but(rep_id="sam") if at % 2 else row for at, row in enumerate(hostile(now))),
            floor=HOSTILE[3],
            reps=tuple(rep.but(name=name, reason=name) for rep, name in zip(team(now), names, strict=True)),
            intake=tuple(row.but(name=HOSTILE[at], why=HOSTILE[at]) for at, row in enumerate(intake(now))),
            feed=tuple(row.but(who=HOSTILE[at], words=HOSTILE[at + 1]) for at, row in enumerate(feed(now))),
            engine=board().engine.but(trouble=HOSTILE[1], listening=HOSTILE[3]),
        )
    )
