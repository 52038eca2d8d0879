"""An instant to come is written so that nobody takes it for another day or another zone's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tui.spans import next_time, until_text

BERLIN = ZoneInfo("Europe/Berlin")
AFTERNOON = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


def test_today_is_a_clock_alone() -> None:
    """An instant of the same day is written by its clock."""
    assert until_text(AFTERNOON + timedelta(hours=1), AFTERNOON, BERLIN, BERLIN) == "15:05"


def test_a_time_that_is_past_today_is_said_with_tomorrow() -> None:
    """`--until 14:00`, written five past two, is tomorrow, and is told so; so is what crosses midnight."""
    two_o_clock = next_time("14:00", AFTERNOON, BERLIN)
    assert until_text(two_o_clock, AFTERNOON, BERLIN, BERLIN) == "2026-11-24 14:00"
    assert until_text(AFTERNOON + timedelta(hours=10), AFTERNOON, BERLIN, BERLIN) == "2026-11-24 00:05"


def test_another_zone_than_the_machines_is_named() -> None:
    """On a machine that lives by another clock, the floor's zone stands behind its time."""
    assert until_text(AFTERNOON + timedelta(hours=1), AFTERNOON, BERLIN, UTC) == "15:05 (Europe/Berlin)"
