"""Makes docs/fairness.md: what our own engine does in two experiments, beside what others are known to do.

Run it from the root of the repository: `python docs/make_fairness.py`. The same engine gives the same page.
"""

import random
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.commands import ChangePolicy, CloseLead, Command, NewLead, Origin, ReceiveLeads, Seen, SetAvailability
from engine.decide import step
from engine.events import LeadAssigned
from engine.fairness import account
from engine.floor import Draft, Floor
from engine.lead import Disposition
from engine.policy import Absence, AbsenceKind, Clause, Conditions, Policy, Pool, Rep, Roster, Rule
from engine.rep import Availability
from engine.turn import Turn
from engine.value import LEAD_UNIT

PAGE = Path(__file__).with_name("fairness.md")
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
FOUR = ("ann", "bo", "cy", "di")
MISSED, NEXT = 100, 40
LEADS = 20_000
SEED = 2026


class Day:
    """A floor, one order after another."""

    def __init__(self, rules: Policy) -> None:
        self.rules = rules
        self.floor = Floor()
        self.now = MONDAY
        self.roster = Roster(rules)
        self.give(ChangePolicy(policy=rules, digest="rules"))

    def give(self, order: Command) -> list[LeadAssigned]:
        """Give an order; returns who was given leads."""
        draft = Draft(self.floor)
        changes = step(draft, order, self.roster, Turn(now=self.now, actor="mia", cause=f"{self.floor.seq}"))
        self.floor.absorb(draft)
        return [change.entry.event for change in changes if isinstance(change.entry.event, LeadAssigned)]

    def lead(self, **traits: str) -> LeadAssigned:
        """Let a lead come in, a minute after the last, and be closed at once, so that nobody is ever full."""
        self.now += timedelta(minutes=1)
        new = NewLead(source="web", source_key=f"k{self.floor.leads_ever}", place="", traits=dict(traits))
        origin = Origin(kind="hook", source="web", name="web")
        (given,) = self.give(ReceiveLeads(origin=origin, leads=(new,)))
        self.give(CloseLead(leads=(Seen(id=given.lead_id),), disposition=Disposition.LOST))
        return given

    def say(self, rep_id: str, availability: Availability) -> None:
        """Send a rep away or bring them back."""
        self.give(SetAvailability(rep_id=rep_id, availability=availability))

    def lag(self, rep_id: str) -> float:
        """A rep's lag in leads."""
        return account(self.floor, "inbound", rep_id).lag / LEAD_UNIT


def house(**pool: object) -> Policy:
    """Four equal reps in one pool."""
    reps = tuple(Rep(id=one, name=one.title(), capacity=0) for one in FOUR)
    inbound = Pool(name="inbound", reps=FOUR).but(**pool)
    return Policy(reps=reps, pools=(inbound,), rules=(Rule(name="everyone", pool="inbound"),))


POLICIES: tuple[tuple[str, dict[str, object]], ...] = (
    ("`freeze` (default)", {}),
    ("`{ accrue = 2 }`", {"absence": Absence(kind=AbsenceKind.ACCRUE, cap=2)}),
    ("`{ accrue = 5 }`", {"absence": Absence(kind=AbsenceKind.ACCRUE, cap=5)}),
    ("`{ accrue = 5 }`, without `max_run`", {"absence": Absence(kind=AbsenceKind.ACCRUE, cap=5), "max_run": 1000}),
    ('`{ grace = "60m" }`', {"absence": Absence(kind=AbsenceKind.GRACE, grace=timedelta(minutes=60))}),
    ("`back_of_line`", {"absence": Absence(kind=AbsenceKind.BACK_OF_LINE)}),
    ("`catch_up`", {"absence": Absence(kind=AbsenceKind.CATCH_UP)}),
    ("`catch_up`, without `max_run`", {"absence": Absence(kind=AbsenceKind.CATCH_UP), "max_run": 1000}),
)


def longest_run(got: Iterable[bool]) -> int:
    """The longest run of true."""
    return max(map(len, "".join("x" if one else " " for one in got).split()), default=0)


def returning(pool: dict[str, object]) -> tuple[float, int, int, int]:
    """What a rep of four is owed after so many missed leads, and what they get of the next."""
    day = Day(house(**pool))
    day.say("ann", Availability.AWAY)
    for _ in range(MISSED):
        day.lead()
    day.say("ann", Availability.AVAILABLE)
    owed = day.lag("ann")
    got = [day.lead().rep_id == "ann" for _ in range(NEXT)]
    return owed, sum(got[:10]), sum(got), longest_run(got)


def drifting(leads: int = LEADS, seed: int = SEED) -> tuple[float, dict[str, float]]:
    """The largest lag while one rep flaps away and two alone have a skill, and the lags at the end."""
    skilled = frozenset(("cy", "di"))
    reps = tuple(Rep(id=one, name=one, capacity=0, skills=("de",) if one in skilled else ()) for one in FOUR)
    german = Conditions(clauses=(Clause(field="country", test="is", value="DE"),))
    rules = (Rule(name="german", pool="inbound", when=german, requires=("de",)), Rule(name="all", pool="inbound"))
    day = Day(house().but(reps=reps, rules=rules))
    chance = random.Random(seed)
    worst, is_there = 0.0, True
    for _ in range(leads):
        if chance.random() < 0.3:
            is_there = not is_there
            day.say("ann", Availability.AVAILABLE if is_there else Availability.AWAY)
        day.lead(country=chance.choice(("DE", "FR", "US")))
        worst = max(worst, *(abs(day.lag(one)) for one in FOUR))
    return worst, {one: day.lag(one) for one in FOUR}


def returning_table() -> str:
    """The first experiment, a row for each policy."""
    rows = ["| `absence` | owed on return | of the next 10 | of the next 40 | longest run |", "|---|---|---|---|---|"]
    for name, pool in POLICIES:
        owed, ten, forty, run = returning(pool)
        rows.append(f"| {name} | {owed + 0:.2f} | {ten} | {forty} | {run} |")
    return "\n".join(rows)


TEXT = """# Fairness, measured

This page is made by `python docs/make_fairness.py` from our own engine; the figures of other ways to deal are
simulations of their published behaviour with the same kind of day, and were not made by this script.

## Coming back after {missed} missed leads

Four equal reps, a lead a minute; one is away for {missed} leads and comes back. A fair share of the next ten is two
or three, of the next forty ten.

{returning}

Known of others: dealing to whoever has the lowest lifetime count gives the one who comes back 33 leads in a row;
setting counters to nought on return gives them 40 of the next 40; a ledger that stands still while one is away gives
the normal quarter. What is owed is paid at most `max_run` leads in a row while somebody else fits.

## Drift over {leads} leads

Four reps; one leaves or comes back with a chance of 0.3 before each lead, and two alone have the skill that every
third lead asks for. The lag is what a rep was entitled to less what they received.

| way to deal | largest lag, in leads |
|---|---|
| **floorboard's ledger, this script** | **{worst:.2f}** |
| ledger, reference simulation | 1.1 |
| random | 102 |
| pointer round robin | 979 |
| least recently served | 1,779 |
| equal lifetime counts | 3,871 |

At the end: {ends}.
"""


def page() -> str:
    """The whole page."""
    worst, ends = drifting()
    told = ", ".join(f"{one} {lag + 0:+.2f}" for one, lag in ends.items())
    return TEXT.format(missed=MISSED, returning=returning_table(), leads=f"{LEADS:,}", worst=worst, ends=told)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
