"""Who has a company: what its leads of before say of that, where house rules match accounts.

A company is known by the domain of its people's mailboxes, and by its name; both are keyed hashes by then.
"""

from collections.abc import Iterable
from datetime import datetime

from engine.lead import NO_LEAD, Disposition, Lead, LeadState
from engine.value import Value, instants

OWNED = (LeadState.ASSIGNED, LeadState.CONTACTED)
LEADS_MOST = 200
"""Leads of a company that are looked at, the latest."""


class Held(Value):
    """One lead of a company."""

    lead_id: str
    rep_id: str | None = None
    """Who has it, or had it last."""
    state: LeadState
    disposition: Disposition | None = None
    person: str = ""
    queued_at: datetime
    latest_at: datetime
    """When something last came of it."""


class Holder(Value):
    """A rep who has a company: by what two of them are told apart."""

    rep_id: str
    is_open: bool
    """Whether a lead of it is with them and not closed."""
    latest_at: datetime
    contacts: int
    """How many of its people they have had to do with."""
    oldest_at: datetime

    @property
    def rank(self) -> tuple[bool, datetime, int, float]:
        """The more the better: an open lead, then the latest activity, most contacts, and the oldest."""
        return (self.is_open, self.latest_at, self.contacts, -self.oldest_at.timestamp())


class Company(Value):
    """What is known of a company."""

    holders: tuple[Holder, ...] = ()
    """Whoever has it, the first in rank first."""
    waiting: str = ""
    """Its earliest lead that nobody has yet."""


def held(lead: Lead) -> Held:
    """What a lead says of its company."""
    return Held(
        lead_id=lead.id,
        rep_id=lead.rep_id,
        state=lead.state,
        disposition=lead.disposition,
        person=lead.person,
        queued_at=lead.queued_at,
        latest_at=max(instants(lead.queued_at, lead.assigned_at, lead.first_touch_at, lead.closed_at)),
    )


def company_of(leads: Iterable[Held]) -> Company:
    """What the leads of a company say together; what was no lead for its rep says nothing."""
    theirs: dict[str, list[Held]] = {}
    waiting = []
    for one in leads:
        if one.rep_id is None and one.state in (LeadState.QUEUED, LeadState.OFFERED, LeadState.PARKED):
            waiting.append(one)
        elif one.rep_id is not None and one.disposition not in NO_LEAD:
            theirs.setdefault(one.rep_id, []).append(one)
    first = min(waiting, key=lambda one: (one.queued_at, len(one.lead_id), one.lead_id), default=None)
    holders = sorted((_holder(rep_id, own) for rep_id, own in theirs.items()), key=lambda one: one.rep_id)
    return Company(
        holders=tuple(sorted(holders, key=lambda one: one.rank, reverse=True)),
        waiting=first.lead_id if first is not None else "",
    )


def _holder(rep_id: str, own: list[Held]) -> Holder:
    return Holder(
        rep_id=rep_id,
        is_open=any(one.state in OWNED for one in own),
        latest_at=max(one.latest_at for one in own),
        contacts=len({one.person or one.lead_id for one in own}),
        oldest_at=min(one.queued_at for one in own),
    )
