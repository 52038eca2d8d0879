"""A rep's invented board, and a viewer that keeps it in memory."""

from collections.abc import Callable
from datetime import datetime, timedelta

from engine.board import EngineHealth, LeadDetail
from engine.commands import AcceptOffer, DeclineOffer, Order, SetAvailability
from engine.lead import LeadState, SlaState
from engine.rep_board import OwnLead, Place, RepBoard
from store.rows import Answer
from tests.tui.floors import HOSTILE, NOON, board, lead, team
from tests.tui.viewers import detail_of
from tui.look import Look
from tui.redoing import Redo

OFFER = timedelta(seconds=40)


def own(number: int, now: datetime = NOON, **facts: object) -> OwnLead:
    """Return a lead of sam's."""
    until, phone = facts.pop("offer_until", None), facts.pop("phone", f"+1 415 555 01{number:02}")
    row = lead(number, now, **{"rep_id": "sam", "name": f"Customer {number}", **facts})
    return OwnLead(row=row, phone=phone, email="", offer_until=until)  # type: ignore[arg-type]


def mine(now: datetime = NOON, **facts: object) -> RepBoard:
    """Return sam's board: an offer, a late lead, a new one and one that was answered."""
    leads = (
        own(9, now, age=5, state=LeadState.OFFERED, offer_until=now + OFFER),
        own(1, now, age=950),
        own(2, now, age=100),
        own(3, now, age=4000, state=LeadState.CONTACTED, sla=SlaState.MET),
    )
    given = {
        "floor": "NORTH FLOOR",
        "seq": 900,
        "as_of": now,
        "me": team(now)[0],
        "leads": leads,
        "places": (
            Place(pool="inbound", place=3, of=6, waiting=2),
            Place(pool="roof", place=None, of=2, waiting=0),
            Place(pool="siding", place=1, of=4, waiting=0, next_at=now + timedelta(minutes=4)),
        ),
        "why_last": "round robin, 2 candidates, owed 0.40",
        "why_not": "L-20931 waits: skill roof",
        "pulls": True,
        "engine": EngineHealth(is_alive=True, renewed_at=now),
    }
    return RepBoard(**{**given, **facts})  # type: ignore[arg-type]


def hostile_mine(now: datetime = NOON) -> RepBoard:
    """Return a board of sam's on which every text is an attack."""
    leads = tuple(
        own(666 + at, now, name=text, company=text, source=text[:20], why=text, age=100 + at, phone=text)
        for at, text in enumerate(HOSTILE)
    )
    offer = own(700, now, name=HOSTILE[3], company=HOSTILE[4], state=LeadState.OFFERED, offer_until=now + OFFER)
    return mine(
        now,
        floor=HOSTILE[4],
        me=team(now)[0].but(name=HOSTILE[3], reason=HOSTILE[4]),
        leads=(offer, *leads),
        places=(
            Place(pool=HOSTILE[3], place=3, of=6, waiting=2),
            Place(pool=HOSTILE[1], place=None, of=2, waiting=0),
        ),
        why_last=HOSTILE[4],
        why_not=HOSTILE[5],
    )


class RepFake:
    """A viewer of one rep's board in memory."""

    def __init__(self, first: RepBoard) -> None:
        self.now_board = first
        self.orders: list[Order | Redo] = []
        self.new_look: Look | None = None
        self._shown: RepBoard | None = None

    def board(self) -> RepBoard | None:
        if self._shown is self.now_board:
            return None
        self._shown = self.now_board
        return self._shown

    def change(self, **facts: object) -> None:
        """Publish a board with other facts."""
        self.now_board = self.now_board.but(seq=self.now_board.seq + 1, **facts)

    def heed(self, wake: Callable[[], None]) -> None:
        """Nothing tells of writes: it is looked for them."""

    def look(self) -> Look | None:
        look, self.new_look = self.new_look, None
        return look

    def detail(self, lead_id: str) -> LeadDetail | None:
        found = [lead for lead in self.now_board.leads if lead.id == lead_id]
        return detail_of(found[0].row, board()) if found else None

    def give(self, order: Order | Redo) -> Answer:
        self.orders.append(order)
        if isinstance(order, SetAvailability):
            self.change(me=self.now_board.me.but(availability=order.availability, reason=order.reason))
        if isinstance(order, AcceptOffer | DeclineOffer):
            self.change(leads=tuple(lead for lead in self.now_board.leads if lead.id != order.lead.id))
        return Answer(ok=True, seq=self.now_board.seq)

    def close(self) -> None:
        """Close nothing."""
