"""The rota: who is on call when, through nights and changes of the clock."""

from datetime import UTC, datetime, timedelta

from day import MONDAY, Day, policy
from test_ladder import climbing, steps

from engine.dealing.rota import on_duty
from engine.policy import Rota


def test_those_on_call_take_turns_and_need_no_shift() -> None:
    """Each day another is called, also outside their hours; at the handover what waits goes over."""
    house = climbing((60, "oncall:rest"), (90000, "notify:ann"), house=policy("ann", "bo", "cy"))
    rota = Rota(since=MONDAY.replace(hour=8, tzinfo=None), every=timedelta(days=1))
    pools = (house.pools[0], house.pools[1].but(reps=("bo", "cy"), rota=rota))
    reps = tuple(rep.but(hours="Sa 09:00-17:00", capacity=1) for rep in house.reps)
    day = Day(house.but(pools=pools, reps=reps))
    day.arrive(2)
    day.later(minutes=1)
    assert (day.owner("L-1"), day.owner("L-2")) == ("bo", None)
    day.later(days=1)
    assert day.owner("L-2") == "cy"
    day.away("cy")
    day.arrive()
    day.later(minutes=1)
    assert steps(day)[-1] == ("oncall:rest", "nobody is on call")


def test_a_handover_in_the_hour_that_comes_twice_happens_once() -> None:
    """At the first half past two; whoever is called then is called until the next day's."""
    rota = Rota(since=datetime.fromisoformat("2026-01-01T02:30"), every=timedelta(days=1))
    house = policy("ann", "bo", timezone="Europe/Berlin")
    pool = house.pools[0].but(rota=rota)
    first, last = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    before = on_duty(house, pool, first - timedelta(minutes=1))
    told = {on_duty(house, pool, first + timedelta(minutes=minutes)) for minutes in range(0, 25 * 60, 10)}
    assert before is not None
    assert before[1] == first
    assert len(told) == 1
    ((who, until),) = filter(None, told)
    assert (who != before[0], until) == (True, last)
