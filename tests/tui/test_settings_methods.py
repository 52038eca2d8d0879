"""Settings: the keys that belong to one strategy, and what is wrong with them."""

from datetime import timedelta
from pathlib import Path

import pytest

from engine.house.persons import NamedAccount, Owners
from engine.policy import Strategy
from tests.tui.test_settings_faults import PEOPLE, POOLS, REPS, RULES, faults, floor
from tui.settings import load, warnings

__all__ = ["floor"]
BY = REPS + POOLS + 'strategy = "{}"\n'

WRONG = [
    (BY.format("performance") + "advantage_max = 1" + RULES, "pools[1].advantage_max: must be above 1"),
    (BY.format("performance") + 'reweigh_every = "often"' + RULES, '"often" is no span of time'),
    (
        BY.format("weighted") + "advantage_max = 2" + RULES,
        'pools[1].advantage_max: says nothing to "weighted"; it belongs to performance',
    ),
    (BY.format("weighted") + "band = 2" + RULES, 'band: says nothing to "weighted"; it belongs to least_busy'),
    (BY.format("hot_seat") + "presence_resets = false" + RULES, "it belongs to longest_idle and first_available"),
    (BY.format("weighted") + "owed_half_life = -1" + RULES, "owed_half_life: must be at least 0"),
    (
        BY.format("best_skill") + 'inner = "performance"' + RULES,
        '"performance" cannot be the inner strategy; take one like "longest_idle"',
    ),
]

GROUP = '[[pools]]\nname = "all"\nstrategy = "group"\ngroups = [{}]\n'
WRONG += [
    (REPS + POOLS + GROUP.format("") + RULES, "pools[2]: has no groups; add groups"),
    (REPS + POOLS + GROUP.format('"inbond"') + RULES, 'no pool has the name "inbond"; did you mean "inbound"?'),
    (REPS + POOLS + GROUP.format('"inbound", "inbound"') + RULES, 'groups[2]: "inbound" is there twice'),
    (REPS + POOLS + GROUP.format('"all"') + RULES, "they would go in a circle"),
    (
        REPS + POOLS + 'strategy = "pull_blind"\n' + GROUP.format('"inbound"') + RULES,
        '"inbound" deals by "pull_blind", which cannot be part of a group',
    ),
    (
        REPS + POOLS + 'groups = ["all"]\n' + POOLS.replace('"inbound"', '"all"') + RULES,
        'has groups, and deals by another strategy; write strategy = "group"',
    ),
]

ACCOUNT = '\n[[accounts]]\nrep = "{}"\n'
WRONG += [
    (
        PEOPLE + RULES + ACCOUNT.format("dane") + 'domain = ["acme.com"]',
        'no rep has the id "dane"; did you mean "dana"?',
    ),
    (PEOPLE + RULES + ACCOUNT.format("dana"), "accounts[1]: names nobody; give it domain"),
    (PEOPLE + RULES + "[owners]\nwait = 2", "owners.wait: must be at most 1"),
    (PEOPLE + RULES + '[owners]\naccount_match = "ever"', '"ever" is no span of time'),
    (PEOPLE + RULES + '[owners]\nsticky = "long"', '"long" is no span of time'),
    (BY.format("weighted") + "owner_wait = 0.5" + RULES, "it belongs to owner and sticky"),
]


@pytest.mark.parametrize(("text", "words"), WRONG, ids=[words for _, words in WRONG])
def test_a_fault_of_a_method_is_told_in_a_sentence(floor: Path, text: str, words: str) -> None:
    """One line for one fault, with its key and the way out."""
    (found,) = faults(floor, text)
    assert words in found


def test_performance_says_how_far_and_how_often(floor: Path) -> None:
    """The bound and the schedule reach the policy."""
    floor.write_text(BY.format("performance") + 'advantage_max = 2.5\nreweigh_every = "7d"' + RULES)
    (pool,) = load(floor).policy.pools
    assert (pool.strategy, pool.advantage_max, pool.reweigh_every) == (Strategy.PERFORMANCE, 2.5, timedelta(days=7))


def test_predictive_is_taken_and_warned_of(floor: Path) -> None:
    """It can be chosen, and `check` says by what it deals until something is learnt."""
    floor.write_text(BY.format("predictive") + 'inner = "longest_idle"' + RULES)
    assert load(floor).policy.pools[0].inner is Strategy.LONGEST_IDLE
    (warning,) = [line for line in warnings(floor) if "learnt" in line]
    assert 'nothing is learnt in this version, so inbound is dealt by "longest_idle"' in warning


def test_a_group_has_the_reps_of_its_pools(floor: Path) -> None:
    """They are not said twice, and a rule that asks for a skill looks at them."""
    rules = RULES.replace('"inbound"', '"all"')
    floor.write_text(REPS + POOLS + GROUP.format('"inbound"') + rules + 'requires = ["de"]')
    assert load(floor).policy.pools[1].reps == ("dana",)
    assert warnings(floor) == [line for line in warnings(floor) if "only Dana Reyes has de" in line]
    (found,) = faults(floor, REPS + POOLS + GROUP.format('"inbound"') + rules + 'requires = ["fr"]')
    assert 'nobody in the pool "all" has fr' in found


def test_owners_and_accounts_reach_the_policy(floor: Path) -> None:
    """Unless the file says otherwise, owners are waited for and closed leads' owners come first for thirty days."""
    floor.write_text(PEOPLE + RULES)
    assert load(floor).policy.owners == Owners(wait=0.4, sticky=timedelta(days=30))
    own = (
        '[owners]\nwait = 0\nsticky = "0s"\n' + ACCOUNT.format("dana") + 'domain = ["acme.com"]\ncompany = ["Acme"]\n'
    )
    floor.write_text(PEOPLE + RULES + own)
    acme = NamedAccount(rep="dana", domain=("acme.com",), company=("Acme",))
    assert load(floor).policy.owners == Owners(accounts=(acme,))


def test_a_company_is_the_account_of_one_rep(floor: Path) -> None:
    """The same domain at two reps is a fault, which names the first."""
    two = ACCOUNT.format("dana") + 'domain = ["acme.com"]\n' + ACCOUNT.format("jon") + 'domain = ["ACME.com"]\n'
    jon = REPS.replace('"dana"', '"jon"').replace("Dana Reyes", "Jon Bell")
    (found,) = faults(floor, jon + PEOPLE + RULES + two)
    assert '"ACME.com" is the account of "dana" already: a lead has one owner' in found
