"""The pace at which leads come, and when a rep's next one is likely to come: found from the newest back."""

from datetime import timedelta
from pathlib import Path

import pytest
from store_builders import POLICY, RealDay

from engine.board import EngineHealth
from engine.commands import SetAvailability
from engine.policy import Policy
from engine.rep import Availability
from engine.rep_board import Place
from store.asked.lately import number_before
from store.asked.reports import SqliteReports
from store.sqlite import SqliteLedger

ALIVE = EngineHealth(is_alive=True)
EVERY = timedelta(minutes=5)


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "leads.db")


def steady(path: str, policy: Policy = POLICY, leads: int = 12) -> RealDay:
    """A floor to which a lead comes every five minutes, the latest just now."""
    day = RealDay(SqliteLedger(path), policy.but(reps=tuple(rep.but(capacity=0) for rep in policy.reps)))
    for number in range(1, leads + 1):
        day.now += EVERY - timedelta(seconds=10)
        day.receive(number)
    return day


def place_of(path: str, day: RealDay, rep_id: str = "dana") -> Place:
    reports = SqliteReports(path)
    board = reports.own_board(rep_id, ALIVE, day.now)
    reports.close()
    assert board is not None
    return board.places[0]


def test_the_pace_is_that_of_the_latest_minutes(path: str) -> None:
    """It is counted up to now, and fades while nothing comes."""
    day = steady(path)
    reports = SqliteReports(path)
    assert reports.board(ALIVE, day.now).per_minute == 0.2
    assert reports.board(ALIVE, day.now + timedelta(minutes=9)).per_minute == 0.1
    assert reports.board(ALIVE, day.now + timedelta(hours=1)).per_minute == 0.0
    reports.close()


def test_a_moment_is_found_among_the_leads(path: str) -> None:
    """Before the first there is none; at the instant of one it is there."""
    day = steady(path, leads=5)
    with day.ledger.reading() as reading:
        db = reading._db
        assert [number_before(db, day.now - EVERY * back) for back in range(7)] == [5, 4, 3, 2, 1, 0, 0]
        assert number_before(db, day.now + EVERY) == 5


def test_a_rep_s_next_lead_is_foretold_from_their_place(path: str) -> None:
    """The first of the line is likely to have the next arrival, the second the one after."""
    day = steady(path)
    both = [place_of(path, day, rep_id) for rep_id in ("dana", "jon")]
    first, second = sorted(both, key=lambda one: one.place or 9)
    assert first.next_at is not None
    assert second.next_at is not None
    assert abs((first.next_at - day.now) - EVERY) < timedelta(seconds=30)
    assert abs((second.next_at - day.now) - 2 * EVERY) < timedelta(minutes=1)


def test_what_nobody_can_know_is_not_foretold(path: str) -> None:
    """Not for whoever is away, not from two leads, not from a pace that has died away."""
    day = steady(path, leads=2)
    assert place_of(path, day).next_at is None
    day.receive(3)
    assert place_of(path, day).next_at is not None
    day.now += timedelta(hours=4)
    assert place_of(path, day).next_at is None
    day.receive(4, 5, 6, 7)
    day.give(SetAvailability(rep_id="dana", availability=Availability.AWAY), actor="dana")
    assert place_of(path, day).next_at is None


def test_nothing_is_foretold_over_a_closing(path: str) -> None:
    """The pace of the open hours says nothing about the evening."""
    day = steady(path, POLICY.but(hours="Mo-Fr 08:00-17:00"))
    assert place_of(path, day).next_at is not None
    day.ledger.close()
    Path(path).unlink()
    closing = (day.now + timedelta(minutes=3)).strftime("%H:%M")
    day = steady(path, POLICY.but(hours=f"Mo-Fr 08:00-{closing}", timezone="UTC"))
    assert place_of(path, day).next_at is None
