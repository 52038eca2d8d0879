"""What may follow what: everything that moves a lead from one state to another is in this table."""

from collections.abc import Mapping
from types import MappingProxyType

from engine import events as ev
from engine.events import Event
from engine.lead import LeadState, SlaState

Q, O, A, C, P, X = (  # noqa: E741
    LeadState.QUEUED,
    LeadState.OFFERED,
    LeadState.ASSIGNED,
    LeadState.CONTACTED,
    LeadState.PARKED,
    LeadState.CLOSED,
)

NEXT: Mapping[type[Event], Mapping[LeadState, LeadState]] = MappingProxyType(
    {
        ev.LeadRepeated: {Q: Q, O: O, A: A, C: C, P: P},
        ev.LeadMerged: {Q: Q, O: O, A: A, C: C},
        ev.LeadHeld: {Q: Q},
        ev.LeadRerouted: {Q: Q},
        ev.OwnerAwaited: {Q: Q},
        ev.OwnerPassed: {Q: Q, P: P},
        ev.OfferMade: {Q: O},
        ev.OfferDeclined: {O: Q},
        ev.OfferMissed: {O: Q},
        ev.OfferRescinded: {O: Q},
        ev.LeadAssigned: {Q: A, O: A, A: A, C: C, P: A},
        ev.LeadRequeued: {A: Q, C: Q, P: Q},
        ev.PostingReturned: {A: A, C: C},
        ev.LeadContacted: {A: C, C: C},
        ev.LeadNoted: {Q: Q, O: O, A: A, C: C, P: P},
        ev.LeadClosed: {Q: X, A: X, C: X, P: X},
        ev.LeadParked: {Q: P, P: P},
        ev.LeadReleased: {P: Q, Q: Q, O: O},
        ev.LadderStepped: {Q: Q, O: O},
        ev.LadderSet: {Q: Q, O: O, P: P},
        ev.ChanceGiven: {Q: Q, O: O},
        ev.CalendarChanged: {Q: Q, O: O, A: A, C: C, P: P},
        ev.ClockPaused: {Q: Q, O: O, A: A, C: C, P: P},
        ev.ClockResumed: {Q: Q, O: O, A: A, C: C, P: P},
        ev.ClockReset: {Q: Q, O: O, A: A, P: P},
        ev.ClockRanOut: {A: A, C: C},
        ev.SlaWarned: {Q: Q, O: O, A: A, C: C, P: P},
        ev.SlaBreached: {Q: Q, O: O, A: A, C: C, P: P},
    }
)
"""From which state each event leads to which; a lead held out to several stays so until the last has answered.

The diagram in the docs is drawn from this table."""

ANSWERED = {
    SlaState.RUNNING: SlaState.MET,
    SlaState.AT_RISK: SlaState.MET,
    SlaState.PAUSED: SlaState.MET,
    SlaState.BREACHED: SlaState.MET_LATE,
}
"""What the customer clock reads once the customer was reached."""

UNANSWERED = {SlaState.RUNNING: SlaState.VOID, SlaState.AT_RISK: SlaState.VOID, SlaState.PAUSED: SlaState.VOID}
"""What it reads once the lead was closed: time that was left counts for nothing, a breach stays one."""
