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


class SourceCap(Value):
    """How many leads of one source a rep is dealt, by their own calendar; 0 is no limit."""

    source: str
    per_hour: int = 0
    per_day: int = 0
    per_week: int = 0
    per_month: int = 0

    @property
    def caps(self) -> dict[str, int]:
        """The caps in force, by window and source: `day facebook`."""
        all_caps = {"hour": self.per_hour, "day": self.per_day, "week": self.per_week, "month": self.per_month}
        return {f"{window} {self.name}": cap for window, cap in all_caps.items() if cap}

    @property
    def name(self) -> str:
        """The source as it is compared."""
        return self.source.strip().casefold()


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
