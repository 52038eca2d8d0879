"""The whole trail of one decision: the rules, the table of candidates, and what fit and fairness cost in waiting.

It is worked out again by the engine's own routing on the floor as it was, never read off a second account of it.
"""

from typing import Any

from engine.board import Explanation
from engine.events import Entry, LeadAssigned, LeadHeld, LeadReceived, LeadRerouted, OfferMade
from engine.floor import Floor
from engine.lead import LeadState
from engine.matching.rules import facts_kept
from engine.policy import Roster
from engine.telling.explain import Candidate, Ranking, as_it_was, ranking
from engine.telling.explain_rules import RuleTold, rules_told
from engine.telling.explain_waits import cost_of_fairness, cost_of_fit
from engine.value import Value
from store.asked.explaining import ENTRIES_MAX, Past

DECISIONS = (LeadAssigned, OfferMade, LeadHeld)


class Trail(Value):
    """What is known of one decision besides its short reason."""

    policy: str = ""
    """The digest of the house rules under which it was decided."""
    seed: int | None = None
    """What chance was made of, where the strategy asked it."""
    rules: tuple[RuleTold, ...] = ()
    score: int = 0
    grade: str = ""
    points: dict[str, int] = {}
    gate: str = ""
    """The gate that did not let the lead pass."""
    ranking: Ranking | None = None
    cost_of_fit_seconds: float | None = None
    cost_of_fairness_seconds: float | None = None
    doubt: str = ""
    """Why a part is missing, or does not agree with the journal; a sentence."""
    now: tuple[Candidate, ...] = ()
    """How everybody fares as things stand, for a lead that waits; empty where that was not worked out."""


class Rosters:
    """The rosters of a journal, each made once."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._made: dict[str, Roster] = {}

    def __call__(self, digest: str) -> Roster:
        """The roster under a policy's digest."""
        return self._made.setdefault(digest, Roster(self._past.policy(digest)))


def trail_of(past: Past, told: Explanation) -> Trail:
    """Work out the trail of the decision that an explanation is about, and how things stand where a lead waits on."""
    rosters = Rosters(past)
    trail = _trail_of(past, rosters, told)
    return trail.but(now=_now(past, rosters, told.lead_id)) if told.state is LeadState.QUEUED else trail


def _now(past: Past, rosters: Rosters, lead_id: str) -> tuple[Candidate, ...]:
    """How everybody fares now: only the first of a line is decided anew with each change of the floor."""
    seq = past.head().seq
    floor = past.floor_at(seq, seq)
    lead = floor.leads.get(lead_id) if floor is not None else None
    if floor is None or lead is None:
        return ()
    roster = rosters(floor.policy_digest)
    pool = roster.pools.get(lead.pool)
    return ranking(as_it_was(floor, floor.at, 0), roster, pool, lead, None).candidates if pool is not None else ()


def _trail_of(past: Past, rosters: Rosters, told: Explanation) -> Trail:
    entries = past.entries_of(told.lead_id)
    received = entries[0] if entries else None
    if received is None or not isinstance(received.event, LeadReceived):
        return Trail(doubt="The journal does not say how this lead came in.")
    decision = next((one for one in entries if one.seq == told.decided_seq), None)
    dealt = getattr(decision.event, "dealt", None) if decision is not None else None
    trail = Trail(
        policy=(decision or received).policy,
        seed=dealt.seed if dealt is not None else None,
        rules=_rules(rosters, entries, told.decided_seq or received.seq),
        **_worth(received.event),
    )
    if decision is None or not isinstance(decision.event, DECISIONS):
        return trail
    floor = past.floor_at(received.seq - 1, decision.seq)
    if floor is None:
        words = f"The ranks were not worked out: that would mean folding more than {ENTRIES_MAX} entries."
        return trail.but(doubt=words)
    return _worked_out(trail, past, rosters, [one for one in entries if one.seq <= decision.seq], floor)


def _worth(came: LeadReceived) -> dict[str, Any]:
    return {"score": came.score, "grade": came.grade, "points": came.points, "gate": came.gate}


def _rules(rosters: Rosters, entries: list[Entry], seq: int) -> tuple[RuleTold, ...]:
    """The rules that were in force when the lead was last routed, on what the journal kept of it."""
    first, *_ = routed = [
        one for one in entries if isinstance(one.event, LeadReceived | LeadRerouted) and one.seq <= seq
    ]
    assert isinstance(first.event, LeadReceived)
    assert isinstance(routed[-1].event, LeadReceived | LeadRerouted)
    return rules_told(rosters(routed[-1].policy), facts_kept(first.event), routed[-1].event.rule)


def _worked_out(trail: Trail, past: Past, rosters: Rosters, entries: list[Entry], floor: Floor) -> Trail:
    """The trail with its table; `floor` is as it was before the lead came in, the entries are the lead's own."""
    decision = entries[-1]
    since = past.between(floor.seq, decision.seq - 1)
    fit = cost_of_fit(floor, since, entries[0].event.lead_id, decision.at, rosters)  # type: ignore[union-attr]
    costs = trail.but(cost_of_fit_seconds=fit, cost_of_fairness_seconds=cost_of_fairness(entries))
    roster = rosters(decision.policy)
    lead = floor.leads.get(getattr(decision.event, "lead_id", ""))
    pool = roster.pools.get(lead.pool) if lead is not None else None
    if lead is None or pool is None:
        return costs.but(doubt="The pool of this decision is no more, so nobody was ranked.")
    chosen = None if isinstance(decision.event, LeadHeld) else getattr(decision.event, "rep_id", None)
    dealt = getattr(decision.event, "dealt", None)
    then = as_it_was(floor, decision.at, (dealt.seed if dealt is not None else None) or 0)
    table = ranking(then, roster, pool, lead, chosen)
    return costs.but(ranking=table, doubt=_doubt(decision, table))


def _doubt(decision: Entry, table: Ranking) -> str:
    """Whether routing as it is now would have named somebody else; by hand and by owner nobody was ranked."""
    event = decision.event
    is_ranked = isinstance(event, OfferMade) or (isinstance(event, LeadAssigned) and event.how == "dealt")
    if not is_ranked or table.first == getattr(event, "rep_id", None):
        return ""
    return f"Worked out again, {table.first or 'nobody'} would be first: another version of floorboard decided this."
