"""Settings: how a pool's own keys are read, and told where they are wrong."""

from datetime import timedelta
from pathlib import Path

import pytest

from engine.policy import Absence, AbsenceKind, Arm, Ramp, Scope, Strategy, Territory
from tests.tui.test_settings_faults import POOLS, REPS, RULES, faults, floor, line_of
from tui.settings import load

__all__ = ["floor"]
PEOPLE = REPS + POOLS
REST = '[[pools]]\nname = "field"\nreps = ["dana"]\n'
LAND = '[[pools.territories]]\nreps = ["dana"]\ncountry = ["DE"]\n'
TRIAL = """
[[pools]]
name = "trial"
strategy = "split"
arms = [{ pool = "inbound", share = 60 }, { pool = "inbound", share = 40 }]
"""
FIELD = REPS + POOLS + REST + 'strategy = "territory"\nunknown = "inbound"\n'

WRONG = [
    (
        REPS + POOLS + 'strategy = "territory"\nunknown = "inbond"\n' + LAND + RULES,
        '"inbond',
        'pools[1].unknown: no pool has the name "inbond"; did you mean "inbound"?',
    ),
    (
        REPS + POOLS + 'strategy = "territory"\nunknown = "inbound"\n' + LAND + RULES,
        None,
        "they would go in a circle",
    ),
    (REPS + POOLS + 'strategy = "territory"\n' + LAND + RULES, None, "says not where leads of no territory go"),
    (
        REPS
        + POOLS
        + REST
        + 'strategy = "territory"\nunknown = "inbound"\n'
        + LAND.replace('"dana"', '"dane"')
        + RULES,
        '"dane',
        'pools[2].territories[1].reps[1]: "dane" is not in this pool; did you mean "dana"?',
    ),
    (
        REPS
        + POOLS
        + REST
        + 'strategy = "territory"\nunknown = "inbound"\n'
        + LAND.replace("country", "contry")
        + RULES,
        "contry",
        'did you mean "country"?',
    ),
    (REPS + POOLS + TRIAL.replace("40", "30") + RULES, None, "a hundred persons among its arms; these are 90"),
    (
        REPS + POOLS + TRIAL.replace('"inbound"', '"inbond"', 1) + RULES,
        '"inbond',
        'pools[2].arms[1].pool: no pool has the name "inbond"; did you mean "inbound"?',
    ),
    (REPS + POOLS + 'absence = "freez"' + RULES, '"freez', '"freez" is no absence policy; did you mean "freeze"?'),
    (REPS + POOLS + 'absence = "grace"' + RULES, '"grace', 'needs an amount, like { grace = "60m" }'),
    (REPS + POOLS + "absence = { accrue = 0 }" + RULES, "{ accrue", "accrue is a number of leads above 0"),
    (REPS + POOLS + 'absence = { grace = "soon" }' + RULES, "{ grace", '"soon" is no span of time'),
    (REPS + POOLS + "absence = { hold = 1 }" + RULES, "{ hold", "must be one of freeze, back_of_line, catch_up,"),
    (REPS + POOLS + "ramp = { from = 0.25, day = 3, days = 9 }" + RULES, "day =", 'did you mean "days"?'),
    (REPS + POOLS + "ramp = { from = 0, days = 9 }" + RULES, "0, ", "pools[1].ramp.from: must be at least 0.01"),
    (REPS + POOLS + 'scope = "flor"' + RULES, '"flor', 'did you mean "floor"?'),
    (REPS + POOLS + "miss_charge = 2" + RULES, "2", "pools[1].miss_charge: must be at most 1"),
    (REPS + POOLS + 'inner = "best_skil"' + RULES, '"best_skil', 'did you mean "best_skill"?'),
    (REPS + POOLS + 'inner = "best_skill"' + RULES, '"best_skill', "pools[1].inner: "),
    (
        REPS.replace("skills", "capacity = 0\nskills") + POOLS + 'strategy = "most_spare"' + RULES,
        '"most_spare',
        "Dana Reyes has no limit; give a capacity above 0",
    ),
    (
        PEOPLE + RULES + 'requires = ["de:2"]',
        '["de:2',
        'rules[1].requires: nobody in the pool "inbound" has de:2',
    ),
]


@pytest.mark.parametrize(("text", "part", "words"), WRONG, ids=[words for _, _, words in WRONG])
def test_a_pools_fault_is_told_with_its_place(floor: Path, text: str, part: str | None, words: str) -> None:
    """One line for one fault: its place, its key, and what to write instead."""
    found = faults(floor, text)
    assert len(found) == 1
    assert words in found[0]
    if part is not None:
        line, column = line_of(text, part)
        assert found[0].startswith(f"floor.toml:{line}:{column}: ")


def test_every_key_of_a_pool_reaches_the_policy(floor: Path) -> None:
    """What the file says is what the pool does."""
    own = """
strategy = "best_skill"
inner = "longest_idle"
absence = { accrue = 2 }
ramp = { from = 0.25, days = 14 }
scope = "floor"
miss_charge = 0.5
charge_owned = true
credit_window = "2d"
credits_per_week = 5
at_once = 4
"""
    floor.write_text(REPS + POOLS + own + TRIAL + REST + 'strategy = "territory"\nunknown = "trial"\n' + LAND + RULES)
    inbound, trial, field = load(floor).policy.pools
    assert (inbound.strategy, inbound.inner, inbound.at_once) == (Strategy.BEST_SKILL, Strategy.LONGEST_IDLE, 4)
    assert (inbound.absence, inbound.ramp) == (Absence(kind=AbsenceKind.ACCRUE, cap=2), Ramp(start=0.25, days=14))
    assert (inbound.scope, inbound.miss_charge, inbound.charge_owned) == (Scope.FLOOR, 0.5, True)
    assert (inbound.credit_window, inbound.credits_per_week) == (timedelta(days=2), 5)
    assert (trial.reps, trial.arms[0]) == ((), Arm(pool="inbound", share=60))
    assert (field.unknown, field.territories) == ("trial", (Territory(reps=("dana",), country=("DE",)),))


@pytest.mark.parametrize(
    ("written", "absence"),
    [
        ('"freeze"', Absence()),
        ('"back_of_line"', Absence(kind=AbsenceKind.BACK_OF_LINE)),
        ('"catch_up"', Absence(kind=AbsenceKind.CATCH_UP)),
        ('{ grace = "60m" }', Absence(kind=AbsenceKind.GRACE, grace=timedelta(hours=1))),
    ],
)
def test_absence_is_a_word_or_an_amount(floor: Path, written: str, absence: Absence) -> None:
    """Each policy is written as people say it."""
    floor.write_text(REPS + POOLS + f"absence = {written}" + RULES)
    assert load(floor).policy.pools[0].absence == absence
