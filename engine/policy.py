"""The house rules of a floor, as the engine reads them: the roster, the pools, the rules and the clocks.

`floor.toml` is where people write them; `tui.settings` checks that text and makes this value of it.
"""

from datetime import timedelta
from enum import StrEnum
from functools import cached_property

import msgspec

from engine.house.people import Person
from engine.house.persons import Duplicates, Owners
from engine.house.pools import PULLED as PULLED
from engine.house.pools import UNSPREAD as UNSPREAD
from engine.house.pools import Accept as Accept
from engine.house.pools import Pool as Pool
from engine.house.pools import Strategy as Strategy
from engine.house.queue_order import QueueOrder as QueueOrder
from engine.house.terms import Absence as Absence
from engine.house.terms import AbsenceKind as AbsenceKind
from engine.house.terms import Arm as Arm
from engine.house.terms import Ramp as Ramp
from engine.house.terms import Rota as Rota
from engine.house.terms import Scope as Scope
from engine.house.terms import SourceCap as SourceCap
from engine.house.terms import Territory as Territory
from engine.limits import Limits
from engine.rep import ROLLING, RepStanding
from engine.turn import PolicyError as PolicyError
from engine.value import Value


class Hours(StrEnum):
    """Which hours a clock counts."""

    WALL = "wall"
    FLOOR = "floor"
    REP = "rep"
    FLOOR_AND_REP = "floor_and_rep"


class Clause(Value):
    """One condition on one field: `test` is a key of `engine.matching.conditions.TESTS`."""

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
    """Open units at once, a plain lead being one; 0 is no limit."""
    skills: tuple[str, ...] = ()
    """Each with its level, like `de:3`; without one it is of level 1."""
    hours: str = ""
    """When they work; nothing is whenever they say they are there."""
    timezone: str = ""
    """Of their hours and their caps; nothing is the floor's."""
    tier: int = 1
    """Those of a higher tier are asked only once a lead's ladder was climbed so far."""
    max_backlog: int = 0
    """Own leads whose customers were not reached yet; 0 is no limit."""
    per_hour: int = 0
    """Leads dealt in an hour of the clock, and so on by their own calendar; 0 is no limit."""
    per_day: int = 0
    per_week: int = 0
    per_month: int = 0
    per_30_days: int = 0
    """Of today and the 29 days before it, by their own calendar."""
    per_source: tuple[SourceCap, ...] = ()

    @property
    def caps(self) -> dict[str, int]:
        """The caps in force, by window."""
        all_caps = {"hour": self.per_hour, "day": self.per_day, "week": self.per_week, "month": self.per_month}
        all_caps[ROLLING] = self.per_30_days
        return {window: cap for window, cap in all_caps.items() if cap}

    def caps_for(self, source: str) -> dict[str, int]:
        """The caps that a lead of a source meets, by window."""
        own = {window: cap for one in self.per_source if one.name == source for window, cap in one.caps.items()}
        return {**self.caps, **own}

    @property
    def windows(self) -> tuple[str, ...]:
        """All that is counted for the caps."""
        return (*self.caps, *(window for one in self.per_source for window in one.caps))


class Rule(Value):
    """Which leads go to which pool; the first that holds wins."""

    name: str
    when: Conditions = Conditions()
    unless: Conditions | None = None
    pool: str
    requires: tuple[str, ...] = ()
    """Skills a rep must have for leads of this rule."""
    first_touch: timedelta | None = None
    units: int = 1
    """How much of a rep's capacity each of its leads fills."""


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


class Policy(Value):
    """All house rules of one floor."""

    name: str = "Floor"
    timezone: str = "UTC"
    country: str = ""
    hours: str = "24/7"
    first_touch: timedelta = timedelta(minutes=5)
    warn: float = 0.8
    clock_hours: Hours = Hours.FLOOR
    """What the customer's clock counts, which has no owner: the floor's hours, or all."""
    rep_touch: timedelta | None = None
    """How soon a new owner is to reach the customer; None is no such clock."""
    next_touch: timedelta | None = None
    """How soon after a touch the next is due; None is no such clock."""
    rep_hours: Hours = Hours.FLOOR_AND_REP
    """What these two count."""
    unowned_escalation: str = ""
    """The rep who gets a late lead that nobody owns; nothing is the floor's alarm."""
    wrap_up: timedelta = timedelta(0)
    on_away: str = "requeue_untouched"
    """What becomes of leads not begun when their rep leaves: `keep`, `requeue_untouched` or `delegate:REP`."""
    after_hours: str = "route"
    """What becomes of leads that wait while their pool is closed: `route`, `hold` or `oncall:POOL`."""
    close_guard: timedelta | None = None
    """How long before a pool closes what comes is held already, save for who stays so long; nought is each lead's own
    target, None not at all."""
    queue_order: QueueOrder = QueueOrder.EARLIEST_DUE
    """In which order leads wait."""
    after_hours_ack: str = ""
    """By which channel a customer is told, once, whose lead is held: `sms` or `email`; nothing is not at all."""
    pace: timedelta = timedelta(seconds=10)
    """At an opening the leads that were held are released one by one."""
    opening_burst: int = 2
    """Leads not begun with which a rep gets none of these; 0 is no limit."""
    opening_grace: timedelta = timedelta(minutes=15)
    """How long that holds after each one's release."""
    away_grace: timedelta = timedelta(minutes=5)
    """How long a rep may be gone until then; less where the customer clock warns before."""
    reps: tuple[Rep, ...]
    pools: tuple[Pool, ...]
    rules: tuple[Rule, ...]
    scoring: tuple[Points, ...] = ()
    """All that hold are added up; without any there is no score and no grade."""
    grades: tuple[Grade, ...] = ()
    """From the highest to the lowest."""
    gates: tuple[Gate, ...] = ()
    duplicates: Duplicates = Duplicates()
    owners: Owners = Owners()
    limits: Limits = Limits()
    people: tuple[Person, ...] = ()
    """Who may do what; nobody named is everybody everything."""

    @property
    def catch_all(self) -> Rule:
        """The last rule, which takes every lead."""
        return self.rules[-1]


def digest(policy: Policy) -> str:
    """Return 64 bits of the SHA-256 of a policy's canonical JSON, in hex: short, since every entry names its policy.

    Equal policies have equal digests, whatever their text was.
    """
    from hashlib import sha256  # readers know the digest already

    return sha256(_canonical.encode(policy)).hexdigest()[:16]


_canonical = msgspec.json.Encoder(order="sorted")


Said = tuple[RepStanding | None, str | None]
"""A rep's standing, and what kept them from a lead while it was that: nothing where they fitted."""


class Roster:
    """A policy with its look-ups made once: the engine's working form, equal policies give equal rosters."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.reps = {rep.id: rep for rep in policy.reps}
        self.pools = {pool.name: pool for pool in policy.pools}
        self.rules = {rule.name: rule for rule in policy.rules}
        self.said: dict[tuple[object, ...], dict[str, Said]] = {}
        """By what leads ask for, what was last said of each rep: kept from order to order."""

    @cached_property
    def weighty(self) -> tuple[Pool, ...]:
        """The pools whose leads go first while a crowd waits for them."""
        return tuple(pool for pool in self.policy.pools if pool.weight)

    @cached_property
    def capped(self) -> tuple[str, ...]:
        """The sources of which some rep takes only so many."""
        return tuple(sorted({one.name for rep in self.policy.reps for one in rep.per_source}))

    @cached_property
    def rank(self) -> dict[str, int]:
        """Each rep's place in the roster."""
        return {rep.id: place for place, rep in enumerate(self.policy.reps)}

    @cached_property
    def accounts(self) -> dict[str, tuple[str, str]]:
        """Named accounts by `@domain` and by company, case-folded: their rep, and the name as it is written."""
        found: dict[str, tuple[str, str]] = {}
        for account in self.policy.owners.accounts:
            for name in account.domain:
                found.setdefault(f"@{name.strip().casefold()}", (account.rep, name))
            for name in account.company:
                found.setdefault(name.strip().casefold(), (account.rep, name))
        return found
