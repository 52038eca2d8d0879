"""A pool: reps who share a kind of lead, and how it is dealt among them."""

from datetime import timedelta
from enum import StrEnum

from engine.house.rungs import Rung
from engine.house.terms import Absence, Arm, Ramp, Rota, Scope, Territory
from engine.value import Value


class Strategy(StrEnum):
    """How one of several fitting reps is chosen; what each ranks by is in `engine.dealing.strategies`."""

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
    TERRITORY = "territory"
    SPLIT = "split"
    PERFORMANCE = "performance"
    PREDICTIVE = "predictive"
    GROUP = "group"
    OWNER = "owner"
    STICKY = "sticky"


PULLED = frozenset({Strategy.PULL_BLIND, Strategy.PULL_PREVIEW})
"""The strategies under which nobody is dealt a lead: reps take them."""

UNSPREAD = frozenset({Strategy.HOT_SEAT, Strategy.BEST_SKILL, Strategy.RANDOM})
"""The strategies that name the same rep as often as they please: `max_run` says nothing to them."""


class Accept(StrEnum):
    """Whether a rep owns a lead at once or must say yes first."""

    AUTO = "auto"
    CONFIRM = "confirm"


class Pool(Value):
    """Reps who share a kind of lead, and how it is dealt among them."""

    name: str
    strategy: Strategy = Strategy.ROUND_ROBIN
    reps: tuple[str, ...]
    accept: Accept = Accept.AUTO
    max_run: int = 2
    """Nobody gets more than this many leads in a row while another fits; pools of three and more."""
    wrap_up: timedelta | None = None
    """The rest after a customer was reached or a lead closed; None is the floor's."""
    hours: str = ""
    """When the pool is open; nothing is the floor's hours."""
    after_hours: str = ""
    """What becomes of leads that wait while it is closed; nothing is what the floor says."""
    weight: int = 0
    """Its leads go before those of pools of less weight, while at least as many wait as it has reps who are there."""
    ladder: tuple[Rung, ...] = ()
    """What is done for leads that wait for so long; the last step needs nobody to be there."""
    rota: Rota | None = None
    """Who of its reps is on call when; None is all of them."""
    owner_wait: float | None = None
    """For what part of the customer's time an owner is waited for; None is as the floor has it."""
    inner: Strategy = Strategy.ROUND_ROBIN
    """What `best_skill` looks at among reps who are equally skilled, `predictive` until it has learnt,
    `owner` and `sticky` where a lead has no owner."""
    band: int = 0
    """Of `least_busy`: within so many leads of the least loaded all count as equally busy."""
    presence_resets: bool = True
    """Of `longest_idle`: whether coming back starts the idle time anew."""
    owed_half_life: int = 0
    """In how many leads half of what is owed beyond one lead fades; 0 is never."""
    advantage_max: float = 1.5
    """Of `performance`: how much more than one a rep may weigh, and how much less."""
    reweigh_every: timedelta = timedelta(days=1)
    """Of `performance`: how often its reps are weighed anew."""
    at_once: int = 3
    """To how many reps `first_to_claim` holds a lead out together."""
    territories: tuple[Territory, ...] = ()
    unknown: str = ""
    """The pool for leads that are in no territory of this one."""
    groups: tuple[str, ...] = ()
    """The pools of a pool of pools, by name; its reps are all of theirs."""
    arms: tuple[Arm, ...] = ()
    """The sides of a `split`, which has no reps of its own."""
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
