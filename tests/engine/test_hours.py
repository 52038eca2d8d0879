"""Business time: test vectors, nights of the clock change, and a minute walker that must agree."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from day import at
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.house.hours import Calendar, calendar
from engine.policy import PolicyError

MINUTE = timedelta(minutes=1)
FIVE = 5 * MINUTE


@pytest.mark.parametrize(
    ("start", "due"),
    [("2026-05-08 16:55", "2026-05-08 17:00"), ("2026-05-08 17:00", "2026-05-11 09:05")],
)
def test_five_minutes_of_an_office_week_end_on_monday(start: str, due: str) -> None:
    """A target that ends with Friday's close is Friday's; one that begins with it goes on at Monday's opening."""
    assert Calendar("Mo-Fr 09:00-17:00").add(at(start), FIVE) == at(due)


def test_lunch_stops_the_clock() -> None:
    """Two minutes before lunch leave three for after it."""
    hours = Calendar("Mo-Fr 09:00-13:00,14:00-17:00")
    assert hours.add(at("2026-05-08 12:58"), FIVE) == at("2026-05-08 14:03")
    assert hours.elapsed(at("2026-05-08 12:00"), at("2026-05-08 15:00")) == timedelta(hours=2)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-07", 7), ("2026-10-31", 9), ("2026-05-08", 8)])
def test_a_night_shift_is_as_long_as_the_night_really_was(day: str, hours: int) -> None:
    """The night of a clock change has seven or nine hours between ten and six."""
    zone = "America/New_York"
    night = Calendar("22:00-06:00", zone)
    start = at(f"{day} 22:00", zone)
    assert night.elapsed(at(f"{day} 12:00", zone), at(f"{day} 12:00", zone) + timedelta(days=1)) == timedelta(
        hours=hours
    )
    assert night.add(start, timedelta(hours=hours)) == start + timedelta(hours=hours)


def test_a_holiday_inside_a_target_is_skipped() -> None:
    """The first of May is no business day in Germany, and the weekend after it neither."""
    hours = Calendar("Mo-Fr 09:00-18:00; PH off", "Europe/Berlin", "DE")
    assert hours.add(at("2026-04-30 17:58", "Europe/Berlin"), FIVE) == at("2026-05-04 09:03", "Europe/Berlin")


def test_a_day_closed_by_hand_is_skipped() -> None:
    """A dated exception closes the floor."""
    hours = Calendar("Mo-Fr 09:00-17:00; 2026 May 08 off")
    assert hours.add(at("2026-05-07 16:58"), FIVE) == at("2026-05-11 09:03")


def test_a_time_that_comes_twice_opens_at_the_first() -> None:
    """From half past one to four is three and a half hours when the hour from one to two comes twice."""
    zone = "America/New_York"
    total = Calendar("01:30-04:00", zone).elapsed(at("2026-11-01 00:00", zone), at("2026-11-01 12:00", zone))
    assert total == timedelta(hours=3, minutes=30)


def test_a_time_that_comes_twice_closes_at_the_second() -> None:
    """From half past midnight to half past one is two hours in that night."""
    zone = "America/New_York"
    total = Calendar("00:30-01:30", zone).elapsed(at("2026-11-01 00:00", zone), at("2026-11-01 12:00", zone))
    assert total == timedelta(hours=2)


def test_a_time_that_never_comes_moves_forward_by_the_gap() -> None:
    """Opening at half past two becomes half past three in the night that has no half past two."""
    zone = "America/New_York"
    assert Calendar("02:30-05:00", zone).next_open(at("2026-03-08 00:00", zone)) == at("2026-03-08 03:30", zone)


def test_a_floor_that_never_closes_counts_every_minute() -> None:
    """Round the clock, open time is time."""
    start = at("2026-05-09 03:00")
    assert Calendar("24/7").add(start, FIVE) == start + FIVE
    assert Calendar("24/7").elapsed(start, start + FIVE) == FIVE
    assert Calendar("24/7").next_open(start) == start


def test_the_closing_minute_is_not_open() -> None:
    """A floor is open at its opening instant and closed at its closing one."""
    hours = Calendar("Mo-Fr 09:00-17:00")
    assert hours.is_open(at("2026-05-08 09:00"))
    assert not hours.is_open(at("2026-05-08 17:00"))
    assert hours.next_open(at("2026-05-08 17:00")) == at("2026-05-11 09:00")


@pytest.mark.parametrize("spec", ["off", "2020 Jan-Feb 09:00-17:00"])
def test_hours_that_never_come_again_have_no_due_time(spec: str) -> None:
    """Where nothing opens any more there is no instant to give."""
    hours = Calendar(spec)
    assert hours.add(at("2026-05-08 12:00"), FIVE) is None
    assert hours.next_open(at("2026-05-08 12:00")) is None
    assert hours.elapsed(at("2026-05-08 12:00"), at("2026-06-08 12:00")) == timedelta(0)


def test_an_earlier_end_has_no_open_time() -> None:
    """Elapsed time is never below nought."""
    late, early = at("2026-05-08 12:00"), at("2026-05-08 10:00")
    assert Calendar("Mo-Fr 09:00-17:00").elapsed(late, early) == timedelta(0)
    assert Calendar("24/7").elapsed(late, early) == timedelta(0)


@pytest.mark.parametrize(
    ("spec", "zone", "country", "words"),
    [
        ("Mo-Fr 9-17", "UTC", "", 'cannot read the hours "Mo-Fr 9-17" at character 7'),
        ("", "UTC", "", "cannot read the hours"),
        ("24/7", "Mars/Base", "", 'unknown time zone "Mars/Base"'),
        ("24/7", "../zone", "", "unknown time zone"),
        ("24/7", "", "", "unknown time zone"),
        ("PH off", "UTC", "XX", 'unknown country "XX"'),
        ("Mo-Fr 09:00-18:00; PH off", "UTC", "", "no country says whose"),
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_a_sentence(
    spec: str, zone: str, country: str, words: str
) -> None:
    """A bad calendar names what is wrong and how to write it."""
    with pytest.raises(PolicyError, match=words.replace("(", r"\(")):
        Calendar(spec, zone, country)


def test_the_same_hours_are_worked_out_once() -> None:
    """Asking twice for one calendar gives one object."""
    assert calendar("Mo-Fr 09:00-17:00", "Europe/Berlin") is calendar("Mo-Fr 09:00-17:00", "Europe/Berlin")


SHAPES = {
    "Mo-Fr 09:00-17:00": lambda local: local.weekday() < 5 and 9 <= local.hour < 17,
    "Mo-Sa 08:00-12:00,13:30-19:00": lambda local: (
        local.weekday() < 6 and (8 <= local.hour < 12 or 13 * 60 + 30 <= local.hour * 60 + local.minute < 19 * 60)
    ),
    "22:00-06:00": lambda local: local.hour >= 22 or local.hour < 6,
    "Mo-Su 00:00-24:00": lambda _: True,
}
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"]
YEAR_MINUTES = 366 * 24 * 60


@given(
    spec=st.sampled_from(sorted(SHAPES)),
    zone=st.sampled_from(ZONES),
    minute=st.integers(0, YEAR_MINUTES),
    length=st.integers(1, 30 * 60),
)
@settings(max_examples=60, deadline=None)
def test_a_walk_minute_by_minute_agrees(spec: str, zone: str, minute: int, length: int) -> None:
    """Counting open minutes one by one gives the same elapsed time, and adding it back leads no further."""
    start = at("2026-01-01 00:00") + minute * MINUTE
    minutes = [start + step * MINUTE for step in range(length)]
    walked = sum(SHAPES[spec](moment.astimezone(ZoneInfo(zone))) for moment in minutes) * MINUTE
    hours = calendar(spec, zone)
    assert hours.elapsed(start, start + length * MINUTE) == walked
    assert hours.is_open(start) == SHAPES[spec](start.astimezone(ZoneInfo(zone)))
    if walked:
        end = hours.add(start, walked)
        assert end is not None
        assert end <= start + length * MINUTE
        assert hours.elapsed(start, end) == walked


@given(minute=st.integers(0, YEAR_MINUTES), first=st.integers(0, 3000), second=st.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_adding_in_two_steps_is_adding_at_once(minute: int, first: int, second: int) -> None:
    """Open time adds up, whatever lies between, and a fresh calendar says the same as a used one."""
    spec, zone = "Mo-Fr 08:00-12:00,13:00-18:00; PH off", "Europe/Berlin"
    start = at("2026-01-01 00:00") + minute * MINUTE
    halfway = calendar(spec, zone, "DE").add(start, first * MINUTE)
    assert halfway is not None
    assert (
        calendar(spec, zone, "DE").add(halfway, second * MINUTE)
        == Calendar(spec, zone, "DE").add(start, (first + second) * MINUTE)
        or second == 0
    )
