"""A rep as the floor knows them: what the person says, and what the floor has given them."""

from datetime import datetime
from enum import StrEnum

from engine.value import Value


class Availability(StrEnum):
    """What the person says of themselves."""

    AVAILABLE = "available"
    LAST_ONE = "last_one"
    AWAY = "away"
    NOT_RESPONDING = "not_responding"
    OFFLINE = "offline"
    UNKNOWN = "unknown"
    """What another version calls something else: nobody knows, so no lead."""

    @classmethod
    def _missing_(cls, value: object) -> "Availability":  # noqa: ARG003
        return cls.UNKNOWN


ROUTABLE = frozenset({Availability.AVAILABLE, Availability.LAST_ONE})
"""The allow-list: whoever is in any other state, or in one nobody knows, gets no lead."""


Stretch = tuple[datetime, datetime]
"""From when to when."""

Dealt = tuple[datetime, int]
"""A quarter of an hour's beginning, and how many leads it brought. Days begin on one in every zone."""

WINDOWS = ("hour", "day", "week", "month")
"""The windows of the calendar in which leads can be capped."""

ROLLING, ROLLING_DAYS = "30 days", 30
"""The window that moves on by a day each midnight: today and the days before it, by the rep's own calendar."""

LEFT = "left the roster"
"""Why somebody whom the house rules no longer name is offline; their line in the ledger waits for them."""


class RepStanding(Value):
    """What the journal knows of one rep; the roster facts (name, weight, skills) are policy."""

    id: str
    version: int = 1
    availability: Availability = Availability.AVAILABLE
    reason: str = ""
    until_at: datetime | None = None
    since_at: datetime
    """Since when the availability is what it is."""
    open_count: int = 0
    """Assigned and contacted leads that are not closed."""
    offered_count: int = 0
    idle_since_at: datetime
    """Later of: last offer end, last return; what `longest_idle` ranks by."""
    served_at: datetime | None = None
    """When the latest lead, offer or rest ended; coming back does not change it."""
    handled_at: datetime | None = None
    """When they last did something with a lead: took, reached or closed it."""
    misses: tuple[datetime, ...] = ()
    """Offers let lapse within the window that leads to `not_responding`."""
    joined_at: datetime | None = None
    """When the rep came onto the roster the first time; leaving and coming back does not change it."""
    dealt: tuple[Dealt, ...] = ()
    """What the rep was given within a day, by quarters of an hour; a lead that was taken back later still counts."""
    credited_at: tuple[datetime, ...] = ()
    """When charges were given back to the rep, lately."""
    work_count: int = 0
    """Leads that wait for the rep's first answer, and those held out to them."""
    busy_at: datetime | None = None
    """Since when there is such a lead."""
    busy: tuple[Stretch, ...] = ()
    """When there was in the last hour."""
    absent: tuple[Stretch, ...] = ()
    """When the rep could get nothing in the last hour."""
    open_units: int = 0
    """How much of the capacity the open leads fill."""
    backlog_count: int = 0
    """Assigned leads whose customer was not reached yet."""
    on_shift: bool = True
    """Whether it is their working time; always, for a rep without hours."""
    shift_at: datetime | None = None
    """When that changes."""
    overtime: bool = False
    """Works on outside their hours, until the next shift begins."""
    ready_at: datetime | None = None
    """Until when they rest after a lead or an offer."""
    not_ready: str = ""
    """Why: `wrap_up`, `declined` or `missed`."""
    taken: dict[str, int] = {}
    """Leads dealt to them in each window of `WINDOWS`, in `ROLLING`, and of capped sources: `day facebook`."""
    outside_count: int = 0
    """Leads they got outside the rotation, given by no person's hand: what owners, or those named for it, got."""
    days: tuple[int, ...] = ()
    """Leads of each of the latest days, today's last; kept only where the rolling window is capped."""
    window_at: datetime | None = None
    """When the first of their capped windows ends."""
    left_at: datetime | None = None
    """Since when they are not there for new leads."""
    release_at: datetime | None = None
    """When the leads they have not begun go to others."""

    @property
    def is_there(self) -> bool:
        """Whether they can be given leads at all: they say so, and it is their time or they work on."""
        return self.availability in ROUTABLE and (self.on_shift or self.overtime)

    def moments(self) -> tuple[datetime | None, ...]:
        """The instants at which time alone changes something about them."""
        return (self.until_at, self.shift_at, self.ready_at, self.window_at, self.release_at)


class Account(Value, kw_only=False):
    """One rep's line in a pool's fairness ledger, in nano-leads. A deal makes one for each rep, so it is light."""

    entitled: int = 0
    received: int = 0

    @property
    def lag(self) -> int:
        """Entitled less received: above nought owed, below ahead."""
        return self.entitled - self.received
