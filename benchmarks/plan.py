"""How much a run measures, and where it keeps what it needs."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from engine.value import Value

T = TypeVar("T")

KEPT = Path(__file__).with_name(".kept")
"""Pasts that take long to make; the next run uses them again. `make clean` removes them."""


class Plan(Value):
    """One run."""

    root: Path
    """A folder that goes with the run."""
    shared: Path
    """A folder for what several goals use."""
    is_quick: bool = False

    def pick(self, full: T, quick: T) -> T:
        """The value for this kind of run."""
        return quick if self.is_quick else full

    def folder(self, name: str) -> Path:
        """An empty folder."""
        number = sum(1 for _ in self.root.iterdir())
        path = self.root / f"{number:03}-{name}"
        path.mkdir()
        return path


def interleaved(rounds: int, *works: Callable[[], float]) -> list[tuple[float, ...]]:
    """Do works in turn, round by round, the other way round in every second: a noisy minute meets all of them."""
    figures: list[list[float]] = [[] for _ in works]
    for turn in range(rounds):
        places = range(len(works)) if turn % 2 == 0 else range(len(works) - 1, -1, -1)
        for place in places:
            figures[place].append(works[place]())
    return [tuple(one) for one in figures]


def quantile(figures: list[float], part: float) -> float:
    """The figure below which a part of them lies."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
