"""Which hours a clock counts, and when an owner's clocks run out."""

from datetime import datetime, timedelta

from engine.house.hours import ALWAYS, Calendar, calendar, shared
from engine.policy import Hours, Policy

Version = tuple[tuple[str, ...], ...]
"""One calendar or two of which both must be open, each by hours, time zone and country."""


def counted_by(policy: Policy, hours: Hours, rep_id: str | None = None) -> Calendar:
    """The calendar of a clock; a rep without hours of their own is as the floor."""
    return calendar_of(version(policy, hours, rep_id))


def version(policy: Policy, hours: Hours, rep_id: str | None = None) -> Version:
    """What the calendar of a clock is made of: equal versions count alike."""
    if hours is Hours.WALL:
        return ((ALWAYS, "UTC", ""),)
    floor = (policy.hours, policy.timezone, policy.country)
    if rep_id is None or hours is Hours.FLOOR:
        return (floor,)
    rep = next((rep for rep in policy.reps if rep.id == rep_id and rep.hours), None)
    if rep is None:
        return (floor,)
    own = (rep.hours, rep.timezone or policy.timezone, policy.country)
    return (own,) if hours is Hours.REP else (own, floor)


def calendar_of(made_of: Version) -> Calendar:
    """The calendar of a version: the hours that are in all of its parts."""
    first, *others = (calendar(*part) for part in made_of)
    return shared(first, others[0]) if others else first


def customer(policy: Policy) -> Calendar:
    """What the customer's clock counts, whose owner may change: the floor's hours, or all."""
    return counted_by(policy, policy.clock_hours)


def owners_due_at(policy: Policy, rep_id: str, since: datetime) -> datetime | None:
    """Until when a new owner is to reach the customer; None where no such clock runs."""
    return _due(policy, policy.rep_touch, rep_id, since)


def next_due_at(policy: Policy, rep_id: str | None, since: datetime) -> datetime | None:
    """Until when the customer is to be reached again; None where no such clock runs."""
    return _due(policy, policy.next_touch, rep_id, since)


def _due(policy: Policy, span: timedelta | None, rep_id: str | None, since: datetime) -> datetime | None:
    return counted_by(policy, policy.rep_hours, rep_id).add(since, span) if span else None
