"""The example floors: each is in order, tells itself in plain sentences, and deals a day by the laws."""

import re
from pathlib import Path

import pytest
from sample_day import SampleDay

from engine.events import LeadAssigned, LeadReceived, OfferMade
from engine.telling.plain import plain_policy
from tui.settings import check, load, warnings

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))
TEN = {
    *("real_estate", "saas_demos", "mortgage", "luxury_cars", "b2b_similar_deals", "home_services"),
    *("global_saas", "agency", "consulting", "insurance"),
}
"""The floors of the guides to lead distribution."""

every_example = pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])


def test_there_are_three_profiles_and_ten_trades() -> None:
    """A team of any size and any of ten trades finds a file to begin with."""
    assert {path.stem for path in EXAMPLES} == {"small", "groups", "rules"} | TEN


@every_example
def test_an_example_is_in_order_without_a_warning(path: Path) -> None:
    """What people copy is right."""
    assert check(path) == []
    assert warnings(path) == []


@every_example
def test_an_example_says_in_two_sentences_what_it_is(path: Path) -> None:
    """Rules that need more than two sentences are too many to begin with."""
    head = path.read_text("utf-8").split("\n\n")[0]
    assert all(line.startswith("# ") for line in head.splitlines())
    assert len(re.findall(r"\.(?=\s|$)", head)) == 2


@every_example
def test_an_example_tells_itself_in_plain_sentences(path: Path) -> None:
    """Every rule, pool and rep is in the sentences."""
    policy = load(path).policy
    told = " ".join(sentence for _, sentences in plain_policy(policy) for sentence in sentences)
    for name in (
        *(it.name for it in policy.rules),
        *(it.name for it in policy.pools),
        *(it.name for it in policy.reps),
    ):
        assert name in told


@every_example
def test_an_example_deals_a_day_by_the_laws(path: Path) -> None:
    """Every rule takes leads, everybody gets some, and none is lost, jumped, dealt twice or pushed on who cannot."""
    policy = load(path).policy
    sample = SampleDay(policy, seed=7)
    sample.run(steps=60)
    events = [entry.event for entry in sample.day.entries]
    assert {event.rule for event in events if isinstance(event, LeadReceived)} >= {rule.name for rule in policy.rules}
    asked = {event.rep_id for event in events if isinstance(event, LeadAssigned | OfferMade)}
    assert asked == {rep.id for rep in policy.reps}
