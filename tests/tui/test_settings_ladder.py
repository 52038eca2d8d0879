"""Settings of overflow ladders: what may stand there, and what is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from engine.house.rungs import Rung, When
from engine.policy import Rota
from engine.telling.plain import plain_policy
from tui.settings import check, load

FLOOR = """
[[reps]]
id = "ann"
name = "Ann"

[[reps]]
id = "bo"
name = "Bo"
tier = 2

[[pools]]
name = "inbound"
reps = ["ann", "bo"]
ladder = [
  { when = "nobody_rostered", do = "oncall:night" },
  { queue_over = 5, do = "ack:sms" },
  { wait_over = "3m", do = "callback:+30m" },
  { after = "60s", do = "raise:tier" },
  { after = "120s", do = "notify:bo" },
]

[[pools]]
name = "night"
reps = ["bo", "ann"]
ladder = [{ after = "1m", do = "raise:tier" }, { after = "2m", do = "claim" }]
rota = { from = 2026-09-07, every = "7d" }

[[rules]]
name = "everyone else"
pool = "inbound"
"""


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """Return where a floor's house rules stand."""
    path = tmp_path / "floor.toml"
    path.write_text(FLOOR, encoding="utf-8")
    return path


def test_steps_tiers_and_rotas_reach_the_policy(floor: Path) -> None:
    """Every step is in the house rules as it was written."""
    policy = load(floor).policy
    first, night = policy.pools
    assert first.ladder[:3] == (
        Rung(do="oncall:night", when=When.NOBODY_ROSTERED),
        Rung(do="ack:sms", when=When.QUEUE_OVER, count=5),
        Rung(do="callback:+30m", when=When.WAIT_OVER, after=timedelta(minutes=3)),
    )
    assert isinstance(night.rota, Rota)
    assert night.rota.every == timedelta(days=7)
    assert (night.rota.since.isoformat(), policy.reps[1].tier) == ("2026-09-07T00:00:00", 2)


def test_a_ladder_is_told_in_words(floor: Path) -> None:
    """A new hire reads what happens to a lead that nobody takes."""
    said = " ".join(sentence for _, sentences in plain_policy(load(floor).policy) for sentence in sentences)
    assert "once nobody is rostered, whoever of night is on call is asked, at any hour; while more than 5" in said
    assert "after 1 minute the next tier of reps is asked too; after 2 minutes Bo is alarmed." in said
    assert "on call one after another, 7 days each, Bo from 2026-09-07 00:00 on" in said


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("{ queue_over = 5, do", "{ do", "pools[1].ladder[2]: waits for exactly one thing"),
        ("{ queue_over = 5, do", '{ queue_over = 5, after = "1m", do', "ladder[2]: waits for exactly one thing"),
        ("{ queue_over = 5, do", '{ when = "queue_over", do', '"queue_over" needs an amount, like queue_over = 5'),
        ('"nobody_rostered"', '"nobody_rosterd"', 'did you mean "nobody_rostered"?'),
        ("ack:sms", "ack:fax", '"ack" cannot go to "fax"'),
        ("callback:+30m", "callback:soon", 'a callback is "callback:next_open" or after a while'),
        ("oncall:night", "oncall:nigth", 'did you mean "night"?'),
        ("ack:sms", "group:inbound", '"group" cannot go to "inbound"'),
        ("ack:sms", "group:night", 'ladder[2].do: leads back to "night": it would go in a circle'),
        ("notify:bo", "ack:email", "the last step must need nobody to be there"),
        ('{ after = "120s", do = "notify:bo" }', '{ queue_over = 9, do = "claim" }', "come by time alone"),
        ('after = "120s"', 'after = "30s"', "ladder[5].after: comes before a step above it"),
        ("raise:tier", "claim", 'Bo is of tier 2, and no step "raise:tier"'),
        ("oncall:night", "group:night", "pools[2].rota: says who is on call, and nothing leads to this pool"),
        ("2026-09-07,", "2026-09-07T08:00:00Z,", "rota.from: has no zone of its own"),
        ("tier = 2", "tier = 0", "reps[2].tier: must be at least 1"),
    ],
)
def test_a_ladder_that_could_strand_a_lead_is_refused(floor: Path, was: str, now: str, words: str) -> None:
    """What leads nowhere, in a circle, or ends with somebody who may be absent is named with its place."""
    floor.write_text(FLOOR.replace(was, now, 1), encoding="utf-8")
    assert words in "\n".join(check(floor))
