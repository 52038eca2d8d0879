"""The house rules of a floor, as the engine reads them: the roster, the pools, the rules and the clocks.

`floor.toml` is where people write them; `tui.settings` checks that text and makes this value of it.
"""

import hashlib
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

import msgspec

from engine.value import Value


class PolicyError(Exception):
    """The house rules cannot hold; the message names what and the way out."""


class Strategy(StrEnum):
    """How one of several fitting reps is chosen; what each ranks by is in `engine.strategies`."""

    ROUND_ROBIN = "round_robin"
    WEIGHTED = "weighted"
    LEAST_BUSY = "least_busy"
    MOST_SPARE = "most_spare"
    LONGEST_IDLE = "longest_idle"
    LEAST_OCCUPIED = "least_occupied"
    FEWEST_TODAY = "fewest_today"
    BEST_SKILL = "best_skill"
    HOT_SEAT = "hot_seat"
    FIRST_AVAILABLE = "first_available"
    RANDOM = "random"
    FIRST_TO_CLAIM = "first_to_claim"
    PULL_BLIND = "pull_blind"
    PULL_PREVIEW = "pull_preview"


PULLED = frozenset({Strategy.PULL_BLIND, Strategy.PULL_PREVIEW})
"""The strategies under which nobody is dealt a lead: reps take them."""

UNSPREAD = frozenset({Strategy.HOT_SEAT, Strategy.BEST_SKILL, Strategy.RANDOM})
"""The strategies that name the same rep as often as they please: `max_run` says nothing to them."""


class Accept(StrEnum):
    """Whether a rep owns a lead at once or must say yes first."""

    AUTO = "auto"
    CONFIRM = "confirm"


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


class Hours(StrEnum):
    """Which hours a clock counts."""

    WALL = "wall"
    FLOOR = "floor"


class Clause(Value):
    """One condition on one field: `test` is a key of `engine.conditions.TESTS`."""

    field: str
    test: str
    value: str | int | float | bool | tuple[str | int | float | bool, ...]


class Conditions(Value):
    """All of `clauses`, and at least one of `any_of` where there are some."""

    clauses: tuple[Clause, ...] = ()
    any_of: tuple["Conditions", ...] = ()


class Rep(Value):
    """A person on the roster."""

    id: str
    name: str
    weight: float = 1.0
    capacity: int = 5
    """Open leads at once; 0 is no limit."""
    skills: tuple[str, ...] = ()
    """Each with its level, like `de:3`; without one it is of level 1."""


class Pool(Value):
    """Reps who share a kind of lead, and how it is dealt among them."""

    name: str
    strategy: Strategy = Strategy.ROUND_ROBIN
    reps: tuple[str, ...]
    accept: Accept = Accept.AUTO
    max_run: int = 2
    """Nobody gets more than this many leads in a row while another fits; pools of three and more."""
    inner: Strategy = Strategy.ROUND_ROBIN
    """What `best_skill` looks at among reps who are equally skilled."""
    at_once: int = 3
    """To how many reps `first_to_claim` holds a lead out together."""
    absence: Absence = Absence()
    ramp: Ramp | None = None
    scope: Scope = Scope.POOL
    miss_charge: float = 0.0
    """What an offer let lapse costs, in leads."""
    charge_owned: bool = False
    """Whether a lead that goes to the owner of an earlier one counts in the rotation."""
    credit_window: timedelta | None = None
    """How soon after it was given a lead must turn out to be none, for its charge to be given back; None is never."""
    credits_per_week: int = 3
    """How many charges a rep is given back within seven days."""


class Rule(Value):
    """Which leads go to which pool; the first that holds wins."""

    name: str
    when: Conditions = Conditions()
    unless: Conditions | None = None
    pool: str
    requires: tuple[str, ...] = ()
    """Skills a rep must have for leads of this rule."""
    first_touch: timedelta | None = None


class Points(Value):
    """What a lead's traits are worth: `points` when the conditions hold, below nought too."""

    name: str
    points: int
    when: Conditions = Conditions()
    unless: Conditions | None = None


class Grade(Value):
    """A stretch of scores with a name, and how soon its leads are to be answered."""

    name: str
    at_least: int | None = None
    """None is the lowest grade, which takes what is left."""
    first_touch: timedelta | None = None


class Passage(StrEnum):
    """What the gate does with a lead."""

    PASS = "pass"
    NURTURE = "nurture"
    DISCARD = "discard"


class Gate(Value):
    """Which leads are qualified: the first that holds decides, and a lead under none passes."""

    name: str
    when: Conditions = Conditions()
    unless: Conditions | None = None
    verdict: Passage
    pool: str = ""
    """Where to nurture; none is to park it."""
    park_for: timedelta = timedelta(days=30)


class WhenOpen(StrEnum):
    """What a new enquiry becomes of a person whose lead is still open."""

    LINK = "link"
    MERGE = "merge"


class Duplicates(Value):
    """When two enquiries are of one person, and whose word on an owner counts."""

    window: timedelta = timedelta(days=30)
    """A person whose latest lead came in longer ago is taken for a new one."""
    when_open: WhenOpen = WhenOpen.LINK
    trusted: tuple[str, ...] = ()
    """Sources that may name the owner of a lead."""


class Limits(Value):
    """Every bound of the dealing, by name."""

    offer_min: timedelta = timedelta(seconds=20)
    offer_max: timedelta = timedelta(seconds=90)
    offers_max: int = 3
    rounds_max: int = 2
    retry_after: timedelta = timedelta(seconds=60)
    misses_max: int = 2
    misses_window: timedelta = timedelta(minutes=15)
    acts_kept: int = 200


class Policy(Value):
    """All house rules of one floor."""

    name: str = "Floor"
    timezone: str = "UTC"
    country: str = ""
    hours: str = "24/7"
    first_touch: timedelta = timedelta(minutes=5)
    warn: float = 0.8
    clock_hours: Hours = Hours.FLOOR
    reps: tuple[Rep, ...]
    pools: tuple[Pool, ...]
    rules: tuple[Rule, ...]
    scoring: tuple[Points, ...] = ()
    """All that hold are added up; without any there is no score and no grade."""
    grades: tuple[Grade, ...] = ()
    """From the highest to the lowest."""
    gates: tuple[Gate, ...] = ()
    duplicates: Duplicates = Duplicates()
    limits: Limits = Limits()

    @property
    def catch_all(self) -> Rule:
        """The last rule, which takes every lead."""
        return self.rules[-1]


def digest(policy: Policy) -> str:
    """Return the SHA-256 of a policy's canonical JSON: equal policies have equal digests, whatever their text was."""
    return hashlib.sha256(_canonical.encode(policy)).hexdigest()


_canonical = msgspec.json.Encoder(order="sorted")


class Roster:
    """A policy with its look-ups made once: the engine's working form, equal policies give equal rosters."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.reps = {rep.id: rep for rep in policy.reps}
        self.pools = {pool.name: pool for pool in policy.pools}
        self.rules = {rule.name: rule for rule in policy.rules}

    @cached_property
    def rank(self) -> dict[str, int]:
        """Each rep's place in the roster."""
        return {rep.id: place for place, rep in enumerate(self.policy.reps)}
