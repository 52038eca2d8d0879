"""Overflow ladders by chance: every kind of step, by time or when something is so."""

import random
from datetime import timedelta

from engine.house.rungs import Rung, When
from engine.policy import Pool

STEPS = ("relax:skill", "widen:territory", "raise:tier", "claim", "ack:email", "callback:+30m", "callback:next_open")


def ladder_of(chance: random.Random, name: str, pools: list[Pool], reps: list[str]) -> tuple[Rung, ...]:
    """Steps in the order of their times, of which the last needs nobody to be there; half of the pools have none."""
    if chance.random() < 0.5:
        return ()
    others = [f"{kind}:{pool.name}" for pool in pools for kind in ("group", "oncall") if pool.name > name]
    steps = chance.sample([*STEPS, *others], chance.randrange(4))
    last = chance.choice((f"notify:{reps[0]}", f"assign:{reps[-1]}"))
    made = [_rung(chance, place, do) for place, do in enumerate(steps)]
    return (*made, Rung(after=timedelta(seconds=60 * len(steps) + 30), do=last))


def _rung(chance: random.Random, place: int, do: str) -> Rung:
    """A step by time, or one that waits for something."""
    when = chance.choice((None, None, *When))
    by_time = when in (None, When.WAIT_OVER)
    count = 3 if when is When.QUEUE_OVER else 0
    return Rung(after=timedelta(seconds=60 * place + 30) if by_time else timedelta(0), do=do, when=when, count=count)
