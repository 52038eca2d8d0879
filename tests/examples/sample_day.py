"""A working day on any floor: leads such as its rules ask for, and reps who come, go, answer and close."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from day import Trait, seen
from laws import JudgedDay

from engine.commands import RecordContact, Tick
from engine.house.hours import calendar
from engine.lead import Disposition, LeadState
from engine.policy import Clause, Conditions, Policy
from engine.rep import ROUTABLE, Availability
from engine.turn import Refused

TUESDAY = datetime(2026, 9, 8, tzinfo=UTC)


class SampleDay:
    """One day of a floor by a seed, judged by the laws at every order."""

    def __init__(self, rules: Policy, seed: int) -> None:
        self.chance = random.Random(seed)
        opens = calendar(rules.hours, rules.timezone, rules.country).next_open(TUESDAY)
        assert opens is not None
        self.day = JudgedDay(rules, now=opens)
        self.asked = [rule.when for rule in rules.rules]
        self.worth = [rule.when for rule in rules.scoring]
        self.gates = [gate.when for gate in rules.gates]

    def run(self, steps: int) -> None:
        """Let so many things happen; what is refused does not matter."""
        for number in range(steps):
            self.arrive(number)
            doing = self.chance.choice((self.toggle, self.answer, self.answer, self.close, self.close, self.contact))
            try:
                doing()
            except Refused:
                continue
            finally:
                self.day.now += timedelta(seconds=self.chance.choice((2, 15, 60, 300)))
                self.day.do(Tick(), "floor")

    def arrive(self, number: int) -> None:
        """One to three leads, each such as one of the rules asks for, or none of them."""
        batch = []
        for place in range(self.chance.choice((1, 1, 2, 3))):
            asked = [self.chance.choice([*self.asked, *self.gates, Conditions()])]
            asked += [when for when in self.worth if self.chance.random() < 0.6]
            traits = self.traits(asked)
            source = str(traits.pop("source", "web"))
            batch.append(self.day.lead(f"k{number}.{place}", **traits).but(source=source))
        self.day.receive(*batch)

    def traits(self, asked: Sequence[Conditions]) -> dict[str, Trait]:
        """Traits that meet what is asked, so far as a lead can bring them along."""
        found: dict[str, Trait] = {}
        for conditions in asked:
            groups = [self.chance.choice(conditions.any_of)] if conditions.any_of else []
            for clause in (*conditions.clauses, *(clause for group in groups for clause in group.clauses)):
                if clause.field not in ("grade", "score"):
                    found[clause.field] = self.value(clause)
        return found

    def value(self, clause: Clause) -> Trait:
        """A value that meets a clause."""
        value = self.chance.choice(clause.value) if isinstance(clause.value, tuple) else clause.value
        if clause.test in ("contains", "starts_with"):
            return f"{value} {self.chance.randrange(9)}"
        if clause.test in ("above", "below"):
            return float(value) + (1 if clause.test == "above" else -1)
        return value

    def toggle(self) -> None:
        """Somebody goes to lunch or comes back."""
        rep_id = self.chance.choice([rep.id for rep in self.day.rules.reps])
        if self.day.floor.reps[rep_id].availability in ROUTABLE:
            self.day.away(rep_id, until=self.day.now + timedelta(minutes=self.chance.choice((5, 30))))
        elif self.day.floor.reps[rep_id].availability is not Availability.AVAILABLE:
            self.day.back(rep_id)

    def answer(self) -> None:
        """Whoever is held out a lead says yes, or no."""
        for lead in self.leads(LeadState.OFFERED):
            self.chance.choice((self.day.accept, self.day.accept, self.day.decline))(lead)

    def contact(self) -> None:
        """Some customers are reached."""
        leads = self.leads(LeadState.ASSIGNED)
        if leads:
            self.day.do(RecordContact(leads=seen(*leads[:3])))

    def close(self) -> None:
        """Leads end, so that their reps have room again."""
        leads = self.leads(LeadState.ASSIGNED, LeadState.CONTACTED)
        if leads:
            self.day.close(*leads[: max(1, len(leads) // 2)], as_=self.chance.choice(list(Disposition)))

    def leads(self, *states: LeadState) -> list[str]:
        """Ids of open leads in these states."""
        return [lead.id for lead in self.day.floor.snapshot().leads if lead.state in states]
