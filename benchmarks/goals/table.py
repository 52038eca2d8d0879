"""The table of goals: what each is about, and who measures it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from benchmarks.goals import (
    growth,
    keys,
    million,
    paint,
    resting,
    s1_files,
    s2_one_by_one,
    s3_hooks,
    s4_decisions,
    s5_seen,
    s6_start,
    s7_peers,
    s8_queries,
    s9_disk,
    s10_idle,
    verbs,
)
from benchmarks.line import Line
from benchmarks.plan import Plan


class Goal(NamedTuple):
    """One goal."""

    about: str
    measure: Callable[[Plan], list[Line]]
    is_long: bool = False
    """Whether it is measured only when it is named."""


GOALS: Mapping[str, Goal] = MappingProxyType(
    {
        "S1": Goal("A file of leads", s1_files.measure),
        "S2": Goal("One lead at a time", s2_one_by_one.measure),
        "S3": Goal("Web-hooks", s3_hooks.measure),
        "S4": Goal("Deciding", s4_decisions.measure),
        "S5": Goal("From arrival to another terminal", s5_seen.measure),
        "S6": Goal("Start", s6_start.measure),
        "S7": Goal("Others with the same leads", s7_peers.measure),
        "S8": Goal("Questions of the screens", s8_queries.measure),
        "S9": Goal("Disk", s9_disk.measure),
        "S10": Goal("Idle engine", s10_idle.measure),
        "verbs": Goal("Verbs without a screen", verbs.measure),
        "paint": Goal("First picture", paint.measure),
        "keys": Goal("Keys", keys.measure),
        "resting": Goal("A board that nobody touches", resting.measure),
        "million": Goal("A million rows", million.measure, is_long=True),
        "growth": Goal("How cost grows", growth.measure),
    }
)
"""In the order in which they are measured and told."""
