"""The laws hold on every generated day, whatever is ordered in whatever order."""

from datetime import timedelta

from day import policy
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from laws import JudgedDay, replayed

from engine import commands as co
from engine.lead import Disposition, LeadState
from engine.policy import Accept, Clause, Conditions, Policy, Pool, Rep, Rule, Strategy
from engine.rep import Availability
from engine.turn import Refused

REPS = (
    Rep(id="ann", name="Ann", capacity=2, skills=("de",)),
    Rep(id="bo", name="Bo", capacity=3, weight=2.5),
    Rep(id="cy", name="Cy", capacity=0, skills=("de",)),
    Rep(id="di", name="Di", capacity=1),
)
IDS = tuple(rep.id for rep in REPS)
POOLS = (
    Pool(name="dach", reps=("ann", "cy", "di"), accept=Accept.CONFIRM),
    Pool(name="large", reps=("ann", "bo", "di"), strategy=Strategy.WEIGHTED),
    Pool(name="rest", reps=IDS, strategy=Strategy.LEAST_BUSY),
    Pool(name="calm", reps=("bo", "cy"), strategy=Strategy.LONGEST_IDLE, accept=Accept.CONFIRM),
)


def _rule(pool: str, country: str, *requires: str) -> Rule:
    when = Conditions(clauses=(Clause(field="country", test="is", value=country),))
    return Rule(name=pool, pool=pool, when=when, requires=requires)


RULES = (_rule("dach", "DE", "de"), _rule("large", "US"), _rule("calm", "NO"), Rule(name="all", pool="rest"))
WHOLE = policy(reps=REPS, pools=POOLS, rules=RULES)
WITHOUT_DI = WHOLE.but(
    reps=REPS[:3], pools=tuple(pool.but(reps=tuple(one for one in pool.reps if one != "di")) for pool in POOLS)
)
WITHOUT_DACH = WHOLE.but(pools=POOLS[1:], rules=RULES[1:])
SMALL = WHOLE.but(reps=REPS[1:3], pools=(POOLS[2].but(reps=("bo", "cy")),), rules=RULES[3:])
TIMED = WHOLE.but(
    reps=(REPS[0].but(hours="Mo-Fr 09:00-09:30"), REPS[1].but(per_hour=2, max_backlog=2), *REPS[2:]),
    wrap_up=timedelta(seconds=45),
    on_away="delegate:bo",
    rep_touch=timedelta(minutes=4),
    next_touch=timedelta(minutes=30),
    unowned_escalation="cy",
)
HOUSES: tuple[Policy, ...] = (TIMED, WHOLE, WITHOUT_DI, WITHOUT_DACH, SMALL)

reps = st.sampled_from((*IDS, "nobody"))
picks = st.lists(st.integers(0, 30), min_size=1, max_size=4)
few = st.integers(0, 4)


class Floor(RuleBasedStateMachine):
    """Anybody may order anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.day = JudgedDay(WHOLE)
        self.refusals = 0

    def order(self, command: co.Command, actor: str = "mia") -> None:
        try:
            self.day.do(command, actor)
        except Refused:
            self.refusals += 1

    def seen(self, places: list[int], stale: bool = False) -> tuple[co.Seen, ...]:
        """Leads that somebody points at, most of them open."""
        known = sorted(self.day.floor.snapshot().leads, key=lambda lead: lead.state is not LeadState.OFFERED)
        leads = [known[place % len(known)] for place in places if known]
        seen = tuple(co.Seen(id=lead.id, version=lead.version - stale) for lead in leads)
        return seen or (co.Seen(id="L-404"),)

    @rule(
        countries=st.lists(st.sampled_from(("DE", "US", "NO", "FR")), min_size=1, max_size=5),
        person=st.sampled_from(("", "p1", "p2")),
        late=st.sampled_from((0, 0, 3, 30, -20)),
        again=st.booleans(),
    )
    def receive(self, countries: list[str], person: str, late: int, again: bool) -> None:
        base = self.day.floor.leads_ever - again
        people = {person: self.known[person]} if person in self.known else {}
        leads = tuple(
            self.day.lead(f"k{base + n}", *([person] if person and n == 0 else []), country=country).but(
                received_at=self.day.now - timedelta(minutes=late)
            )
            for n, country in enumerate(countries)
        )
        first = self.day.floor.leads_ever
        self.day.receive(*leads, people=people)
        if person and not again:
            self.known.setdefault(person, co.Known(lead_id=f"L-{first + 1}"))

    @property
    def known(self) -> dict[str, co.Known]:
        return self.day.people

    @rule(rep=reps, said=st.sampled_from(Availability), minutes=st.sampled_from((None, None, -5, 1, 20)))
    def say(self, rep: str, said: Availability, minutes: int | None) -> None:
        until = None if minutes is None else self.day.now + timedelta(minutes=minutes)
        self.order(co.SetAvailability(rep_id=rep, availability=said, reason="lunch", until_at=until), rep)

    @rule(rep=reps)
    def back(self, rep: str) -> None:
        self.order(co.SetAvailability(rep_id=rep, availability=Availability.AVAILABLE), rep)

    @rule(place=few, rep=reps, holder=st.booleans(), yes=st.booleans())
    def answer(self, place: int, rep: str, holder: bool, yes: bool) -> None:
        (seen,) = self.seen([place])
        lead = self.day.floor.leads.get(seen.id)
        if holder and lead is not None and lead.offer is not None:
            rep = lead.offer.rep_id
        answer = co.AcceptOffer if yes else co.DeclineOffer
        self.order(answer(lead=seen, rep_id=rep), rep)

    @rule(places=picks, rep=reps, over=st.booleans(), stale=st.booleans())
    def give(self, places: list[int], rep: str, over: bool, stale: bool) -> None:
        self.order(co.Reassign(leads=self.seen(places, stale), rep_id=rep, over_cap=over))

    @rule(places=picks)
    def requeue(self, places: list[int]) -> None:
        self.order(co.Requeue(leads=self.seen(places)))

    @rule(places=picks)
    def contact(self, places: list[int]) -> None:
        self.order(co.RecordContact(leads=self.seen(places)))

    @rule(places=picks, disposition=st.sampled_from(Disposition))
    def close(self, places: list[int], disposition: Disposition) -> None:
        self.order(co.CloseLead(leads=self.seen(places), disposition=disposition))

    @rule(places=picks, doing=st.sampled_from(co.PAUSES), minutes=st.sampled_from((None, 1, 20)))
    def pause(self, places: list[int], doing: str, minutes: int | None) -> None:
        until = None if minutes is None else self.day.now + timedelta(minutes=minutes)
        self.order(co.PauseClock(leads=self.seen(places), reason=doing, until_at=until))

    @rule(places=picks, anew=st.booleans())
    def run_again(self, places: list[int], anew: bool) -> None:
        seen = self.seen(places)
        self.order(co.ResetClock(leads=seen, reason="wrong date") if anew else co.ResumeClock(leads=seen))

    @rule(back=st.sampled_from((None, None, 0, 1, 2)))
    def undo(self, back: int | None) -> None:
        acts = self.day.floor.acts
        self.order(co.Undo(act=None if back is None else acts[-1 - back].seq if back < len(acts) else 9999))

    @rule(house=st.sampled_from(HOUSES))
    def change(self, house: Policy) -> None:
        self.day.obey(house)

    @rule(seconds=st.sampled_from((1, 19, 45, 60, 90, 200, 240, 300, 301, 1200)), ticked=st.booleans())
    def wait(self, seconds: int, ticked: bool) -> None:
        self.day.now += timedelta(seconds=seconds)
        if ticked:
            self.order(co.Tick(), "floor")

    def teardown(self) -> None:
        assert replayed(self.day.entries) == self.day.floor.snapshot()


TestEveryDay = Floor.TestCase
TestEveryDay.settings = settings(max_examples=80, stateful_step_count=40, deadline=None, derandomize=True)
