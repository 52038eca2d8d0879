"""Taking in a batch: each record becomes a lead in the queue that the rules name, or is a known one again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from engine.commands import Known, NewLead, ReceiveLeads
from engine.companies import Company
from engine.dealing.holding import stay_until
from engine.dealing.owners import Owner, Persons, Told, owner_of, told_of, waits_beside
from engine.dealing.person_keys import given, telling
from engine.dealing.placing import Placed, place
from engine.dealing.work import Work
from engine.events import LeadClosed, LeadMerged, LeadParked, LeadReceived, LeadRepeated, RecordsTaken
from engine.house.persons import WhenOpen
from engine.house.queue_order import place_at
from engine.lead import Disposition, LeadState, Traits
from engine.matching.facts import card_facts
from engine.matching.rules import gate_of, rule_of, with_score
from engine.matching.scoring import Scored, grade_at, scored
from engine.orders.climbing import ladder_of
from engine.policy import Gate, Passage, Policy, Pool, Rule

Marks = tuple[datetime | None, datetime | None]
"""When the customer clock warns, and when it is used up."""

MERGE = WhenOpen.MERGE

OLDEST_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""No lead is older; a source that says so has a clock that was never set."""


def receive(work: Work, order: ReceiveLeads) -> None:
    """Take in a batch, and count it."""
    keys, people = dict(order.keys), _lately(work, order.people)
    known = Persons(people, order.people, dict(order.companies))
    ever = work.draft.leads_ever
    for lead in order.leads:
        key = f"{lead.source}\t{lead.source_key}"
        if key in keys:
            work.happen(LeadRepeated(lead_id=keys[key], source_key=lead.source_key, place=lead.place))
            continue
        keys[key] = _merge(work, lead, people) or _enter(work, lead, known)
        _remember(lead, keys[key], people)
        _remember_company(work, lead, keys[key], known)
    repeats = len(order.leads) - (work.draft.leads_ever - ever)
    work.happen(
        RecordsTaken(
            origin=f"file:{order.origin.sha256}" if order.origin.sha256 else f"hook:{order.origin.source}",
            accepted=len(order.leads) - repeats,
            rejected=order.rejected,
            duplicates=repeats,
            tests=order.tests,
            rows_done=order.rows_done,
            is_last=order.is_last,
            retried=order.retried,
        )
    )


def _lately(work: Work, people: Mapping[str, Known]) -> dict[str, Known]:
    """The persons whose latest lead came in within the window; the others are taken for new."""
    since = work.turn.now - work.policy.duplicates.window
    return {key: known for key, known in people.items() if known.at is None or known.at >= since or known.is_shared}


def _merge(work: Work, lead: NewLead, people: dict[str, Known]) -> str | None:
    """Join a record to the open lead of the same person; returns its id, or None when it is to be a lead of its own.

    What is put aside is left there: an enquiry of today must not wait with it.
    """
    if work.policy.duplicates.when_open is not MERGE:
        return None
    known = (people[key].lead_id for key in telling(lead.person_keys, people))
    earlier = next((found for one in known if (found := work.draft.leads.get(one))), None)
    if earlier is None or earlier.state is LeadState.PARKED:
        return None
    worth = scored(work.policy, facts_of(lead))
    is_higher = bool(worth.grade) and worth.score > earlier.score
    work.happen(
        LeadMerged(
            lead_id=earlier.id,
            source=lead.source,
            source_key=lead.source_key,
            place=lead.place,
            person_keys=lead.person_keys,
            score=worth.score if is_higher else earlier.score,
            grade=worth.grade if is_higher else earlier.grade,
        )
    )
    return earlier.id


def _remember(lead: NewLead, lead_id: str, people: dict[str, Known]) -> None:
    fresh = Known(lead_id=lead_id)
    for key in lead.person_keys:
        people[key] = given(key, lead.person_keys, people.get(key, fresh))


def _remember_company(work: Work, lead: NewLead, lead_id: str, known: Persons) -> None:
    """A lead of a company that nobody has yet is waited beside by the next of this batch."""
    is_open = bool(lead.company_keys) and lead_id in work.draft.leads
    for key in lead.company_keys if is_open else ():
        company = known.companies.get(key, Company())
        known.companies[key] = company.but(waiting=company.waiting or lead_id)


class Judged(NamedTuple):
    """What the house rules make of a record, before anything is done about it."""

    worth: Scored
    gate: Gate | None
    rule: Rule
    told: Told
    person: str
    placed: Placed
    pool: Pool | None
    owner: Owner


def _enter(work: Work, lead: NewLead, known: Persons) -> str:
    """Put a new lead into the queue, or where the gate says; returns its id."""
    lead_id, judged = f"L-{work.draft.leads_ever + 1}", _judge(work, lead, known)
    work.happen(_received(work, lead, lead_id, judged))
    _turn_away(work, lead_id, judged.gate)
    return lead_id


def _judge(work: Work, lead: NewLead, known: Persons) -> Judged:
    worth = scored(work.policy, said := facts_of(lead))
    facts = with_score(said, worth.score, worth.grade) if worth.grade else said
    gate, told = gate_of(work.roster, facts), told_of(lead, known)
    rule, person = rule_of(work.roster, facts, gate), _person(work, lead, told)
    placed = place(work.roster, rule.pool, facts, person or lead.source_key)
    pool = work.roster.pools.get(placed.pool)
    return Judged(worth, gate, rule, told, person, placed, pool, owner_of(work, lead, (facts, pool), told))


def _received(work: Work, lead: NewLead, lead_id: str, judged: Judged) -> LeadReceived:
    worth, gate, rule, told, person, placed, pool, owner = judged
    now, target = work.turn.now, _target(work.policy, rule, worth)
    received_at = _received_at(lead, now)
    warn_at, due_at = _clock(work, gate, target, received_at)
    return LeadReceived(
        lead_id=lead_id,
        source=lead.source,
        source_key=lead.source_key,
        place=lead.place,
        traits=lead.traits,
        person_keys=lead.person_keys,
        company_keys=lead.company_keys,
        score=worth.score,
        grade=worth.grade,
        points=worth.points,
        gate=gate.name if gate is not None else "",
        received_at=received_at,
        rule=rule.name,
        pool=placed.pool,
        requires=rule.requires,
        only=placed.only,
        units=rule.units,
        order_at=place_at(work.policy.queue_order, worth.grade, now),
        ladder=ladder_of(work.policy, pool, now),
        stay_until=stay_until(work, pool, target),
        warn_at=warn_at,
        due_at=due_at,
        is_late=due_at is not None and due_at < now,
        linked_to=told.lately.lead_id if told.lately is not None else None,
        person="" if person in lead.person_keys[:1] else person,
        beside=waits_beside(work, lead, told) if lead.company_keys and owner.rep_id is None else None,
        owner=owner.rep_id,
        owner_why=owner.why,
    )


def _person(work: Work, lead: NewLead, told: Told) -> str:
    """By what trials draw the person: by what they drew them before, under whichever of the keys that was."""
    before = told.lately or told.ever
    earlier = work.draft.leads.get(before.lead_id) if before is not None else None
    drawn = earlier.person if earlier is not None else before.person if before is not None else ""
    return drawn or next(iter(lead.person_keys), "")


def _received_at(lead: NewLead, now: datetime) -> datetime:
    """When the customer asked, where that can be believed; else now."""
    told_at = lead.received_at or now
    return told_at if OLDEST_AT <= told_at <= now else now


def _turn_away(work: Work, lead_id: str, gate: Gate | None) -> None:
    """Close what the gate discards, put aside what it nurtures nowhere; a pool of its own is a queue like others."""
    if gate is None:
        return
    reason = f"gate '{gate.name}'"
    if gate.verdict is Passage.DISCARD:
        work.happen(LeadClosed(lead_id=lead_id, disposition=Disposition.UNQUALIFIED, reason=reason))
    elif not gate.pool:
        work.happen(LeadParked(lead_id=lead_id, until_at=work.turn.now + gate.park_for, reason=reason))


def _target(policy: Policy, rule: Rule, worth: Scored) -> timedelta:
    """How soon the customer is to be answered: by the rule, else by the grade, else as on the whole floor."""
    grade = grade_at(policy, worth.score) if worth.grade else None
    return rule.first_touch or (grade.first_touch if grade else None) or policy.first_touch


def _clock(work: Work, gate: Gate | None, target: timedelta, received_at: datetime) -> Marks:
    """The marks of the customer clock: none for what is discarded, and those of its return for what is put aside."""
    if gate is not None and gate.verdict is Passage.DISCARD:
        return None, None
    is_parked = gate is not None and not gate.pool
    return marks(work, target, work.turn.now + gate.park_for if gate and is_parked else received_at)


def facts_of(lead: NewLead) -> Traits:
    """All that a rule may ask about a lead: its traits, its source, and what the card says besides names."""
    return {**card_facts(lead.card), "source": lead.source, **lead.traits}


def marks(work: Work, target: timedelta, start: datetime) -> Marks:
    """When the customer clock warns and when it is used up; nothing when the floor never opens again."""
    due_at = work.counted.add(start, target)
    if due_at is None:
        return None, None
    return work.counted.add(start, target * work.policy.warn), due_at
