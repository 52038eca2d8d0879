"""Why a lead is where it is: the decision that put it there, with a verdict for every rep of the roster."""

from collections.abc import Sequence

from engine.board import Explanation, QueueRow, Verdict
from engine.events import Dealt, Entry, LeadAssigned, LeadClosed, LeadHeld, LeadParked, LeadRequeued, OfferMade
from engine.lead import LeadState, Posting
from engine.policy import Policy
from engine.value import LEAD_UNIT
from store.transaction import Transaction
from store.words.journal_words import why_waiting, words_of
from store.words.wording import Names, amount

_NO_POLICY = Policy(reps=(), pools=(), rules=())


class Decision:
    """What is known of one decision: who got the lead or nobody, who else fitted, who was out and why."""

    def __init__(self, entry: Entry | None, rule_and_pool: tuple[str, str], policy: Policy) -> None:
        self.entry = entry
        self.rule, self.pool = rule_and_pool
        self.policy = policy
        self.names = Names({rep.id: rep.name for rep in policy.reps})
        event = entry.event if entry is not None else None
        self.event = event
        self.dealt: Dealt | None = event.dealt if isinstance(event, LeadAssigned | OfferMade) else None
        self.posting: Posting | None = event.posting if isinstance(event, LeadAssigned | OfferMade) else None
        self.chosen = event.rep_id if isinstance(event, LeadAssigned | OfferMade) else None
        out = event.out if isinstance(event, LeadHeld) else self.dealt.out if self.dealt else {}
        self.out = {rep_id: reason for reason, reps in out.items() for rep_id in reps}


def explanation(
    row: QueueRow, rule_and_pool: tuple[str, str], entries: Sequence[Entry], view: Transaction
) -> Explanation:
    """Explain where the lead is by the entries about it."""
    entry = _decisive(row, entries)
    policy = view.policy(entry.policy) if entry is not None and entry.policy else _NO_POLICY
    decision = Decision(entry, rule_and_pool, policy)
    return Explanation(
        lead_id=row.id,
        state=row.state,
        rule=decision.rule,
        pool=decision.pool,
        sentence=_at_rest(row, entries, decision) or sentence_of(decision),
        verdicts=tuple(_verdict(decision, rep.id, rep.name) for rep in policy.reps),
        decided_seq=entry.seq if entry is not None else None,
    )


def _at_rest(row: QueueRow, entries: Sequence[Entry], decision: Decision) -> str:
    """What became of a lead that waits for nobody: put aside or closed; nothing of any other."""
    entry = next((entry for entry in reversed(entries) if isinstance(entry.event, LeadParked | LeadClosed)), None)
    if entry is None or row.state not in (LeadState.PARKED, LeadState.CLOSED):
        return ""
    words = words_of(entry, decision.names)
    if isinstance(entry.event, LeadParked):
        return f"It is {words}."
    had = f" {sentence_of(decision)}" if row.rep_id is not None else ""
    return f"It is closed: {words}.{had}"


def _decisive(row: QueueRow, entries: Sequence[Entry]) -> Entry | None:
    """The entry that decided: who has the lead now was given it; who has none was held, or put back."""
    for entry in reversed(entries):
        event = entry.event
        if row.rep_id is None and isinstance(event, LeadHeld | LeadRequeued):
            return entry
        if isinstance(event, LeadAssigned) and event.rep_id == row.rep_id:
            return _offer_before(entry, entries) if event.how == "accepted" else entry
        if isinstance(event, OfferMade) and event.rep_id == row.rep_id:
            return entry
    return entries[0] if entries else None


def _offer_before(accepted: Entry, entries: Sequence[Entry]) -> Entry:
    """Who says yes was chosen when the offer was made."""
    offers = [entry for entry in entries if isinstance(entry.event, OfferMade) and entry.seq < accepted.seq]
    return offers[-1] if offers else accepted


def _verdict(decision: Decision, rep_id: str, name: str) -> Verdict:
    lag = None
    if decision.dealt is not None:
        known = {decision.chosen: decision.dealt.lag_before, decision.dealt.runner_up: decision.dealt.runner_up_lag}
        lag = known[rep_id] / LEAD_UNIT if rep_id in known else None
    return Verdict(rep_id=rep_id, name=name, reason=_reason(decision, rep_id), lag=lag)


def _reason(decision: Decision, rep_id: str) -> str:
    if rep_id == decision.chosen:
        return "chosen"
    if rep_id in decision.out:
        return decision.out[rep_id]
    if rep_id not in _members(decision):
        return f"not in pool {decision.pool}"
    if decision.posting is not None and rep_id in decision.posting.among:
        return "fits"
    return _NOT_ASKED.get(getattr(decision.event, "how", ""), "not asked")


_NOT_ASKED = {"manual": "not asked: given by hand", "owner": "not asked: the person has an owner"}


def _members(decision: Decision) -> tuple[str, ...]:
    return next((pool.reps for pool in decision.policy.pools if pool.name == decision.pool), ())


def sentence_of(decision: Decision) -> str:
    """Why the lead is where it is, in a sentence."""
    event, names = decision.event, decision.names
    if isinstance(event, LeadAssigned | OfferMade) and decision.dealt is not None:
        return _dealt_sentence(decision, decision.dealt)
    if isinstance(event, LeadAssigned):
        return _given_sentence(decision, event)
    if isinstance(event, LeadHeld):
        return (
            f"It waits in pool {decision.pool} (rule '{decision.rule}'): {why_waiting(event.out) or 'nobody fits'}."
        )
    if isinstance(event, LeadRequeued):
        said = f": {event.reason}" if event.reason else ""
        return f"It was put back into the queue of pool {decision.pool}{said}; {names(event.was)} had it."
    return f"It waits in pool {decision.pool} by rule '{decision.rule}'."


def _dealt_sentence(decision: Decision, dealt: Dealt) -> str:
    among = len(decision.posting.among) if decision.posting else 1
    parts = [
        f"rule {_numbered(decision.policy, dealt.rule)}",
        f"{among} of {among + len(decision.out)} routable",
        f"owed {amount(dealt.lag_before)}",
    ]
    if dealt.runner_up:
        parts.append(f"next was {decision.names(dealt.runner_up)} {amount(dealt.runner_up_lag)}")
    return f"{decision.names(decision.chosen)}: {'; '.join(parts)}."


def _numbered(policy: Policy, rule_name: str) -> str:
    """The rule with its place from the top; a gate has none."""
    place = next((place for place, rule in enumerate(policy.rules, 1) if rule.name == rule_name), None)
    return f"{place} '{rule_name}'" if place else f"'{rule_name}'"


def _given_sentence(decision: Decision, event: LeadAssigned) -> str:
    name = decision.names(event.rep_id)
    if event.how == "owner":
        return f"{name}: {event.reason or 'an earlier lead of the same person is theirs'}."
    if event.how == "manual" and decision.entry is not None:
        over = ", over capacity" if event.over_cap else ""
        said = f": {event.reason}" if event.reason else ""
        was = f", from {decision.names(event.was)}" if event.was else ""
        return f"{name}: given by hand by {decision.entry.actor}{was}{over}{said}."
    return f"{name}: took the lead by rule '{decision.rule}'."
