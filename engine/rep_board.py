"""What a rep's screen shows: their own leads, their place in the rotation, their share, and why."""

from datetime import datetime

from engine.board import EngineHealth, QueueRow, RepRow
from engine.value import Value


class OwnLead(Value):
    """A lead that is a rep's, or is held out to them."""

    row: QueueRow
    phone: str
    email: str
    offer_until: datetime | None = None
    """Until when it is held out; None once it is theirs."""
    next_due_at: datetime | None = None

    @property
    def id(self) -> str:
        """The lead's id."""
        return self.row.id


class Place(Value):
    """A rep's place in one pool."""

    pool: str
    place: int | None
    """First is 1; None while they cannot be given a lead, or where the strategy knows no order."""
    of: int
    """How many could be given one."""
    waiting: int
    """Leads that wait in the pool."""
    next_at: datetime | None = None
    """When the next lead is likely to be theirs; None where nobody can know."""


class Moved(Value):
    """A lead that somebody gave to a rep by hand, or that left them without their own act: a message of its own."""

    seq: int
    """The entry that did it."""
    at: datetime
    lead_id: str
    words: str
    """From whom or to where, by whom, and the reason that was given."""


class RepBoard(Value):
    """Everything a rep's screen shows, as of one entry of the journal."""

    floor: str
    seq: int
    as_of: datetime
    me: RepRow
    leads: tuple[OwnLead, ...]
    """What is held out first, then the most urgent."""
    places: tuple[Place, ...]
    why_last: str
    """Why they got their latest lead; empty before the first."""
    why_not: str
    """Why they did not get the lead that waits longest in their pools; empty when none does."""
    quiet: tuple[str, ...] = ()
    """Those of their newest leads that they are not to be rung for."""
    moved: tuple[Moved, ...] = ()
    """What was given to them by hand and what left them of late, the newest first."""
    pulls: bool
    """Whether they take leads themselves somewhere."""
    engine: EngineHealth
