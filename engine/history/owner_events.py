"""What happens between a lead and its owner before anybody else is asked."""

from datetime import datetime

from engine.history.event import Event


class OwnerAwaited(Event, tag="owner_awaited"):
    """The owner cannot take the lead just now, and is waited for until an instant."""

    lead_id: str
    rep_id: str
    until_at: datetime
    why: str = ""
    """What keeps them from it."""


class OwnerPassed(Event, tag="owner_passed"):
    """Others may have the lead; its owner stays on record."""

    lead_id: str
    rep_id: str
    why: str = ""
