"""Settings of time: reps' hours and caps, rests, and what happens when somebody leaves."""

from datetime import timedelta
from pathlib import Path

import pytest

from engine.policy import Hours, SourceCap
from tui.settings import check, load

HEAD = """
[floor]
wrap_up = "45s"
on_away = "delegate:dana"
away_grace = "3m"
close_guard = "target"

[sla]
rep_touch = "15m"
next_touch = "2d"
rep_hours = "rep"
unowned_escalation = "dana"

[limits]
decline_rest = "10s"
miss_rest = "20s"
"""
PEOPLE = """
[[reps]]
id = "dana"
name = "Dana Reyes"
hours = "Mo-Fr 09:00-17:00"
timezone = "America/New_York"
max_backlog = 3
per_hour = 4
per_day = 10
per_week = 40
per_month = 120
per_30_days = 110
per_source = [{ source = "fair", per_day = 3 }]

[[pools]]
name = "inbound"
reps = ["dana"]
wrap_up = "0s"

[[rules]]
name = "everyone else"
pool = "inbound"
units = 2
"""


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """Return where a floor's house rules stand."""
    return tmp_path / "floor.toml"


def faults(path: Path, text: str) -> str:
    """Write a text and return what is wrong with it."""
    path.write_text(text, encoding="utf-8")
    return "\n".join(check(path))


def test_hours_caps_and_rests_reach_the_policy(floor: Path) -> None:
    """Every key of time is in the house rules as it was written."""
    floor.write_text(HEAD + PEOPLE, encoding="utf-8")
    policy = load(floor).policy
    (rep,), (pool,), (rule,) = policy.reps, policy.pools, policy.rules
    assert (rep.hours, rep.timezone) == ("Mo-Fr 09:00-17:00", "America/New_York")
    assert rep.caps == {"hour": 4, "day": 10, "week": 40, "month": 120, "30 days": 110}
    assert rep.per_source == (SourceCap(source="fair", per_day=3),)
    assert (rep.max_backlog, rule.units, pool.wrap_up) == (3, 2, timedelta(0))
    assert (policy.wrap_up, policy.on_away, policy.away_grace) == (
        timedelta(seconds=45),
        "delegate:dana",
        timedelta(minutes=3),
    )
    assert (policy.limits.decline_rest, policy.limits.miss_rest) == (timedelta(seconds=10), timedelta(seconds=20))
    assert (policy.rep_touch, policy.next_touch) == (timedelta(minutes=15), timedelta(days=2))
    assert policy.close_guard == timedelta(0)
    assert (policy.rep_hours, policy.unowned_escalation) == (Hours.REP, "dana")


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ('"Mo-Fr 09:00-17:00"', '"Mo-Fr 9 to 5"', "reps[1].hours: cannot read the hours"),
        ('"Mo-Fr 09:00-17:00"', '"off"', 'reps[1].hours: the hours "off" never open'),
        ("America/New_York", "New York", 'reps[1].timezone: unknown time zone "New York"'),
        ("delegate:dana", "delegate:dan", 'floor.on_away: no rep has the id "dan"; did you mean "dana"?'),
        ("delegate:dana", "drop", 'floor.on_away: must be "keep", "requeue_untouched" or "delegate:REP"'),
        ("units = 2", "units = 6", "rules[1].units: nobody in the pool"),
        ('escalation = "dana"', 'escalation = "dan"', 'sla.unowned_escalation: no rep has the id "dan"'),
        ("[floor]", '[floor]\nclock_hours = "rep"', 'floor.clock_hours: must be "wall" or "floor"'),
        ('"45s"', '"soon"', "floor.wrap_up:"),
        ('"target"', '"late"', 'floor.close_guard: "late" is no span of time'),
        ("per_day = 3 }", "per_day = 0 }", "reps[1].per_source[1]: caps nothing; add per_hour"),
        ("per_day = 3 }", "per_dy = 3 }", 'unknown key "per_dy"; did you mean "per_day"?'),
        ("per_day = 3 }", 'per_day = 3 }, { source = "Fair", per_week = 9 }', '[2].source: "fair" is there twice'),
    ],
)
def test_a_fault_of_time_is_told_with_its_place(floor: Path, was: str, now: str, words: str) -> None:
    """Hours that cannot be read, zones that nobody knows and delegates who do not exist are refused."""
    assert words in faults(floor, (HEAD + PEOPLE).replace(was, now))
