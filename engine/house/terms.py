"""What a pool says beside its reps: of those away, of newcomers, of territories and of trials."""

from datetime import datetime, timedelta
from enum import StrEnum

from engine.value import Value


class AbsenceKind(StrEnum):
    """What being away does to a rep's claim."""

    FREEZE = "freeze"
    ACCRUE = "accrue"
    GRACE = "grace"
    BACK_OF_LINE = "back_of_line"
    CATCH_UP = "catch_up"


class Absence(Value):
    """A pool's policy on who is away."""

    kind: AbsenceKind = AbsenceKind.FREEZE
    cap: float = 0.0
    """Of `accrue`: the lag in leads up to which who is away goes on sharing."""
    grace: timedelta = timedelta(0)
    """Of `grace`: for how long who is away goes on sharing."""


class Ramp(Value):
    """How a newcomer's weight grows to the whole of it."""

    start: float
    """The part of the weight on the first day."""
    days: int


class Scope(StrEnum):
    """Which ledger a pool's strategy looks at: the pool's own, or all pools' together."""

    POOL = "pool"
    FLOOR = "floor"


class Territory(Value):
    """The reps of a pool who have a territory; a lead is in it by any of these."""

    reps: tuple[str, ...]
    postal: tuple[str, ...] = ()
    """Beginnings of postal codes, with or without their country: `80`, `DE-80`."""
    area: tuple[str, ...] = ()
    """Beginnings of phone numbers, country first: `+49 89`."""
    region: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    timezone: tuple[str, ...] = ()


class Arm(Value):
    """One side of a trial."""

    pool: str
    share: int
    """How many of a hundred persons are on this side."""


class Rota(Value):
    """How those on call take turns, in the floor's local time."""

    since: datetime
    """When the first of the pool's reps was on call first; local, without a zone."""
    every: timedelta
