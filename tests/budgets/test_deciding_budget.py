"""How many functions a decision may call, and that rules and reps hardly add to them."""

import pytest

from benchmarks.deciding import Decider, leads, policy
from tests.budgets.counting import calls, within

BATCH = 100


def calls_per_lead(rules: int, reps: int, batch: int = BATCH) -> float:
    """Functions called to take a lead in and deal it, once all that is worked out once has been."""
    decider = Decider(policy(rules, reps))
    made = list(leads(2 * batch, rules))
    decider.receive(tuple(made[:batch]))
    return calls(lambda: decider.receive(tuple(made[batch:]))) / batch


def test_a_lead_of_a_batch_has_a_budget() -> None:
    """Ten rules and ten reps: what a file's lead costs but for reading and keeping it."""
    within("functions called for a lead of a batch", calls_per_lead(10, 10), 300)


def test_a_lead_that_comes_alone_has_a_budget() -> None:
    """A web-hook's lead pays for the whole order: everybody is asked."""
    within("functions called for a lead that comes alone among ten reps", calls_per_lead(10, 10, 1), 520)


@pytest.mark.parametrize(("rules", "reps", "factor"), [(1000, 10, 1.05), (10, 100, 1.15), (10, 1000, 1.7)])
def test_rules_and_reps_hardly_add_to_it(rules: int, reps: int, factor: float) -> None:
    """A lead of a batch calls as many functions under 1,000 rules; to ask every rep once is shared by the batch."""
    few, many = calls_per_lead(10, 10), calls_per_lead(rules, reps)
    within(f"functions called for a lead under {rules} rules among {reps} reps", many, factor * few)
