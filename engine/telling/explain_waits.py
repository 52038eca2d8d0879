"""What fit and fairness cost a lead in waiting, in seconds.

Cost of fit: how long it stood in the queue while somebody on the floor was free whom only the pool or a skill kept
from it. Cost of fairness: how long it was held out to reps who were first by the pool's method and did not take it;
where reps need not say yes it is nought, since the method then names an owner at once.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from engine.dealing.filters import as_asked, first_reason
from engine.events import Entry, OfferDeclined, OfferMade, OfferMissed
from engine.floor import Draft, Floor, State
from engine.lead import Lead, LeadState
from engine.policy import Roster

RosterOf = Callable[[str], Roster]
"""The roster under a policy's digest."""

FIT = ("skill:", "territory", "language")
"""The filters that speak of what a rep is, not of whether they are there."""


def cost_of_fit(floor: Floor, entries: Iterable[Entry], lead_id: str, until: datetime, roster_of: RosterOf) -> float:
    """Move the floor along the entries; returns the seconds until then in which fit alone kept the lead waiting."""
    draft = Draft(floor)
    waited = timedelta(0)
    since: datetime | None = None
    known: tuple[object, ...] = ()
    for entry in entries:
        if since is not None and entry.at > since:
            waited, since = waited + (entry.at - since), entry.at
        draft.apply(entry)
        lead = draft.leads.get(lead_id)
        version = lead.version if lead is not None else 0
        if known != (now_known := (len(draft.stirred), version, draft.policy_digest)):
            known = now_known
            is_kept = lead is not None and _is_kept_by_fit(draft, roster_of(draft.policy_digest), lead)
            since = (since or entry.at) if is_kept else None
    if since is not None and until > since:
        waited += until - since
    floor.absorb(draft)
    return waited.total_seconds()


def _is_kept_by_fit(state: State, roster: Roster, lead: Lead) -> bool:
    """Whether the lead waits while somebody is free whom only pool or skill keeps from it."""
    if lead.state is not LeadState.QUEUED:
        return False
    pool = roster.pools.get(lead.pool)
    members = pool.reps if pool is not None else ()
    anybody = lead.but(requires=(), declined=(), declined_hard=())
    for rep_id in roster.reps:
        if first_reason(state, roster, rep_id, anybody) is not None:
            continue
        reason = first_reason(state, roster, rep_id, as_asked(pool, lead) if pool is not None else lead) or ""
        if rep_id not in members or reason.startswith(FIT):
            return True
    return False


def cost_of_fairness(entries: Iterable[Entry]) -> float:
    """The seconds for which a lead was held out to reps who did not take it; the entries are the lead's own."""
    waited = timedelta(0)
    made_at: datetime | None = None
    for entry in entries:
        if isinstance(entry.event, OfferMade):
            made_at = entry.at
        elif isinstance(entry.event, OfferDeclined | OfferMissed) and made_at is not None:
            waited, made_at = waited + (entry.at - made_at), None
    return waited.total_seconds()
