"""Until when rows say what they say."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lead import LeadState
from engine.rep import Availability
from tests.tui.floors import NOON, lead, team
from tui.lasting import age_lasts, countdown_lasts, queue_lasts, rep_lasts
from tui.rows import left_text, queue_cells, rep_cells, since, steady_text

seconds = st.one_of(st.integers(-900, 900).map(float), st.floats(-4000, 4000))
instants = seconds.map(lambda left: NOON + timedelta(seconds=left))
parts = st.floats(0, 1)


def within(ends: datetime, part: float) -> datetime:
    """A moment from noon on and before the end; noon where the end is not after it."""
    return max(NOON, min(NOON + (ends - NOON) * part, ends - timedelta.resolution))


@given(queued=instants, until=st.none() | instants, due=st.none() | instants, warn=st.none() | instants, part=parts)
def test_a_lead_says_the_same_for_as_long_as_it_is_held_to_last(
    queued: datetime, until: datetime | None, due: datetime | None, warn: datetime | None, part: float
) -> None:
    """Whenever its limits are and its age began, no cell is other at any moment before."""
    state = LeadState.QUEUED if until is None else LeadState.PARKED
    row = lead(1, state=state, parked_until=until, queued_at=queued, due_at=due, warn_at=warn)
    assert queue_cells(row, within(queue_lasts(row, NOON), part), {}) == queue_cells(row, NOON, {})


@given(began=instants, until=st.none() | instants, part=parts)
def test_a_rep_says_the_same_for_as_long_as_they_are_held_to_last(
    began: datetime, until: datetime | None, part: float
) -> None:
    """Away with or without an end, before it and after."""
    row = team()[0].but(availability=Availability.AWAY, since_at=began, until_at=until)
    assert rep_cells(row, within(rep_lasts(row, NOON), part)) == rep_cells(row, NOON)


@pytest.mark.parametrize(("age", "seconds"), [(0, 1), (8.25, 0.75), (59, 1), (60, 10), (599, 1), (605, 25), (-3, 3)])
def test_an_age_lasts_until_its_text_moves_on(age: float, seconds: float) -> None:
    """In steps of a second, of ten and of thirty, and not before: a row is not worked out for nothing."""
    at = NOON - timedelta(seconds=age)
    ends = age_lasts(at, NOON)
    assert ends == NOON + timedelta(seconds=seconds)
    assert age < 0 or steady_text(since(at, ends)) != steady_text(since(at, NOON))


@pytest.mark.parametrize(("left", "seconds"), [(8.5, 0.5), (0.5, 0.5), (75, 5), (899, 29), (-8.25, 0.75), (0, 1)])
def test_a_countdown_lasts_until_its_text_moves_on(left: float, seconds: float) -> None:
    """Down to its end, and beyond it."""
    at = NOON + timedelta(seconds=left)
    ends = countdown_lasts(at, NOON)
    assert ends == NOON + timedelta(seconds=seconds)
    behind = ends + timedelta(microseconds=1)
    assert left_text(at, behind, steady_text) != left_text(at, NOON, steady_text)
