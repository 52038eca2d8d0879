"""Rows E1 to E4, E6, E7: clocks that jump, drift, sleep and fold."""

import random
import time
from datetime import datetime
from itertools import pairwise

from tests.faults.asking import all_taken, doubled, sound
from tests.faults.matrix import row
from tests.faults.stage import Shim, Stage
from tests.front_door.program import Floor, csv_of, people, until

HOUR, DAY, YEAR = 3600, 86_400, 31_557_600
JUMPS = (HOUR, -DAY, 0, 20 * YEAR, 0, -3 * YEAR, 0)
BREACHES = "SELECT lead_id, count(*) FROM events WHERE kind = 'sla_breached' GROUP BY lead_id"


def bent(stage: Stage, first_touch: str = "5m", **rules: object) -> tuple[Floor, Floor, Shim]:
    """A floor whose engine has a clock of its own, and a hand on it whose clock is right."""
    floor = stage.floor(**rules)
    path = floor.root / "floor.toml"
    path.write_text(path.read_text().replace('first_touch = "5m"', f'first_touch = "{first_touch}"'))
    hand = stage.second(floor)
    return floor, hand, stage.shim(floor)


def once_each(floor: Floor) -> int:
    """No breach was raised twice, none before it was due by the journal's own time; returns how many."""
    assert all(count == 1 for _, count in floor.rows(BREACHES))
    spans = floor.rows("SELECT at FROM events ORDER BY seq")
    instants = [datetime.fromisoformat(at) for (at,) in spans]
    assert all(one <= two for one, two in pairwise(instants))
    return len(floor.rows(BREACHES))


@row("E1", "jumps of an hour to twenty years, there and back: taken within 15 s, each breach once")
def jumps(stage: Stage) -> str:
    floor, hand, shim = bent(stage)
    engine = floor.serve()
    slowest = 0.0
    for number, jump in enumerate(JUMPS):
        shim.set(clock=jump)
        time.sleep(1.5)
        hand.drop(f"leads-{number}.csv", csv_of(people(3, number * 3 + 1)))
        slowest = max(slowest, all_taken(hand, range(number * 3 + 1, number * 3 + 4), 15))
    assert engine.poll() is None
    assert doubled(hand) == 0
    breaches = once_each(hand)
    sound(hand)
    return f"{len(JUMPS)} jumps, slowest intake {slowest:.1f} s, {breaches} breaches once each, time never backwards"


@row("E2", "drift and random steps of 0.2 s raise each breach once")
def drift(stage: Stage) -> str:
    floor, hand, shim = bent(stage, "3s")
    floor.serve()
    chance, began, clock = random.Random(2), time.monotonic(), 0.0
    hand.drop("leads.csv", csv_of(people(20)))
    while time.monotonic() - began < 12:
        clock += 0.05 * 500e-6 + chance.choice((0, 0, 0, 0.2, -0.2))
        shim.set(clock=clock)
        time.sleep(0.05)
    assert until(lambda: once_each(hand) == 20, 10)
    sound(hand)
    return "20 deadlines under drift: 20 breaches, once each"


@row("E3", "after a sleep of an hour every due breach is raised within 2 s, once")
def slept(stage: Stage) -> str:
    floor, hand, shim = bent(stage)
    floor.serve()
    hand.drop("leads.csv", csv_of(people(50)))
    all_taken(hand, range(1, 51))
    assert once_each(hand) == 0
    began = time.monotonic()
    shim.set(clock=HOUR, boot=HOUR)
    until(lambda: len(hand.rows(BREACHES)) == 50, 10)
    took = time.monotonic() - began
    assert once_each(hand) == 50
    assert took < 2.5, took
    return f"50 of 50 within {took:.1f} s, once each"


@row("E4", "deadlines in opening hours are those of a walker who counts every minute")
def calendar(stage: Stage) -> str:
    return _tests("tests/engine/test_hours.py")


@row("E6", "deadlines in folded and missing hours are the documented ones")
def folds(stage: Stage) -> str:
    return _tests("tests/engine/test_clocks.py")


def _tests(path: str) -> str:
    """Some promises are about numbers, not processes: their proof is a test of the engine."""
    import subprocess
    import sys

    from tests.front_door.program import ROOT

    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-300:]
    return f"{path}: {done.stdout.strip().splitlines()[-1].strip('=. ') or 'passed'}"


@row("E7", "a thousand deadlines in the same second are all raised within 2 s")
def thousand(stage: Stage) -> str:
    floor, hand, shim = bent(stage)
    floor.serve()
    hand.drop("leads.csv", csv_of(people(1000)))
    all_taken(hand, range(1, 1001), 60)
    began = time.monotonic()
    shim.set(clock=HOUR)
    until(lambda: (hand.one("SELECT count(*) FROM events WHERE kind = 'sla_breached'") or 0) == 1000, 20)
    took = time.monotonic() - began
    assert once_each(hand) == 1000
    assert took < 3, took
    return f"1000 of 1000 within {took:.1f} s"
