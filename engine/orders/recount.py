"""Other hours: what is left of each running clock is kept, and counted in the hours of now.

Law: an instant by which a customer is to be answered, or reached again, moves only by an entry that says so.
"""

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter

from engine.dealing import spans
from engine.dealing.work import Work
from engine.events import CalendarChanged
from engine.house.hours import ALWAYS, Calendar, calendar
from engine.lead import Lead
from engine.policy import Hours, Policy

Version = tuple[str, ...]
"""What a calendar is made of: hours, time zone and country."""

Order = tuple[datetime, int, str]

Calendars = tuple[Calendar, Calendar]
"""What a clock counted, and what it counts now."""


def version_of(policy: Policy) -> Version:
    """The calendar that the customer's clock counts."""
    hours = ALWAYS if policy.clock_hours is Hours.WALL else policy.hours
    return (hours, policy.timezone, policy.country)


def own_versions(policy: Policy) -> dict[str, spans.Version]:
    """By rep, what their own clocks count; nothing where no such clock runs."""
    if policy.rep_touch is None and policy.next_touch is None:
        return {}
    return {rep.id: spans.version(policy, policy.rep_hours, rep.id) for rep in policy.reps}


def recount(work: Work, was: Version, was_own: Mapping[str, spans.Version]) -> None:
    """Move the instants of running clocks, where a calendar is another one than before."""
    is_moved = bool(was) and was != version_of(work.policy)
    customers = (calendar(*was), spans.customer(work.policy)) if is_moved else None
    own = {rep_id: calendars for rep_id in was_own if (calendars := _own(work, rep_id, was_own)) is not None}
    if customers is None and not own:
        return
    moved: list[tuple[Order, CalendarChanged]] = []
    for _, lead in work.draft.leads.items():
        after = _recounted(work, lead, customers, own.get(lead.rep_id or ""))
        if (after.warn_at, after.due_at, after.owner_due_at, after.next_due_at) != _instants(lead):
            moved.append((lead.order, after))
    for _, after in sorted(moved, key=itemgetter(0)):
        work.happen(after)


def _recounted(work: Work, lead: Lead, customers: Calendars | None, own: Calendars | None) -> CalendarChanged:
    customers = customers if lead.first_touch_at is None else None
    warn_at, due_at, owner_due_at, next_due_at = _instants(lead)
    return CalendarChanged(
        lead_id=lead.id,
        warn_at=_moved(work, lead, customers, warn_at),
        due_at=_moved(work, lead, customers, due_at),
        owner_due_at=_moved(work, lead, own, owner_due_at) or owner_due_at,
        next_due_at=_moved(work, lead, own, next_due_at) or next_due_at,
    )


def _own(work: Work, rep_id: str, was_own: Mapping[str, spans.Version]) -> Calendars | None:
    """A rep's calendars, where the one of now is another."""
    now = spans.version(work.policy, work.policy.rep_hours, rep_id)
    if rep_id not in work.roster.reps or now == was_own[rep_id]:
        return None
    return spans.calendar_of(was_own[rep_id]), spans.calendar_of(now)


def _instants(lead: Lead) -> tuple[datetime | None, ...]:
    return lead.warn_at, lead.due_at, lead.owner_due_at, lead.next_due_at


def _moved(work: Work, lead: Lead, calendars: Calendars | None, at: datetime | None) -> datetime | None:
    """An instant with as many open hours before it as it had; one that is past stays."""
    since = lead.paused_at or work.turn.now
    if calendars is None or at is None or at <= since:
        return at
    before, after = calendars
    return after.add(since, before.elapsed(since, at))
