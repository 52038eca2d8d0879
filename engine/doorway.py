"""What can happen to a lead at the door besides coming in: it joins one that is open, or is put aside."""

from datetime import datetime

from engine.event import Event


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


class LeadParked(Event, tag="lead_parked"):
    """The lead is put aside; it comes back into the queue at `until_at`, or when a person says so."""

    lead_id: str
    until_at: datetime
    reason: str = ""
