"""When two enquiries are of one person, and what follows from it."""

from datetime import timedelta
from enum import StrEnum

from engine.value import Value


class WhenOpen(StrEnum):
    """What a new enquiry becomes of a person whose lead is still open."""

    LINK = "link"
    MERGE = "merge"


class Duplicates(Value):
    """When two enquiries are of one person, and whose word on an owner counts."""

    window: timedelta = timedelta(days=30)
    """A person whose latest lead came in longer ago is taken for a new one."""
    when_open: WhenOpen = WhenOpen.LINK
    trusted: tuple[str, ...] = ()
    """Sources that may name the owner of a lead."""
