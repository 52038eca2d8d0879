"""Whole days at random, each judged by the laws at every order and by fairness at its end."""

import pytest
from random_day import RandomDay

from engine.fairness import lines_of
from engine.lead import LeadState
from engine.value import LEAD_UNIT


@pytest.mark.parametrize("seed", range(30))
def test_a_random_day_keeps_the_laws(seed: int) -> None:
    """Bursts, toggles, misses, acts by hand and their undo: nothing is lost, jumped or doubled."""
    random_day = RandomDay(seed)
    random_day.run(orders=70)
    assert random_day.day.floor.leads_ever > 10, "a day on which nothing happened proves nothing"


@pytest.mark.parametrize("seed", range(3))
def test_a_day_ends_with_nobody_waiting_once_all_are_there(seed: int) -> None:
    """When everybody is back and answers, the queue runs dry."""
    random_day = RandomDay(seed)
    random_day.run(orders=40)
    random_day.everybody_works()
    assert not [lead for _, lead in random_day.day.floor.leads.items() if lead.state is LeadState.QUEUED]


@pytest.mark.parametrize("seed", range(3))
def test_chance_alone_makes_nobody_much_ahead(seed: int) -> None:
    """Without a hand in the dealing, comings and goings leave every lag under two leads."""
    random_day = RandomDay(seed, by_hand=False)
    random_day.run(orders=80)
    lags = [line.lag / LEAD_UNIT for line in lines_of(random_day.day.floor, "inbound").values()]
    assert max(map(abs, lags)) < 2


@pytest.mark.parametrize("seed", [73, 75, 150])
def test_a_rebuilt_floor_parks_in_the_same_order(seed: int) -> None:
    """Days on which leads of many lanes were put away at closing, in whatever order the lanes were known."""
    day = RandomDay(seed)
    day.run(70)
    day.everybody_works()
