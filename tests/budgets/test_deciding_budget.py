"""How many functions a decision may call, and that rules and reps hardly add to them."""

import pytest

from benchmarks.deciding import Decider, leads, policy
from tests.budgets.counting import calls, within

BATCH = 100


ALL = ("call", "c_call")
"""Functions of Python, and what Python itself is built of."""


def calls_per_lead(rules: int, reps: int, batch: int = BATCH, kinds: tuple[str, ...] = ("call",)) -> float:
    """Functions called to take a lead in and deal it, once all that is worked out once has been."""
    decider = Decider(policy(rules, reps))
    made = list(leads(2 * batch, rules))
    decider.receive(tuple(made[:batch]))
    return calls(lambda: decider.receive(tuple(made[batch:])), kinds) / batch


def test_a_lead_of_a_batch_has_a_budget() -> None:
    """Ten rules and ten reps: what a file's lead costs but for reading and keeping it."""
    within("functions called for a lead of a batch", calls_per_lead(10, 10), 184)


def test_a_lead_that_comes_alone_has_a_budget() -> None:
    """A web-hook's lead pays for the whole order: everybody is asked."""
    within("functions called for a lead that comes alone among ten reps", calls_per_lead(10, 10, 1), 340)


@pytest.mark.parametrize(("rules", "reps", "factor"), [(1000, 10, 1.05), (10, 100, 1.1), (10, 1000, 1.4)])
def test_rules_and_reps_hardly_add_to_it(rules: int, reps: int, factor: float) -> None:
    """A lead of a batch calls as many functions under 1,000 rules; to ask every rep once is shared by the batch."""
    few, many = calls_per_lead(10, 10), calls_per_lead(rules, reps)
    within(f"functions called for a lead under {rules} rules among {reps} reps", many, factor * few)


def test_a_rep_more_is_asked_and_ranked_once_for_a_whole_batch() -> None:
    """Neither posting a lead nor finding who is next goes through all of a thousand reps."""
    few, many = (500 * calls_per_lead(10, reps, 500, ALL) for reps in (10, 1000))
    within("functions called for each of 990 reps more, in a batch of 500 leads", (many - few) / 990, 28)
