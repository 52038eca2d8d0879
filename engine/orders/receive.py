"""Taking in a batch: each record becomes a lead in the queue that the rules name, or is a known one again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from engine.commands import Known, NewLead, ReceiveLeads
from engine.companies import Company
from engine.dealing.holding import stay_until
from engine.dealing.owners import Persons, owner_of, waits_beside
from engine.dealing.person_keys import given, telling
from engine.dealing.placing import Placed, place
from engine.dealing.spans import customer
from engine.dealing.work import Work
from engine.events import LeadClosed, LeadMerged, LeadParked, LeadReceived, LeadRepeated, RecordsTaken
from engine.house.persons import WhenOpen
from engine.house.queue_order import place_at
from engine.lead import Disposition, LeadState, Traits
from engine.matching.facts import card_facts
from engine.matching.rules import classify, gate_of, with_score
from engine.matching.scoring import Scored, grade_at, scored
from engine.orders.climbing import ladder_of
from engine.policy import Gate, Passage, Policy, Rule

Marks = tuple[datetime | None, datetime | None]
"""When the customer clock warns, and when it is used up."""

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
        keys[key] = _merge(work, lead, people) or _enter(work, lead, people, known)
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


def _linked(lead: NewLead, people: Mapping[str, Known]) -> str | None:
    return next((people[key].lead_id for key in telling(lead.person_keys, people)), None)


def _merge(work: Work, lead: NewLead, people: dict[str, Known]) -> str | None:
    """Join a record to the open lead of the same person; returns its id, or None when it is to be a lead of its own.

    What is put aside is left there: an enquiry of today must not wait with it.
    """
    if work.policy.duplicates.when_open is not WhenOpen.MERGE:
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
    for key in lead.person_keys:
        people[key] = given(key, lead.person_keys, people.get(key, Known(lead_id=lead_id)))


def _remember_company(work: Work, lead: NewLead, lead_id: str, known: Persons) -> None:
    """A lead of a company that nobody has yet is waited beside by the next of this batch."""
    is_open = lead_id in work.draft.leads
    for key in lead.company_keys if is_open else ():
        company = known.companies.get(key, Company())
        known.companies[key] = company.but(waiting=company.waiting or lead_id)


def _enter(work: Work, lead: NewLead, people: dict[str, Known], known: Persons) -> str:
    """Put a new lead into the queue, or where the gate says; returns its id."""
    lead_id = f"L-{work.draft.leads_ever + 1}"
    worth = scored(work.policy, said := facts_of(lead))
    facts = with_score(said, worth.score, worth.grade)
    gate, rule = gate_of(work.roster, facts), classify(work.roster, facts)
    person, received_at = _person(work, lead, known), _received_at(work, lead)
    placed = place(work.roster, rule.pool, facts, person or lead.source_key)
    target, pool = _target(work.policy, rule, worth), work.roster.pools.get(placed.pool)
    marked = _clock(work, gate, target, received_at)
    owner = owner_of(work, lead, (facts, pool), known)
    work.happen(
        LeadReceived(
            lead_id=lead_id,
            source=lead.source,
            source_key=lead.source_key,
            place=lead.place,
            traits=lead.traits,
            person_keys=lead.person_keys,
            company_keys=lead.company_keys,
            **_worth(worth),  # type: ignore[arg-type]
            gate=gate.name if gate is not None else "",
            received_at=received_at,
            **_where(rule, placed),  # type: ignore[arg-type]
            order_at=place_at(work.policy.queue_order, worth.grade, work.turn.now),
            ladder=ladder_of(work.policy, pool, work.turn.now),
            stay_until=stay_until(work, pool, target),
            **_due(marked, work.turn.now),  # type: ignore[arg-type]
            linked_to=_linked(lead, people),
            person="" if person in lead.person_keys[:1] else person,
            beside=waits_beside(work, lead, known) if owner.rep_id is None else None,
            owner=owner.rep_id,
            owner_why=owner.why,
        )
    )
    _turn_away(work, lead_id, gate)
    return lead_id


def _worth(worth: Scored) -> dict[str, object]:
    """What the scoring makes of the lead."""
    return {"score": worth.score, "grade": worth.grade, "points": worth.points}


def _due(marked: Marks, now: datetime) -> dict[str, object]:
    """Until when it is to be answered, and whether that is past already."""
    warn_at, due_at = marked
    return {"warn_at": warn_at, "due_at": due_at, "is_late": due_at is not None and due_at < now}


def _where(rule: Rule, placed: Placed) -> dict[str, object]:
    """Which queue the lead stands in, and for whom."""
    asked = {"rule": rule.name, "requires": rule.requires, "units": rule.units}
    return {**asked, "pool": placed.pool, "only": placed.only}


def _person(work: Work, lead: NewLead, known: Persons) -> str:
    """By what trials draw the person: by what they drew them before, under whichever of the keys that was."""
    before = next((by[key] for by in known[:2] for key in telling(lead.person_keys, by)), None)
    earlier = work.draft.leads.get(before.lead_id) if before is not None else None
    drawn = earlier.person if earlier is not None else before.person if before is not None else ""
    return drawn or next(iter(lead.person_keys), "")


def _received_at(work: Work, lead: NewLead) -> datetime:
    """When the customer asked, where that can be believed; else now."""
    now = work.turn.now
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
    return marks(work.policy, target, work.turn.now + gate.park_for if gate and is_parked else received_at)


def facts_of(lead: NewLead) -> Traits:
    """All that a rule may ask about a lead: its traits, its source, and what the card says besides names."""
    return {**card_facts(lead.card), "source": lead.source, **lead.traits}


def marks(policy: Policy, target: timedelta, start: datetime) -> Marks:
    """When the customer clock warns and when it is used up; nothing when the floor never opens again."""
    counted = customer(policy)
    due_at = counted.add(start, target)
    if due_at is None:
        return None, None
    return counted.add(start, target * policy.warn), due_at
