"""Every bound of the dealing, by name."""

from datetime import timedelta

from engine.value import Value


class Limits(Value):
    """Every bound of the dealing, by name."""

    offer_min: timedelta = timedelta(seconds=20)
    offer_max: timedelta = timedelta(seconds=90)
    offers_max: int = 3
    rounds_max: int = 2
    retry_after: timedelta = timedelta(seconds=60)
    misses_max: int = 2
    misses_window: timedelta = timedelta(minutes=15)
    autopause_delay: timedelta = timedelta(seconds=60)
    """Whoever did something with a lead so shortly before is not said not to respond."""
    decline_rest: timedelta = timedelta(0)
    """How long a rep who said no gets no offer."""
    miss_rest: timedelta = timedelta(0)
    """How long one who let an offer lapse gets none."""
