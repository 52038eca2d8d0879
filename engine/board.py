"""The board: the frozen picture that a screen shows. Texts from outside are in it as they came."""

from datetime import datetime

from engine.lead import LeadState, OfferSpan, SlaState
from engine.rep import Availability
from engine.value import Value


class QueueRow(Value):
    """A lead that waits for its first answer."""

    id: str
    version: int
    state: LeadState
    sla: SlaState
    name: str
    company: str
    source: str
    why: str
    """The rule's name, or why it still waits."""
    rep_id: str | None
    queued_at: datetime
    warn_at: datetime | None
    due_at: datetime | None
    parked_until: datetime | None = None
    pool: str = ""

    @property
    def is_owned(self) -> bool:
        """Whether it is somebody's, and not only held out to them."""
        return self.state in (LeadState.ASSIGNED, LeadState.CONTACTED)


class RepRow(Value):
    """A rep and what they have."""

    id: str
    version: int
    name: str
    availability: Availability
    reason: str
    since_at: datetime
    until_at: datetime | None
    open_count: int
    capacity: int
    received: float
    """Leads dealt in the rotation, over all pools."""
    entitled: float
    is_next: bool = False
    """First in line in some pool."""
    units: int = 0
    """Open units, where leads fill more than one; nought is one each."""
    outside_count: int = 0
    """Leads they got outside the rotation, as their owner."""

    @property
    def load(self) -> int:
        """How much of the capacity is filled."""
        return self.units or self.open_count

    @property
    def lag(self) -> float:
        """Leads owed (above nought) or ahead (below)."""
        return self.entitled - self.received

    @property
    def is_full(self) -> bool:
        """Whether the capacity is used up."""
        return self.capacity > 0 and self.load >= self.capacity

    @property
    def is_over(self) -> bool:
        """Whether a person gave them more than fits, and it is not worked off yet."""
        return self.capacity > 0 and self.load > self.capacity


class IntakeRow(Value):
    """A file, or a web-hook source with all its deliveries."""

    at: datetime
    name: str
    kind: str
    """`file` or `hook`."""
    accepted: int
    rejected: int
    duplicates: int
    tests: int
    is_done: bool = True
    why: str = ""
    """Why a file failed."""
    id: str = ""
    """`f` and the digest of a file's bytes, or `h` and the number of a delivery."""
    source: str = ""
    rows_done: int = 0
    size: int = 0
    bytes_done: int = 0
    done_at: datetime | None = None
    is_asked: bool = False
    """Whether it waits to be tried again."""
    again_at: datetime | None = None
    """When a file was dropped once more, and nothing was made of it."""
    again_as: str = ""
    """Under which name that was."""

    @property
    def part(self) -> float | None:
        """How much of a file is behind us, from 0 to 1; None when its records do not tell."""
        return self.bytes_done / self.size if self.size > 0 and self.bytes_done <= self.size else None


class RejectLine(Value):
    """A record that could not be taken, as a screen shows it."""

    id: int
    at: datetime
    source: str
    origin: str
    """The file's name, or the web-hook source."""
    place: str
    reason: str
    raw: str
    is_test: bool = False
    is_asked: bool = False
    became: str = ""
    """The lead that it is by now."""
    answer: str = ""
    """Why it could not be tried again."""


class FeedRow(Value):
    """One entry of the journal in words."""

    seq: int
    at: datetime
    kind: str
    lead_id: str | None
    rep_id: str | None
    who: str
    """Name of the lead or the rep it is about."""
    words: str


class Tiles(Value):
    """The numbers at the top."""

    waiting: int
    """Leads without an owner."""
    unanswered: int
    """Leads on which nobody works: without a first answer, or given back after it; owned or not."""
    oldest_at: datetime | None
    """Since when the oldest lead without an owner waits."""
    answered_in_time: int
    answered_late: int
    breached: int
    available: int
    """Reps who could take a lead now: here, and not full."""
    reps: int
    fairness: float | None
    """Jain's index over received / entitled; None before there is anything to compare."""
    worst_rep: str | None = None
    worst_lag: float = 0.0
    parked: int = 0
    """Leads that are put aside for a time."""


class EngineHealth(Value):
    """What a viewer knows of the engine process."""

    is_alive: bool
    pid: int | None = None
    renewed_at: datetime | None = None
    listening: str = ""
    """Address of the web-hook inbox, empty when it does not listen."""
    trouble: str = ""
    """A sentence when something is wrong (a bad edit of floor.toml, a full disk), else empty."""
    drop_trouble: bool = False
    """Whether something of it is wrong with the drop folder."""
    hook_trouble: bool = False
    """Whether something of it is wrong with the web-hook inbox."""


class Full(Value):
    """A pool in which leads wait because all who are there are at a cap."""

    since_at: datetime
    waiting: int


class Plight(Value):
    """What a board says of pools and reps; nothing where all is as it should be."""

    full: dict[str, Full] = {}
    """By pool."""
    waits: dict[str, float] = {}
    """By pool, the seconds that each place in its line will wait, where that can be foretold."""
    units: dict[str, int] = {}
    """Open units of reps who have leads of more than one."""
    outside: dict[str, int] = {}
    """By rep, the leads they got outside the rotation."""
    ladders: dict[str, datetime] = {}
    """By pool, since when its ladder is another: what waits from before climbs the old one."""
    relaid: dict[int, dict[str, datetime]] = {}
    """What `ladders` was when an act put the new ones to all that waits, by the act's first entry."""


class Glance(Value):
    """The floor as who looks once sees it, as of one entry of the journal."""

    floor: str
    seq: int
    as_of: datetime
    tiles: Tiles
    queue: tuple[QueueRow, ...]
    """The most urgent leads first, at most `store.asked.glancing.QUEUE_ROWS_MAX` of them."""
    queue_total: int
    reps: tuple[RepRow, ...]
    intake: tuple[IntakeRow, ...]
    engine: EngineHealth
    plight: Plight = Plight()
    old_ladders: int = 0
    """Leads that wait on a ladder which the house rules no longer have."""
    waits: dict[str, float] = {}
    """The seconds that a waiting lead is foretold to wait on, where they can be."""


class Board(Glance):
    """Everything the manager's screen shows."""

    first_touch_seconds: float
    aside: tuple[QueueRow, ...] = ()
    """Open leads that wait for no first answer: put aside, or answered and not closed."""
    feed: tuple[FeedRow, ...]
    last_act: int | None = None
    """The entry of the latest act that can be undone, whoever's it was."""
    per_minute: float | None = None
    """How many leads a minute came of late; None where it was not counted."""


class Verdict(Value):
    """How one rep fared in one decision."""

    rep_id: str
    name: str
    reason: str
    """`chosen`, `fits`, or the first filter that kept the rep out."""
    lag: float | None = None


class Explanation(Value):
    """Why a lead is where it is."""

    lead_id: str
    state: LeadState
    rule: str
    pool: str
    sentence: str
    verdicts: tuple[Verdict, ...]
    decided_seq: int | None = None
    """The entry that put it there."""


class HistoryRow(Value):
    """One entry about a lead, in words."""

    seq: int
    at: datetime
    kind: str
    actor: str
    words: str


class LeadDetail(Value):
    """A lead with its person, its reasons and its history."""

    row: QueueRow
    email: str
    phone: str
    job_title: str
    message: str
    place: str
    received_at: datetime
    assigned_at: datetime | None
    first_touch_at: datetime | None
    closed_at: datetime | None
    disposition: str
    linked_to: str | None
    extras: dict[str, str]
    warnings: tuple[str, ...]
    explanation: Explanation
    history: tuple[HistoryRow, ...]
    wait_seconds: float | None = None
    """How long it is foretold to wait on; None where nobody can know."""
    offers: tuple[OfferSpan, ...] = ()
    """To whom it was held out, in order; of several at once the first."""

    @property
    def accept_seconds(self) -> float | None:
        """The clock of the latest yes: from the offer to the acceptance; None where nobody had to say it."""
        return next((one.seconds for one in reversed(self.offers) if one.outcome == "accepted"), None)
