"""The steps of an overflow ladder: as the house rules write them, and as a waiting lead carries them."""

from datetime import datetime, timedelta

from engine.value import Value


class Rung(Value):
    """What is done for a lead that waited so long: `relax:skill`, `group:POOL`, `notify:REP`, `assign:REP`."""

    after: timedelta
    do: str


class Ahead(Value):
    """A step that a waiting lead has before it; it keeps those of the house rules it came in under."""

    at: datetime
    do: str
