"""Other opening hours: what is left of each running customer's clock is kept, and counted in the hours of now.

Law: an instant by which a customer is to be answered moves only by an entry that says so.
"""

from datetime import datetime

from engine.events import CalendarChanged
from engine.hours import ALWAYS, Calendar, calendar
from engine.lead import Lead
from engine.policy import Hours, Policy
from engine.spans import customer
from engine.work import Work

Version = tuple[str, ...]
"""What a calendar is made of: hours, time zone and country."""


def version_of(policy: Policy) -> Version:
    """The calendar that the customer's clock counts."""
    hours = ALWAYS if policy.clock_hours is Hours.WALL else policy.hours
    return (hours, policy.timezone, policy.country)


def recount(work: Work, was: Version) -> None:
    """Move the instants of running clocks, where the calendar is another one than before."""
    if not was or was == version_of(work.policy):
        return
    before, after = calendar(*was), customer(work.policy)
    for lead in sorted((lead for _, lead in work.draft.leads.items()), key=lambda lead: lead.order):
        if lead.first_touch_at is not None:
            continue
        warn_at, due_at = (_moved(work, lead, (before, after), at) for at in (lead.warn_at, lead.due_at))
        if (warn_at, due_at) != (lead.warn_at, lead.due_at):
            work.happen(CalendarChanged(lead_id=lead.id, warn_at=warn_at, due_at=due_at))


def _moved(work: Work, lead: Lead, calendars: tuple[Calendar, Calendar], at: datetime | None) -> datetime | None:
    """An instant with as many open hours before it as it had; one that is past stays."""
    before, after = calendars
    since = lead.paused_at or work.turn.now
    return after.add(since, before.elapsed(since, at)) if at is not None and at > since else at
