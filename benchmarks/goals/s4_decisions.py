"""S4: what a decision costs, with ten rules and ten reps and with a thousand of each."""

import time

from benchmarks.deciding import Decider, cost_us, leads, policy
from benchmarks.line import Line, at_least, times_or_less
from benchmarks.plan import Plan, interleaved
from engine import fairness
from engine.dealing.routing import Answers, dealt, panel
from engine.floor import Floor
from engine.lead import Lead
from engine.matching.rules import classify
from engine.policy import Roster


def measure(plan: Plan) -> list[Line]:
    """Whole decisions, and the choice alone, of which the rest is keeping what was decided."""
    count = plan.pick(3000, 1000)
    big, small = interleaved(plan.pick(5, 3), lambda: cost_us(1000, 1000, count), lambda: cost_us(10, 10, count))
    chosen = interleaved(plan.pick(5, 3), lambda: _choices_per_second(10, 10, count))[0]
    return [
        Line(
            what="a lead taken in and dealt, 1,000 rules and 1,000 reps",
            unit="µs",
            ours=big,
            wanted=times_or_less(3),
            baseline=small,
            against="10 rules and 10 reps",
        ),
        Line(
            what="rule, rep, reason and ledger alone, 10 rules and 10 reps",
            unit="/s",
            ours=chosen,
            wanted=at_least(100_000),
        ),
    ]


def _choices_per_second(rules: int, reps: int, count: int) -> float:
    """The rule that holds, the rep who is next, the short reason and what the ledger then says."""
    decider = Decider(policy(rules, reps))
    decider.receive(tuple(leads(1, rules)))
    floor, roster, answers = decider.floor, decider.roster, Answers()
    lead = next(one for _, one in floor.leads.items())
    facts = [one.traits for one in leads(count, rules)]
    began = time.process_time()
    for traits in facts:
        _choose(floor, roster, lead, answers, classify(roster, traits).pool)
    return count / (time.process_time() - began)


def _choose(floor: Floor, roster: Roster, lead: Lead, answers: Answers, pool: str) -> None:
    posting, _ = dealt(lead, panel(floor, roster, roster.pools[pool], lead, answers))
    fairness.post(floor, posting)
