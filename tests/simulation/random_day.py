"""A day on a floor made by a seed: the same seed is the same day."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from day import seen
from houses import COMPANIES, COUNTRIES, PLACES, SOURCES, changed, house_of
from kept_day import KeptDay

from engine import commands as co
from engine.lead import Disposition, Lead, LeadState
from engine.policy import Accept, Policy, Pool, Strategy
from engine.rep import LEFT, ROUTABLE, Availability
from engine.turn import Refused
from tui.ports import Ledger

MORNINGS = (
    datetime(2026, 9, 7, 9, 0, tzinfo=UTC),
    datetime(2026, 9, 11, 15, 55, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
    datetime(2026, 3, 8, 6, 30, tzinfo=UTC),
)
"""A plain Monday, the end of a week, and the hour before each clock change of Berlin and New York."""

CAPS = ("max_backlog", "per_hour", "per_day", "per_week", "per_month", "per_30_days")

SPANS = (1, 1, 10, 10, 40, 40, 100, 400, 1000, 4000, 40_000)
"""How many seconds pass at a time."""


@contextmanager
def replayable(seed: int, told: Callable[[], str]) -> Iterator[None]:
    """Let whatever goes wrong on a day say which day it was, what was done last, and how to see it again."""
    try:
        yield
    except Exception as fault:
        fault.add_note(f"The day of seed {seed}; see it again with: make soak DAYS=1 SEED={seed}")
        fault.add_note(f"Its last orders: {told()}")
        raise


class RandomDay:
    """Somebody does something, again and again."""

    def __init__(self, seed: int, *, house: Policy | None = None, opened: Callable[[], Ledger] | None = None) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.done: list[str] = []
        drawn = house_of(self.chance)
        morning = self.chance.choice(MORNINGS)
        more = {"opened": opened} if opened else {}
        with replayable(seed, lambda: "the first house rules"):
            self.day = KeptDay(house or drawn, now=morning, **more)
        self.by_chance = (
            *(self.burst, self.burst, self.burst, self.wait, self.wait, self.wait, self.toggle, self.answer),
            *(self.close, self.take),
        )
        self.by_hand = (
            *(self.give, self.requeue, self.contact, self.undo, self.last_one, self.hold, self.credit),
            *(self.edit, self.restart, self.park, self.climb_anew, self.begin_anew, self.again),
        )

    def run(self, orders: int, *, by_hand: bool = True) -> None:
        """Let so many things happen; what is refused does not matter."""
        doings = self.by_chance + (self.by_hand if by_hand else ())
        with replayable(self.seed, lambda: ", ".join(self.done[-8:])):
            for _ in range(orders):
                doing = self.chance.choice(doings)
                self.done.append(f"{self.day.now:%H:%M:%S} {doing.__name__}")
                try:
                    doing()
                except Refused:
                    continue

    def burst(self) -> None:
        """Leads come in, few or many, fresh or late, some of persons who asked before, some a second time."""
        late = timedelta(seconds=self.chance.choice((0, 0, 0, 200, 4000)))
        count = self.chance.choice((1, 1, 2, 5, 12))
        self.day.receive(*(self.enquiry(n).but(received_at=self.day.now - late) for n in range(count)))

    def enquiry(self, place: int) -> co.NewLead:
        """Somebody asks; now and then it is a record that came before."""
        number = self.day.orders * 100 + place if self.chance.random() < 0.95 else 0
        people = self.chance.choice(((), (), ("p1",), ("p2", "p3")))
        lead = self.day.lead(
            f"k{number}", *people, country=self.chance.choice(COUNTRIES), source=self.chance.choice(SOURCES)
        )
        hint = self.chance.choice(("", "", "", self.some_rep()))
        company = self.chance.choice(("", "", "", *COMPANIES))
        keys = self.chance.choice(((), (), ("d:a",), ("d:b", "c:a")))
        return lead.but(card=lead.card.but(owner_hint=hint, company=company), company_keys=keys)

    def wait(self) -> None:
        """Time passes: a moment, a night, or until something is due."""
        self.day.now += timedelta(seconds=self.chance.choice(SPANS))
        due_at = self.day.next_due
        if due_at is not None and self.chance.random() < 0.3:
            self.day.now = max(self.day.now, due_at)
        if self.chance.random() < 0.8:
            self.day.do(co.Tick(), "floor")

    def toggle(self) -> None:
        """Somebody leaves or returns, perhaps for a while only."""
        rep_id = self.some_rep()
        if self.day.floor.reps[rep_id].availability not in ROUTABLE:
            self.day.back(rep_id)
            return
        minutes = self.chance.choice((None, 1, 15))
        self.day.away(rep_id, until=self.day.now + timedelta(minutes=minutes) if minutes else None)

    def take(self) -> None:
        """A rep takes a lead: the next, or one of the pond."""
        rep_id = self.some_rep()
        pond = [lead for lead in self.leads(LeadState.QUEUED) if self.strategy(lead) is Strategy.PULL_PREVIEW]
        order = co.Claim(lead=seen(self.chance.choice(pond).id)[0], rep_id=rep_id) if pond else co.Pull(rep_id=rep_id)
        self.day.do(order, rep_id)

    def credit(self) -> None:
        """The manager gives somebody a claim."""
        pool = self.chance.choice(self.day.rules.pools)
        rep_id = self.chance.choice(pool.reps or (self.some_rep(),))
        leads = self.chance.choice((1.0, -0.5, 2.25))
        self.day.do(co.Credit(rep_id=rep_id, pool=pool.name, leads=leads, reason="made good"))

    def edit(self) -> None:
        """The house rules are saved anew."""
        self.day.obey(changed(self.chance, self.day.rules))

    def restart(self) -> None:
        """The process ends, and another begins."""
        self.day.restart()

    def last_one(self) -> None:
        """Somebody wants one more lead."""
        order = co.SetAvailability(rep_id=self.some_rep(), availability=Availability.LAST_ONE)
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
        rep_id = self.some_rep()
        self.day.do(co.Reassign(leads=seen(*sorted(leads)), rep_id=rep_id, over_cap=self.chance.random() < 0.5))

    def hold(self) -> None:
        """A customer asks to be called later, or the manager lets the clock run again."""
        lead = self.one(*LeadState)
        if lead is None:
            return
        until = self.day.now + timedelta(seconds=self.chance.choice((30, 600)))
        order = co.PauseClock(leads=seen(lead.id), reason="scheduled_callback", until_at=until)
        self.day.do(co.ResumeClock(leads=seen(lead.id)) if lead.paused_at else order)

    def begin_anew(self) -> None:
        """The manager lets a customer's clock begin anew."""
        lead = self.one(*LeadState)
        if lead is not None:
            self.day.do(co.ResetClock(leads=seen(lead.id), reason="the customer asked for it"))

    def again(self) -> None:
        """A rep who said no, or was not quick enough, wants to be asked once more."""
        declined = [lead for lead in self.leads(*LeadState) if lead.declined]
        if declined:
            lead = self.chance.choice(declined)
            rep_id = self.chance.choice(lead.declined)
            self.day.do(co.AskAgain(lead=seen(lead.id)[0], rep_id=rep_id), rep_id)

    def park(self) -> None:
        """The manager puts a lead aside for a while."""
        lead = self.one(LeadState.QUEUED, LeadState.ASSIGNED, LeadState.CONTACTED)
        if lead is not None:
            until = self.day.now + timedelta(seconds=self.chance.choice((60, 3000)))
            self.day.do(co.Park(leads=seen(lead.id), until_at=until, reason="later"))

    def climb_anew(self) -> None:
        """The manager puts the present ladder to what waits."""
        self.day.do(co.SetLadder())

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
        free = tuple(
            rep.but(capacity=0, hours="", tier=1, per_source=(), **dict.fromkeys(CAPS, 0))
            for rep in self.day.rules.reps
        )
        self.day.obey(self.day.rules.but(reps=free, hours="24/7", pools=tuple(map(_open, self.day.rules.pools))))
        for rep_id, rep in sorted(self.day.floor.reps.items()):
            if rep.reason != LEFT and rep.availability is not Availability.AVAILABLE:
                self.day.back(rep_id)
        for _ in range(3):
            while (lead := self.one(LeadState.OFFERED)) is not None:
                self.day.accept(lead.id)
            self.day.later(seconds=60)
        self.day.later(minutes=16)  # what was held overnight is not dealt to who has not begun, for a while

    def some_rep(self) -> str:
        """Somebody on the roster."""
        return self.chance.choice(self.day.rules.reps).id

    def strategy(self, lead: Lead) -> Strategy | None:
        """How the lead's pool deals."""
        return next((pool.strategy for pool in self.day.rules.pools if pool.name == lead.pool), None)

    def leads(self, *states: LeadState) -> list[Lead]:
        """The open leads in one of the states."""
        return [lead for lead in self.day.floor.snapshot().leads if lead.state in states]

    def one(self, *states: LeadState) -> Lead | None:
        """Some open lead in one of the states."""
        leads = self.leads(*states)
        return self.chance.choice(leads) if leads else None


def _open(pool: Pool) -> Pool:
    strategy = pool.strategy if pool.strategy in PLACES else Strategy.FIRST_AVAILABLE
    return pool.but(hours="", accept=Accept.AUTO, strategy=strategy)
