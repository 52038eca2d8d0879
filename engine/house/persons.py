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
    ignore_plus_tags: bool = False
    """Whether `ana+fair@x.com` is the mailbox of `ana@x.com`."""
    trusted: tuple[str, ...] = ()
    """Sources that may name the owner of a lead."""


class NamedAccount(Value):
    """Companies whose leads are one rep's."""

    rep: str
    domain: tuple[str, ...] = ()
    """Of their e-mail addresses, with what stands below: `acme.com`."""
    company: tuple[str, ...] = ()


class Owners(Value):
    """Whose leads are whose before any rule deals them."""

    wait: float = 0.0
    """For what part of the customer's time an owner is waited for who is busy or away for a moment."""
    sticky: timedelta = timedelta(0)
    """For how long after a lead was closed its owner gets the person's next one."""
    account_match: timedelta = timedelta(0)
    """For how long after anything came of its leads a company is whose it was; none is not at all."""
    accounts: tuple[NamedAccount, ...] = ()
