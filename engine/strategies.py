"""How one of several fitting reps is chosen.

Every ranking ends in the ledger's claim, then the longest wait since the last offer, then the roster: equal is never
random. A smaller rank is better.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine.policy import Strategy
from engine.rep import RepStanding
from engine.value import EPOCH


def _by_ledger(_: RepStanding) -> float:
    return 0.0


def _least_busy(rep: RepStanding) -> float:
    return float(rep.open_count + rep.offered_count)


def _longest_idle(rep: RepStanding) -> float:
    return (rep.idle_since_at - EPOCH).total_seconds()


FIRST: Mapping[Strategy, Callable[[RepStanding], float]] = MappingProxyType(
    {
        Strategy.ROUND_ROBIN: _by_ledger,
        Strategy.WEIGHTED: _by_ledger,
        Strategy.LEAST_BUSY: _least_busy,
        Strategy.LONGEST_IDLE: _longest_idle,
    }
)
"""What each strategy looks at before the ledger."""


def weighs(strategy: Strategy) -> bool:
    """Whether the strategy's shares follow the reps' weights; round robin treats all alike."""
    return strategy is not Strategy.ROUND_ROBIN
