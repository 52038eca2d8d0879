"""A floor in memory with any number of rules and reps: what deciding costs, without reading and without a disk."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from engine.commands import ChangePolicy, Command, NewLead, Origin, ReceiveLeads
from engine.decide import step
from engine.floor import Draft, Floor
from engine.lead import Card
from engine.matching.conditions import Clause, Conditions
from engine.policy import Policy, Pool, Rep, Roster, Rule
from engine.turn import Turn

NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)
ORIGIN = Origin(kind="hook", source="web", name="web")
BATCH = 500


def policy(rules: int, reps: int) -> Policy:
    """House rules by campaign, the last for everybody, and a pool of reps without limits."""
    roster = tuple(Rep(id=f"r{number}", name=f"Rep {number}", capacity=0) for number in range(reps))
    named = tuple(_rule(number) for number in range(rules - 1))
    return Policy(
        reps=roster,
        pools=(Pool(name="everybody", reps=tuple(rep.id for rep in roster)),),
        rules=(*named, Rule(name="every lead", pool="everybody")),
    )


def _rule(number: int) -> Rule:
    clause = Clause(field="campaign", test="is", value=f"c{number}")
    return Rule(name=f"campaign {number}", pool="everybody", when=Conditions(clauses=(clause,)))


def leads(count: int, rules: int, seed: int = 1) -> Iterator[NewLead]:
    """Leads that fall under all of the rules alike."""
    dice = Random(seed)
    for number in range(count):
        yield NewLead(
            source="web",
            source_key=f"k{number}",
            place="web",
            traits={"country": "DE", "campaign": f"c{dice.randrange(rules)}"},
            person_keys=(f"e:{number}",),
            card=Card(),
        )


class Decider:
    """A floor that is given orders, one after another."""

    def __init__(self, rules: Policy) -> None:
        self.roster = Roster(rules)
        self.floor = Floor()
        self.give(ChangePolicy(policy=rules, digest="bench"))

    def give(self, order: Command) -> None:
        """Decide an order and make it so."""
        draft = Draft(self.floor)
        step(draft, order, self.roster, Turn(now=NOON, actor="bench", cause="bench", seed=self.floor.seq))
        self.floor.absorb(draft)

    def receive(self, batch: tuple[NewLead, ...]) -> None:
        """Take leads in and deal them."""
        self.give(ReceiveLeads(origin=ORIGIN, leads=batch))


def cost_us(rules: int, reps: int, count: int, batch: int = BATCH) -> float:
    """Microseconds of processor time to decide a lead, taken in and dealt, in batches."""
    decider = Decider(policy(rules, reps))
    made = list(leads(count, rules))
    decider.receive(tuple(made[:batch]))  # what is worked out once and kept is worked out now
    began = time.process_time()
    for begin in range(batch, count, batch):
        decider.receive(tuple(made[begin : begin + batch]))
    return 1e6 * (time.process_time() - began) / (count - batch)
