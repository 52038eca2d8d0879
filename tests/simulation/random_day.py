"""A day on a floor made by a seed: the same seed is the same day."""

import random
from datetime import timedelta

from day import confirming, policy, seen
from laws import JudgedDay

from engine import commands as co
from engine.lead import Disposition, Lead, LeadState
from engine.policy import Limits, Policy, Rep
from engine.rep import ROUTABLE, Availability
from engine.turn import Refused

REPS = ("ann", "bo", "cy", "di")


SHIFTS = ("", "Mo-Fr 09:00-09:20", "Mo-Fr 09:00-09:10,09:15-23:00")


def house_of(chance: random.Random) -> Policy:
    """House rules by chance: with or without a yes to say."""
    return chance.choice((policy, confirming))(*REPS).but(on_away="keep")


def busy_house_of(chance: random.Random, house: Policy) -> Policy:
    """The house with shifts, caps and rests by chance."""

    def some(rep: Rep) -> Rep:
        caps = {cap: chance.choice((0, 0, 3)) for cap in ("max_backlog", "per_hour", "per_day")}
        return rep.but(hours=chance.choice(SHIFTS), capacity=chance.choice((0, 4, 9)), **caps)

    rest = timedelta(seconds=chance.choice((0, 30)))
    return house.but(
        reps=tuple(map(some, house.reps)),
        rules=tuple(rule.but(units=chance.choice((1, 2))) for rule in house.rules),
        on_away=chance.choice(("keep", "requeue_untouched", "delegate:bo")),
        wrap_up=rest,
        hours=chance.choice(("24/7", "Mo-Fr 09:00-09:12,09:25-23:00")),
        after_hours=chance.choice(("route", "hold")),
        rep_touch=chance.choice((None, timedelta(minutes=3))),
        next_touch=chance.choice((None, timedelta(minutes=8))),
        unowned_escalation=chance.choice(("", "cy")),
        limits=Limits(decline_rest=rest, miss_rest=rest),
    )


class RandomDay:
    """Somebody does something, again and again."""

    def __init__(self, seed: int, *, by_hand: bool = True) -> None:
        self.chance = random.Random(seed)
        self.day = JudgedDay(house_of(self.chance))
        if by_hand:
            self.day.obey(busy_house_of(self.chance, self.day.rules))
        self.doings = (
            self.burst,
            self.burst,
            self.burst,
            self.pause,
            self.pause,
            self.toggle,
            self.answer,
            self.close,
        )
        if by_hand:
            self.doings += (self.give, self.requeue, self.contact, self.undo, self.last_one, self.hold)

    def limit(self, capacity: int) -> None:
        """Give everybody a capacity, and no hours."""
        reps = tuple(Rep(id=one, name=one.title(), capacity=capacity) for one in REPS)
        self.day.obey(self.day.rules.but(reps=reps))

    def run(self, orders: int) -> None:
        """Let so many things happen; what is refused does not matter."""
        for _ in range(orders):
            try:
                self.chance.choice(self.doings)()
            except Refused:
                continue

    def burst(self) -> None:
        """Leads come in, few or many, fresh or late."""
        late = timedelta(seconds=self.chance.choice((0, 0, 0, 200, 4000)))
        first = self.day.floor.leads_ever
        fresh = [self.day.lead(f"k{first + n}") for n in range(self.chance.choice((1, 1, 2, 5, 12)))]
        self.day.receive(*(lead.but(received_at=self.day.now - late) for lead in fresh))

    def pause(self) -> None:
        """Time passes: a moment, or until something is due."""
        self.day.now += timedelta(seconds=self.chance.choice((1, 10, 40, 100, 400)))
        if self.chance.random() < 0.8:
            self.day.do(co.Tick(), "floor")

    def toggle(self) -> None:
        """Somebody leaves or returns, perhaps for a while only."""
        rep_id = self.chance.choice(REPS)
        if self.day.floor.reps[rep_id].availability not in ROUTABLE:
            self.day.back(rep_id)
            return
        minutes = self.chance.choice((None, 1, 15))
        self.day.away(rep_id, until=self.day.now + timedelta(minutes=minutes) if minutes else None)

    def last_one(self) -> None:
        """Somebody wants one more lead."""
        order = co.SetAvailability(rep_id=self.chance.choice(REPS), availability=Availability.LAST_ONE)
        self.day.do(order, order.rep_id)

    def answer(self) -> None:
        """A rep says yes or no to what is held out, or lets it lapse."""
        lead = self.one(LeadState.OFFERED)
        if lead is not None:
            self.chance.choice((self.day.accept, self.day.accept, self.day.decline))(lead.id)

    def close(self) -> None:
        """A rep is done with a lead."""
        lead = self.one(LeadState.ASSIGNED, LeadState.CONTACTED)
        if lead is not None:
            self.day.close(lead.id, as_=self.chance.choice(list(Disposition)))

    def contact(self) -> None:
        """A customer is reached."""
        lead = self.one(LeadState.ASSIGNED, LeadState.CONTACTED)
        if lead is not None:
            self.day.contact(lead.id)

    def give(self) -> None:
        """The manager moves leads."""
        leads = {lead.id for lead in (self.one(*LeadState) for _ in range(self.chance.randrange(1, 6))) if lead}
        rep_id = self.chance.choice(REPS)
        self.day.do(co.Reassign(leads=seen(*sorted(leads)), rep_id=rep_id, over_cap=self.chance.random() < 0.5))

    def hold(self) -> None:
        """A customer asks to be called later, or the manager lets the clock run again."""
        lead = self.one(*LeadState)
        if lead is None:
            return
        until = self.day.now + timedelta(seconds=self.chance.choice((30, 600)))
        order = co.PauseClock(leads=seen(lead.id), reason="scheduled_callback", until_at=until)
        self.day.do(co.ResumeClock(leads=seen(lead.id)) if lead.paused_at else order)

    def requeue(self) -> None:
        """The manager returns a lead to the queue."""
        lead = self.one(LeadState.ASSIGNED, LeadState.CONTACTED)
        if lead is not None:
            self.day.requeue(lead.id)

    def undo(self) -> None:
        """The manager changes their mind, about the latest act or an older one."""
        acts = self.day.floor.acts
        self.day.undo(self.chance.choice((None, self.chance.choice(acts).seq)) if acts else None)

    def everybody_works(self) -> None:
        """Everybody returns, without a limit, and says yes until nothing waits; what rests is waited for."""
        self.limit(0)
        for rep_id, rep in sorted(self.day.floor.reps.items()):
            if rep.availability is not Availability.AVAILABLE:
                self.day.back(rep_id)
        for _ in range(3):
            while (lead := self.one(LeadState.OFFERED)) is not None:
                self.day.accept(lead.id)
            self.day.later(seconds=60)

    def one(self, *states: LeadState) -> Lead | None:
        """Some open lead in one of the states."""
        leads = [lead for lead in self.day.floor.snapshot().leads if lead.state in states]
        return self.chance.choice(leads) if leads else None
