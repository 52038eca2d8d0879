"""Claims and ranks that change by themselves: what is owed fades, a band ties, coming back may reset nothing."""

from collections import Counter

from day import dealing_by
from laws import JudgedDay

from engine.commands import Credit
from engine.events import LedgerAdjusted
from engine.policy import Policy, Rep, Strategy


def house(strategy: Strategy, **pool: object) -> Policy:
    """Three reps without a limit."""
    reps = (Rep(id=rep_id, name=rep_id.title(), capacity=0) for rep_id in ("ann", "bo", "cy"))
    return dealing_by(strategy, *reps, **pool).but(on_away="keep")


def owed(half_life: int) -> JudgedDay:
    """A day on which nine leads are owed to one who is away."""
    day = JudgedDay(house(Strategy.ROUND_ROBIN, owed_half_life=half_life))
    day.do(Credit(rep_id="cy", pool="inbound", leads=9, reason="was ill"))
    day.away("cy")
    return day


def test_half_of_what_is_owed_beyond_a_lead_fades() -> None:
    """Of nine leads owed, after ten leads one stays and half of the other eight; the lags still sum to nought."""
    day = owed(10)
    day.arrive(10)
    assert abs(day.lag("cy") - 5) < 1e-6
    faded = [entry.event for entry in day.entries if isinstance(entry.event, LedgerAdjusted)][1:]
    assert {event.why for event in faded} == {"faded"}
    assert {event.rep_id for event in faded} == {"cy"}


def test_what_is_owed_stays_where_nothing_is_said_of_fading() -> None:
    """Without a half-life a claim waits for ever."""
    day = owed(0)
    day.arrive(30)
    assert day.lag("cy") == 9


def test_being_ahead_is_not_forgiven_to_who_is_away() -> None:
    """What fades is given to those who are here; who went away ahead comes back as far ahead."""
    day = owed(5)
    day.arrive(3)
    day.away("ann")
    before = day.lag("ann")
    day.arrive(9)
    assert day.lag("ann") == before < 0


def test_what_faded_stays_so_when_a_lead_goes_back() -> None:
    """Handing a lead back takes its own posting back and nothing else."""
    day = owed(10)
    (lead,) = day.arrive()
    day.away("ann")
    day.away("bo")
    before = day.lag("cy")
    day.requeue(lead.id)
    assert day.lag("cy") == before


def test_within_the_band_all_are_equally_busy() -> None:
    """One open lead more is no more busy: the ledger decides, and whoever closes early gains nothing."""
    strict, banded = (JudgedDay(house(Strategy.LEAST_BUSY, band=band, max_run=99)) for band in (0, 1))
    for day in (strict, banded):
        for _ in range(9):
            for lead in day.arrive():
                if lead.rep_id == "ann":
                    day.close(lead.id)
    assert Counter(strict.received())["ann"] == 7
    assert Counter(banded.received())["ann"] <= 5


def test_coming_back_may_leave_the_idle_time_as_it_was() -> None:
    """By default who comes back is last in line; where the pool does not count it, they are as idle as before."""
    for resets, first in ((True, "bo"), (False, "ann")):
        day = JudgedDay(house(Strategy.LONGEST_IDLE, presence_resets=resets))
        day.later(minutes=1)
        day.arrive(3)
        day.later(minutes=1)
        day.away("ann")
        day.later(minutes=5)
        day.back("ann")
        assert day.arrive()[0].rep_id == first
