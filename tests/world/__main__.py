"""Worlds by hand: `python -m tests.world 17` plays one and shows its end, `... 0 20000` plays as many as asked."""

import logging
import sys

from tests.world.play import SHAKEN_SECONDS, play, world_of

STEPS_SHOWN = 40


def main(first: int, last: int) -> int:
    """Play worlds; returns how many were broken."""
    logging.disable(logging.ERROR)
    broken = 0
    for seed in range(first, last):
        try:
            play(seed)
        except AssertionError as fault:
            broken += 1
            print(f"seed={seed} {type(fault).__name__}: {fault}")
    print(f"{last - first} worlds, {broken} broken")
    return broken


def show(seed: int) -> None:
    """Print the last steps before the world heals."""
    with world_of(seed) as stage:
        stage.world.run(SHAKEN_SECONDS)
        print(stage.world.troubles, *stage.world.trace[-STEPS_SHOWN:], sep="\n")


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:3]]
    if len(asked) == 1:
        show(asked[0])
    sys.exit(bool(main(asked[0], asked[-1] + (len(asked) == 1))))
