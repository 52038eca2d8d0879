"""Leads that wait where nobody deals, since the house rules changed: the rules are asked again where they belong.

Law: whatever waits, waits in a pool that has reps.
"""

from engine.dealing.placing import person_of, place
from engine.dealing.work import Work
from engine.events import LeadRerouted
from engine.lead import Lead
from engine.matching.rules import classify, facts_kept
from engine.policy import Pool


def rehome(work: Work) -> None:
    """Send on what waits for a pool that is no more, or that only passes leads on to others."""
    homeless = sorted(lane for lane, _ in work.draft.lanes.items() if not deals(work.roster.pools.get(lane[0])))
    for lane in homeless:
        while (lead := work.draft.first_in(lane)) is not None:
            if reroute(work, lead).pool == lane[0]:
                break  # the house rules have no other place; were there such rules, it would wait and be seen


def deals(pool: Pool | None) -> bool:
    """Whether leads may wait for a pool: a trial has no reps of its own."""
    return pool is not None and bool(pool.reps)


def reroute(work: Work, lead: Lead) -> Lead:
    """Ask the rules again where a waiting lead belongs, since its pool is no more."""
    facts = {**work.facts.get(lead.id, {}), **facts_kept(lead)}
    rule = classify(work.roster, facts)
    placed = place(work.roster, rule.pool, facts, person_of(lead))
    work.happen(
        LeadRerouted(
            lead_id=lead.id,
            rule=rule.name,
            pool=placed.pool,
            requires=rule.requires,
            only=placed.only,
            units=rule.units,
        )
    )
    return work.draft.leads[lead.id]
