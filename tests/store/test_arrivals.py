"""How many leads came to each pool of late, counted off a real database."""

from datetime import timedelta
from pathlib import Path

from store_builders import MORNING, RealDay

from store.asked.arrivals import weekly_arrivals
from store.sqlite import SqliteLedger


def test_leads_are_counted_by_pool_over_the_last_four_weeks(tmp_path: Path) -> None:
    """A floor that is two weeks old is counted over two weeks; one of a few days says nothing yet."""
    path = str(tmp_path / "leads.db")
    day = RealDay(SqliteLedger(path))
    assert weekly_arrivals(path, MORNING) == {}
    day.receive(1, 2, 3, 4)
    day.now += timedelta(days=14)
    day.receive(5, 6)
    day.ledger.close()
    assert weekly_arrivals(path, MORNING + timedelta(days=3)) == {}
    assert weekly_arrivals(path, day.now) == {"inbound": 3.0}
    assert weekly_arrivals(path, day.now + timedelta(days=20)) == {"inbound": 0.5}
