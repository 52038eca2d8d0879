"""History that time writes: who is there, what the clocks say, and when what waits comes back."""

from datetime import datetime

from engine.history.event import Event
from engine.house.rungs import Ahead
from engine.rep import Availability


class SlaWarned(Event, tag="sla_warned"):
    """Most of the time to answer is used up."""

    lead_id: str
    due_at: datetime


class SlaBreached(Event, tag="sla_breached"):
    """The lead was not answered in time; `due_at` is when that became so, the entry's instant when it was seen."""

    lead_id: str
    rep_id: str | None = None
    due_at: datetime


class AvailabilityChanged(Event, tag="availability_changed"):
    """A rep came, went, or was found absent."""

    rep_id: str
    was: Availability
    availability: Availability
    reason: str = ""
    until_at: datetime | None = None
    overtime: bool = False
    """The rep works on though their hours are over."""
    release_at: datetime | None = None
    """When the leads they have not begun go to others; None when they keep them."""


class LeadParked(Event, tag="lead_parked"):
    """The lead is put aside; it comes back into the queue at `until_at`, or when a person says so."""

    lead_id: str
    until_at: datetime
    reason: str = ""
    ack: str = ""
    """By which channel the customer is to be told, `sms` or `email`; nothing is not at all."""


class LeadRerouted(Event, tag="lead_rerouted"):
    """A waiting lead stands in another queue: its pool is no more, a step of its ladder led there, or it is night."""

    lead_id: str
    rule: str
    pool: str
    requires: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    units: int = 1
    on_call: bool = False
    duty_until: datetime | None = None
    """When somebody else is on call."""


class LeadRequeued(Event, tag="lead_requeued"):
    """The lead went back into the queue at its old place; its posting was taken back."""

    lead_id: str
    was: str | None = None
    reason: str = ""


class OfferMissed(Event, tag="offer_missed"):
    """The rep let the offer lapse."""

    lead_id: str
    rep_id: str
    ready_at: datetime | None = None


class LeadHeld(Event, tag="lead_held"):
    """Nobody could take the lead; it waits, and `out` says who was kept out and by what."""

    lead_id: str
    out: dict[str, tuple[str, ...]] = {}
    retry_at: datetime | None = None
    """When those who declined or missed it are asked again; from that instant on, another round has begun."""


class OfferRescinded(Event, tag="offer_rescinded"):
    """The house took the offer back: `rep_away`, `reassigned`, `claimed`, `closed`, `parked`, `escalated`, `ladder`,
    `policy`, `undo`.
    """

    lead_id: str
    rep_id: str
    reason: str


class ShiftChanged(Event, tag="shift_changed"):
    """A rep's working time began or ended, by their own hours."""

    rep_id: str
    on_shift: bool
    next_at: datetime | None = None
    """When it changes again; None when it never does."""
    release_at: datetime | None = None
    """When the leads they have not begun go to others; None when they keep them."""


class RepReady(Event, tag="rep_ready"):
    """A rep's rest after a lead is over."""

    rep_id: str


class CapsTurned(Event, tag="caps_turned"):
    """New windows of a rep's caps began: `windows` count from nought again."""

    rep_id: str
    windows: tuple[str, ...] = ()
    next_at: datetime | None = None
    days: int = 0
    """By how many days the rolling window has moved on; the first is the one on which counting begins."""


class GraceEnded(Event, tag="grace_ended"):
    """A rep has been gone for so long that the leads they have not begun went to others."""

    rep_id: str


class ClockPaused(Event, tag="clock_paused"):
    """The clocks of a lead stand still for a listed reason."""

    lead_id: str
    reason: str
    until_at: datetime | None = None


class ClockResumed(Event, tag="clock_resumed"):
    """The clocks of a lead run again, each with what it had left."""

    lead_id: str
    reason: str = ""
    """`by_hand` or `time`."""
    warn_at: datetime | None = None
    due_at: datetime | None = None
    owner_due_at: datetime | None = None
    next_due_at: datetime | None = None


class ClockReset(Event, tag="clock_reset"):
    """A person started the customer's clock anew, and said why."""

    lead_id: str
    reason: str
    warn_at: datetime | None = None
    due_at: datetime | None = None


class ClockRanOut(Event, tag="clock_ran_out"):
    """The owner's clock, or the one of the next touch, ran out at `due_at`."""

    lead_id: str
    rep_id: str | None = None
    clock: str
    """`owner` or `next_touch`."""
    due_at: datetime


class AlarmSounded(Event, tag="alarm_sounded"):
    """Something that everybody on the floor should hear."""

    lead_id: str
    why: str
    rep_id: str | None = None
    """Whom it is meant for; None is everybody."""
    others: int = 0
    """How many more leads that came with it the same is true of."""


class LeadReleased(Event, tag="lead_released"):
    """The lead waits for a rep again."""

    lead_id: str
    burst: int = 0
    """Until `burst_until` no rep gets it who has so many leads not begun; 0 is no limit."""
    burst_until: datetime | None = None


class LadderStepped(Event, tag="ladder_stepped"):
    """A lead waited so long that a step of its ladder was due: taken, or skipped for a reason."""

    lead_id: str
    do: str
    skipped: str = ""
    place: int = 0
    """Which of the steps before it that was; others may wait on."""


class LadderSet(Event, tag="ladder_set"):
    """A waiting lead climbs another ladder from now on: a person put the one of the present rules to it."""

    lead_id: str
    ladder: tuple[Ahead, ...] = ()


class ChanceGiven(Event, tag="chance_given"):
    """A rep who said no to a lead, or let it lapse, may be asked about it again."""

    lead_id: str
    rep_id: str


class CalendarChanged(Event, tag="calendar_changed"):
    """The hours that a lead's clocks count are others now; what was left of them is kept."""

    lead_id: str
    warn_at: datetime | None = None
    due_at: datetime | None = None
    owner_due_at: datetime | None = None
    """Of the owner's clocks; None is that they did not move."""
    next_due_at: datetime | None = None
