"""Whose a lead is before any rule deals it, and how long it waits for them.

The first of these has it: whom a trusted source names, who has an open lead of the same person, whose named account
it is, who last closed a lead of the person. Who is busy or away for a moment is waited for, for a part of the time in
which the customer is to be answered; then it goes to a pool of theirs in which somebody is free, else by the rules.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from engine.commands import Known, NewLead
from engine.companies import Company
from engine.dealing.filters import first_reason, reasons
from engine.dealing.holding import closes
from engine.dealing.person_keys import first_known
from engine.dealing.spans import customer
from engine.dealing.work import Work
from engine.events import LeadRerouted, OwnerAwaited, OwnerPassed
from engine.lead import Lead, LeadState, Traits
from engine.policy import PULLED, Pool, Strategy
from engine.rep import Availability, RepStanding

NAMED = "named by its source"
OPEN = ""
"""Of the owner of an open lead of the same person nothing need be said."""
STICKY = "who had this person before"
COMPANY = "who has this company"

PASSING = ("presence:away", "not_ready", "offer_pending", "at_cap:open", "at_cap:backlog", "off_shift")
"""What may be over soon; a rep whom anything else keeps from a lead is not waited for."""

NO_TEAM = frozenset({Strategy.SPLIT, Strategy.TERRITORY, *PULLED})
"""Strategies of pools that no lead is sent to because its owner is in them."""


class Persons(NamedTuple):
    """A person key to that person's latest lead: those of late, and all; and companies by their keys."""

    lately: Mapping[str, Known]
    ever: Mapping[str, Known]
    companies: dict[str, Company]


class Told(NamedTuple):
    """What is known of a record's person by their latest lead: of late, and at all; and companies by their keys."""

    lately: Known | None
    ever: Known | None
    companies: dict[str, Company]


def told_of(lead: NewLead, known: Persons) -> Told:
    """Look a record's person up."""
    keys = lead.person_keys
    return Told(first_known(keys, known.lately), first_known(keys, known.ever), known.companies)


class Owner(NamedTuple):
    """A rep, and why a lead is theirs."""

    rep_id: str | None = None
    why: str = ""


NOBODY = Owner()


def owner_of(work: Work, lead: NewLead, case: tuple[Traits, Pool | None], told: Told) -> Owner:
    """The owner of a record by the first reason there is; the case is what it says, and the pool to deal it."""
    if not (lead.card.owner_hint or told.lately or told.ever or lead.company_keys or work.roster.accounts):
        return NOBODY
    facts, pool = case
    found = (
        _named(work, lead),
        _of_open(work, told.lately),
        _of_account(work, facts),
        _of_company(work, lead, told),
        _sticky(work, pool, told.ever),
    )
    return next((owner for owner in found if owner.rep_id in work.roster.reps), NOBODY)


def _named(work: Work, lead: NewLead) -> Owner:
    """The rep whom the record names, by id or by name, where its source is trusted to."""
    hint = lead.card.owner_hint.strip().casefold()
    if not hint or lead.source not in work.policy.duplicates.trusted:
        return NOBODY
    named = [rep.id for rep in work.policy.reps if hint in (rep.id.casefold(), rep.name.casefold())]
    return Owner(named[0], NAMED) if len(named) == 1 else NOBODY


def _of_open(work: Work, known: Known | None) -> Owner:
    earlier = work.draft.leads.get(known.lead_id) if known is not None else None
    return Owner(earlier.rep_id, OPEN) if earlier is not None else NOBODY


def _of_account(work: Work, facts: Traits) -> Owner:
    """Whose account the company is: by the domain of the address, then by the name; two reps are both told."""
    named = work.roster.accounts
    if not named:
        return NOBODY
    domain, company = (str(facts.get(field) or "").strip().casefold() for field in ("email_domain", "company"))
    asked = (*(f"@{below}" for below in _and_above(domain)), company)
    found = [named[name] for name in asked if name in named]
    if not found:
        return NOBODY
    (rep_id, name), *others = found
    conflict = next((other for other, _ in others if other != rep_id), None)
    said = f"named account {name}"
    if conflict is None:
        return Owner(rep_id, said)
    return Owner(rep_id, f"{said}; {_conflict(work, (rep_id, conflict))}")


def _conflict(work: Work, rep_ids: Iterable[str]) -> str:
    both = " and ".join(work.roster.reps[one].name for one in rep_ids if one in work.roster.reps)
    return f"conflict: it is {both}'s"


def _of_company(work: Work, lead: NewLead, told: Told) -> Owner:
    """Who has the company by its leads of before: by its domain, else by its name; two reps are both told."""
    since = work.turn.now - work.policy.owners.account_match
    for company in _companies(work, lead, told):
        lately = (one for one in company.holders if one.is_open or one.latest_at >= since)
        holders = [one.rep_id for one in lately if one.rep_id in work.roster.reps]
        if holders:
            said = COMPANY if len(holders) == 1 else f"{COMPANY}; {_conflict(work, holders[:2])}"
            return Owner(holders[0], said)
    return NOBODY


def _companies(work: Work, lead: NewLead, told: Told) -> Iterator[Company]:
    keys = lead.company_keys if work.policy.owners.account_match else ()
    return (told.companies[key] for key in keys if key in told.companies)


def waits_beside(work: Work, lead: NewLead, told: Told) -> str | None:
    """The earliest lead of the same company that nobody has yet."""
    return next((company.waiting for company in _companies(work, lead, told) if company.waiting), None)


def _and_above(domain: str) -> Iterator[str]:
    """A domain with those above it: `mail.acme.com`, `acme.com`, `com`."""
    while domain:
        yield domain
        domain = domain.partition(".")[2]


def _sticky(work: Work, pool: Pool | None, known: Known | None) -> Owner:
    """Who closed the person's latest lead, not too long ago; in a sticky pool however long ago."""
    if known is None or known.closed_at is None:
        return NOBODY
    is_bound = pool is None or pool.strategy is not Strategy.STICKY
    is_late = is_bound and work.turn.now - known.closed_at >= work.policy.owners.sticky
    return NOBODY if is_late else Owner(known.rep_id, STICKY)


def ask_owner(work: Work, lead: Lead) -> bool:
    """Wait for an owner who cannot take the lead just now, or pass it on; False when that was settled before."""
    if lead.owner is None or lead.owner_passed or lead.owner_until is not None:
        return False
    until_at = _wait_until(work, lead)
    why = first_reason(work.draft, work.roster, lead.owner, lead) or ""
    if until_at is not None and until_at > work.turn.now and _may_come(work, lead, until_at):
        work.happen(OwnerAwaited(lead_id=lead.id, rep_id=lead.owner, until_at=until_at, why=why))
    else:
        pass_on(work, lead, why)
    return True


def _wait_until(work: Work, lead: Lead) -> datetime | None:
    """A part of the customer's time after the lead came in."""
    pool, share = work.roster.pools.get(lead.pool), work.policy.owners.wait
    if pool is not None and pool.owner_wait is not None:
        share = pool.owner_wait
    counted = customer(work.policy)
    rest = counted.elapsed(lead.queued_at, lead.due_at) if lead.due_at is not None and share else None
    return counted.add(lead.queued_at, rest * share) if rest else None


def _may_come(work: Work, lead: Lead, until_at: datetime) -> bool:
    assert lead.owner is not None
    rep = work.draft.reps.get(lead.owner)
    kept_out = reasons(work.draft, work.roster, lead.owner, lead)
    return rep is not None and all(one.startswith(PASSING) for one in kept_out) and _is_back(rep, until_at)


def _is_back(rep: RepStanding, until_at: datetime) -> bool:
    """Whether nothing says that the rep comes back too late."""
    if not rep.on_shift and not rep.overtime and (rep.shift_at is None or rep.shift_at > until_at):
        return False
    return rep.availability is not Availability.AWAY or rep.until_at is None or rep.until_at <= until_at


def align_waits(work: Work) -> None:
    """Wait by the house rules of now: as long as they say, and for nobody who is not on their roster."""
    waiting = (lead for _, lead in work.draft.leads.items() if lead.owner_until is not None)
    for lead in sorted((one for one in waiting if one.state is LeadState.QUEUED), key=lambda one: one.order):
        until_at = _wait_until(work, lead)
        if lead.owner not in work.roster.reps or until_at is None or until_at <= work.turn.now:
            pass_on(work, lead, first_reason(work.draft, work.roster, lead.owner or "", lead) or "")
        elif until_at != lead.owner_until:
            why = first_reason(work.draft, work.roster, lead.owner or "", lead) or ""
            work.happen(OwnerAwaited(lead_id=lead.id, rep_id=lead.owner or "", until_at=until_at, why=why))


def end_owner_wait(work: Work, lead: Lead) -> None:
    """The owner was waited for long enough."""
    if lead.owner_until is not None and lead.owner_until <= work.turn.now and lead.owner is not None:
        pass_on(work, lead, first_reason(work.draft, work.roster, lead.owner, lead) or "")


def pass_on(work: Work, lead: Lead, why: str) -> None:
    """Let others have the lead: a pool of the owner's in which somebody is free, else whom the rules name."""
    assert lead.owner is not None
    work.happen(OwnerPassed(lead_id=lead.id, rep_id=lead.owner, why=why))
    lead = work.draft.leads[lead.id]
    pool = work.roster.pools.get(lead.pool)
    if lead.state is not LeadState.QUEUED or lead.on_call or pool is None or lead.owner in pool.reps:
        return  # who is on call has it when all others are closed
    team = next((one for one in work.policy.pools if _is_team(work, one, lead)), None)
    if team is not None:
        where = {"rule": lead.rule, "pool": team.name, "requires": lead.requires, "units": lead.units}
        work.happen(LeadRerouted(lead_id=lead.id, **where))  # type: ignore[arg-type]


def _is_team(work: Work, pool: Pool, lead: Lead) -> bool:
    if pool.strategy in NO_TEAM or lead.owner not in pool.reps or closes(work, pool):
        return False
    return any(first_reason(work.draft, work.roster, rep_id, lead) is None for rep_id in pool.reps)
