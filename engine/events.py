"""History: everything that can have happened to a floor, in the past tense, small and never rewritten.

No person is in here, only ids, traits, reasons and keyed hashes.
"""

from datetime import datetime

from engine.history.claim_events import LedgerAdjusted as LedgerAdjusted
from engine.history.claim_events import PostingReturned as PostingReturned
from engine.history.claim_events import WeightsSet as WeightsSet
from engine.history.dealt import Dealt as Dealt
from engine.history.event import Event as Event
from engine.history.owner_events import OwnerAwaited as OwnerAwaited
from engine.history.owner_events import OwnerPassed as OwnerPassed
from engine.history.timely import (
    AlarmSounded,
    AvailabilityChanged,
    CalendarChanged,
    CapsTurned,
    ChanceGiven,
    ClockPaused,
    ClockRanOut,
    ClockReset,
    ClockResumed,
    GraceEnded,
    LadderSet,
    LadderStepped,
    LeadHeld,
    LeadParked,
    LeadReleased,
    LeadRequeued,
    LeadRerouted,
    OfferMissed,
    OfferRescinded,
    RepReady,
    ShiftChanged,
    SlaBreached,
    SlaWarned,
)
from engine.house.rungs import Ahead
from engine.lead import Disposition, Posting, Traits
from engine.value import Value


class PolicyChanged(Event, tag="policy_changed"):
    """New house rules are in force; their text is in the table of policies under `digest`."""

    digest: str
    calendar: tuple[str, ...] = ()
    """What the customer's clock counts from now on: hours, time zone, country."""
    own_calendars: dict[str, tuple[tuple[str, ...], ...]] = {}
    """By rep, what an owner's clocks count from now on, where there are any."""
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    capped: tuple[str, ...] = ()
    """The sources of which some rep takes only so many."""


class LeadReceived(Event, tag="lead_received"):
    """A lead came in and stands in the queue of its pool."""

    lead_id: str
    source: str
    source_key: str
    place: str = ""
    traits: Traits = {}
    person_keys: tuple[str, ...] = ()
    company_keys: tuple[str, ...] = ()
    score: int = 0
    grade: str = ""
    points: dict[str, int] = {}
    """What the score is made of: name of the scoring rule to its points."""
    gate: str = ""
    """The gate that did not let it pass."""
    received_at: datetime
    rule: str
    pool: str
    requires: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    units: int = 1
    """How much of a rep's capacity it fills."""
    ladder: tuple[Ahead, ...] = ()
    stay_until: datetime | None = None
    """Until when who gets it is to be there, since it came so near to closing."""
    order_at: datetime | None = None
    """By what it stands in the queue; None is its due time."""
    warn_at: datetime | None = None
    due_at: datetime | None = None
    linked_to: str | None = None
    person: str = ""
    """The key by which trials draw the person; nothing is the first of `person_keys`."""
    beside: str | None = None
    """An earlier lead of the same company that nobody had yet: whoever gets that one gets this one."""
    owner: str | None = None
    owner_why: str = ""
    """Why it is this rep's; nothing is that an open lead of the person is theirs."""
    is_late: bool = False
    """Its time to be answered was over before it came: it is breached from the start, without an entry of its own."""


class LeadMerged(Event, tag="lead_merged"):
    """Somebody whose lead is open asked again: it is one lead with one more touch, and no clock begins anew."""

    lead_id: str
    source: str
    source_key: str
    place: str = ""
    person_keys: tuple[str, ...] = ()
    score: int = 0
    grade: str = ""
    """As they are now; a score is only ever raised."""


class LeadRepeated(Event, tag="lead_repeated"):
    """A record came again under a key that a lead already has; empty fields of its card were filled."""

    lead_id: str
    source_key: str
    place: str = ""


class RecordsTaken(Event, tag="records_taken"):
    """A stretch of a file, or a web-hook delivery, was taken in whole."""

    origin: str
    """`file:` and the digest of its bytes, or `hook:` and the source's name."""
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    tests: int = 0
    rows_done: int = 0
    is_last: bool = True
    retried: int = 0
    """Rejects of before that were tried again with this; those that stay rejects are counted among them anew."""


class OfferMade(Event, tag="offer_made"):
    """The lead is held out to a rep, or to several at once."""

    lead_id: str
    rep_id: str
    expires_at: datetime
    dealt: Dealt
    posting: Posting
    """What will be posted if the rep takes it."""
    race: tuple[str, ...] = ()
    """All to whom it is held out, where they are several: the first yes has it."""


class OfferDeclined(Event, tag="offer_declined"):
    """The rep said no."""

    lead_id: str
    rep_id: str
    reason: str = ""
    ready_at: datetime | None = None
    """Until when the rep rests from offers."""


class LeadAssigned(Event, tag="lead_assigned"):
    """The lead has an owner."""

    lead_id: str
    rep_id: str
    how: str
    """`dealt`, `accepted`, `pulled`, `claimed`, `manual`, or `owner`: an earlier lead of the person is theirs."""
    was: str | None = None
    """The owner before, where there was one."""
    reason: str = ""
    """What the person who assigned by hand said."""
    over_cap: bool = False
    is_quiet: bool = False
    """Whether the rep's screen does not ring for it."""
    dealt: Dealt | None = None
    posting: Posting | None = None
    """None outside the rotation."""
    owner_due_at: datetime | None = None
    """Until when the new owner is to reach the customer; None where no such clock runs."""


class LeadContacted(Event, tag="lead_contacted"):
    """The customer was reached."""

    lead_id: str
    rep_id: str | None = None
    is_first: bool = True
    next_due_at: datetime | None = None
    """Until when the customer is to be reached again."""
    ready_at: datetime | None = None
    """Until when the rep wraps up."""


class LeadNoted(Event, tag="lead_noted"):
    """Somebody wrote something down about the lead; the text is kept beside the journal, under this entry."""

    lead_id: str
    rep_id: str | None = None


class LeadClosed(Event, tag="lead_closed"):
    """The lead ended."""

    lead_id: str
    disposition: Disposition
    reason: str = ""
    """Why the floor itself closed it."""
    ready_at: datetime | None = None
    """Until when the rep wraps up."""


class LeadRestored(Event, tag="lead_restored"):
    """Undo put the lead back as it was before the act."""

    lead_id: str
    act: int


class LeadForgotten(Event, tag="lead_forgotten"):
    """The person behind the lead was forgotten: their card is empty. The lead stays what it is."""

    lead_id: str


class RepRestored(Event, tag="rep_restored"):
    """Undo put the rep's availability back as it was before the act."""

    rep_id: str
    act: int


class ActUndone(Event, tag="act_undone"):
    """An operator's act was taken back whole; `act` is the entry it began with."""

    act: int


Happening = (
    PolicyChanged
    | LeadReceived
    | LeadRepeated
    | LeadMerged
    | RecordsTaken
    | LeadHeld
    | OfferMade
    | OfferDeclined
    | OfferMissed
    | OfferRescinded
    | LeadAssigned
    | LeadRerouted
    | OwnerAwaited
    | OwnerPassed
    | LeadParked
    | LeadRequeued
    | LedgerAdjusted
    | PostingReturned
    | WeightsSet
    | LeadContacted
    | LeadNoted
    | LeadClosed
    | SlaWarned
    | SlaBreached
    | AvailabilityChanged
    | LeadRestored
    | RepRestored
    | ActUndone
    | ShiftChanged
    | RepReady
    | CapsTurned
    | GraceEnded
    | ClockPaused
    | ClockResumed
    | ClockReset
    | ClockRanOut
    | AlarmSounded
    | LeadReleased
    | LadderStepped
    | LadderSet
    | ChanceGiven
    | CalendarChanged
    | LeadForgotten
)
"""Any event, for decoding."""


class Entry(Value):
    """One line of the journal: an event with its number, its instant, its author and its cause."""

    seq: int
    at: datetime
    actor: str
    cause: str = ""
    policy: str = ""
    """Digest of the policy in force."""
    event: Happening
