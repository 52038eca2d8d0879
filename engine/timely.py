"""History that time writes: shifts, rests, and the windows of caps."""

from datetime import datetime

from engine.event import Event


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


class GraceEnded(Event, tag="grace_ended"):
    """A rep has been gone for so long that the leads they have not begun went to others."""

    rep_id: str
