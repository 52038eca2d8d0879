"""How busy a rep was in the last hour, however often they turned busy and idle."""

from datetime import UTC, datetime, timedelta

import msgspec
from day import Day, policy
from hypothesis import given
from hypothesis import strategies as st

from engine.history.occupancy import STRETCHES_MAX, WINDOW, occupancy, worked
from engine.rep import RepStanding

NINE = datetime(2026, 9, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

seconds = st.floats(min_value=0.001, max_value=90).map(lambda number: timedelta(seconds=number))
turns = st.lists(st.tuples(seconds, seconds), min_size=1, max_size=3 * STRETCHES_MAX)


def after(rests_and_works: list[tuple[timedelta, timedelta]]) -> tuple[RepStanding, datetime, list[datetime]]:
    """A rep who was idle and busy for so long in turn, when that was over, and every instant of a turn."""
    rep, at, marks = RepStanding(id="ann", since_at=NINE, idle_since_at=NINE), NINE, [NINE]
    for idle, busy in rests_and_works:
        for sign, lasting in ((1, idle), (-1, busy)):
            at += lasting
            rep = rep.but(**worked(rep, sign, at))
            marks.append(at)
    return rep, at, marks


@given(turns)
def test_an_hour_of_any_pace_is_told_to_a_minute(rests_and_works: list[tuple[timedelta, timedelta]]) -> None:
    """What is kept is bounded, and the share is that of every single stretch, but for a minute at the hour's edge."""
    rep, at, marks = after(rests_and_works)
    assert len(rep.busy) <= STRETCHES_MAX
    busy = sum(
        (max(timedelta(0), to - max(since, at - WINDOW)) for since, to in zip(marks[1::2], marks[2::2], strict=True)),
        timedelta(0),
    )
    assert abs(occupancy(rep, at) - min(1.0, busy / WINDOW)) <= MINUTE / WINDOW + 1e-9


def test_a_slow_hour_is_told_to_the_microsecond() -> None:
    """Two turns a minute or fewer are all kept."""
    rep, at, _ = after([(timedelta(seconds=20), timedelta(seconds=10.000001))] * STRETCHES_MAX)
    assert occupancy(rep, at) == STRETCHES_MAX * timedelta(seconds=10.000001) / WINDOW


def test_what_an_act_remembers_does_not_grow_with_the_hour() -> None:
    """The two hundredth lead that a rep answers within the hour is remembered by as much as the first."""
    day = Day(policy("ann"))
    for _ in range(200):
        (lead,) = day.arrive()
        day.later(seconds=5)
        day.contact(lead.id)
    first, last = (len(msgspec.json.encode(day.floor.acts[place])) for place in (0, -1))
    assert last <= 1.1 * first
