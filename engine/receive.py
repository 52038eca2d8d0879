"""Taking in a batch: each record becomes a lead in the queue that the rules name, or is a known one again."""

from datetime import UTC, datetime

from engine.commands import Known, NewLead, ReceiveLeads
from engine.events import LeadReceived, LeadRepeated, RecordsTaken
from engine.lead import Traits
from engine.policy import Policy, Rule
from engine.rules import classify
from engine.spans import customer
from engine.work import Work

OLDEST_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""No lead is older; a source that says so has a clock that was never set."""


def receive(work: Work, order: ReceiveLeads) -> None:
    """Take in a batch, and count it."""
    keys, people = dict(order.keys), dict(order.people)
    repeats = 0
    for lead in order.leads:
        key = f"{lead.source}\t{lead.source_key}"
        if key in keys:
            work.happen(LeadRepeated(lead_id=keys[key], source_key=lead.source_key, place=lead.place))
            repeats += 1
            continue
        keys[key] = _enter(work, lead, people)
    work.happen(
        RecordsTaken(
            origin=f"file:{order.origin.sha256}" if order.origin.sha256 else f"hook:{order.origin.source}",
            accepted=len(order.leads) - repeats,
            rejected=order.rejected,
            duplicates=repeats,
            tests=order.tests,
            rows_done=order.rows_done,
            is_last=order.is_last,
        )
    )


def _enter(work: Work, lead: NewLead, people: dict[str, Known]) -> str:
    """Put a new lead into the queue; returns its id."""
    lead_id = f"L-{work.draft.leads_ever + 1}"
    rule = classify(work.roster, facts_of(lead))
    now = work.turn.now
    told_at = lead.received_at or now
    received_at = told_at if OLDEST_AT <= told_at <= now else now
    warn_at, due_at = marks(work.policy, rule, received_at)
    linked = next((people[key].lead_id for key in lead.person_keys if key in people), None)
    work.happen(
        LeadReceived(
            lead_id=lead_id,
            source=lead.source,
            source_key=lead.source_key,
            place=lead.place,
            traits=lead.traits,
            person_keys=lead.person_keys,
            received_at=received_at,
            rule=rule.name,
            pool=rule.pool,
            requires=rule.requires,
            units=rule.units,
            warn_at=warn_at,
            due_at=due_at,
            linked_to=linked,
        )
    )
    for key in lead.person_keys:
        people.setdefault(key, Known(lead_id=lead_id))
    return lead_id


def facts_of(lead: NewLead) -> Traits:
    """All that a rule may ask about a lead: its traits, its source, and what the card says besides names."""
    card = lead.card
    facts: Traits = {"source": lead.source, **lead.traits}
    for field, text in (("message", card.message), ("company", card.company), ("name", card.name)):
        if text:
            facts.setdefault(field, text)
    if "@" in card.email:
        facts["email_domain"] = card.email.rpartition("@")[2]
    return facts


def marks(policy: Policy, rule: Rule, received_at: datetime) -> tuple[datetime | None, datetime | None]:
    """When the customer clock warns and when it is used up; nothing when the floor never opens again."""
    target = rule.first_touch or policy.first_touch
    counted = customer(policy)
    due_at = counted.add(received_at, target)
    if due_at is None:
        return None, None
    return counted.add(received_at, target * policy.warn), due_at
