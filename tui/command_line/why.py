"""Why a lead is where it is: the trail of its decision as lines and as JSON."""

from collections.abc import Iterator

from engine.board import Explanation, LeadDetail
from engine.telling.explain import Candidate, instead_words
from engine.telling.explain_rules import ClauseTold, Known, RuleTold
from tui.command_line.trail import Trail
from tui.rows import reason_words, span_text

CANDIDATE = ("rep_id", "name", "reason", "rank", "share", "lag_before", "lag_after")

TRUTH: dict[Known, str] = {True: "yes", False: "no", None: "?"}


def why_json(detail: LeadDetail, trail: Trail) -> dict[str, object]:
    """The explanation under stable names."""
    told, table = detail.explanation, trail.ranking
    chosen = next((one for one in table.candidates if one.reason == "chosen"), None) if table else None
    return {
        "lead": told.lead_id,
        "state": told.state,
        "rep": detail.row.rep_id,
        "rule": told.rule,
        "pool": told.pool,
        "sentence": told.sentence,
        "reps": [_plain(verdict, "rep_id", "name", "reason", "lag") for verdict in told.verdicts],
        "decided_seq": told.decided_seq,
        **_plain(trail, "policy", "seed"),
        "clocks": _clocks(detail),
        **_plain(trail, "score", "grade", "points", "gate"),
        "rules": [_rule(rule) for rule in trail.rules],
        "candidates": [_plain(one, *CANDIDATE) for one in table.candidates] if table else [],
        "first": table.first if table else None,
        "runner_up": table.runner_up if table else None,
        "lag_before": chosen.lag_before if chosen else None,
        "lag_after": chosen.lag_after if chosen else None,
        "now": [_plain(one, *CANDIDATE) for one in trail.now],
        "instead": [_plain(one, "rep_id", "name", "but_for") for one in table.instead] if table else [],
        "counterfactual": instead_words(table.instead) if table else "",
        "cost_of_fit_seconds": trail.cost_of_fit_seconds,
        "cost_of_fairness_seconds": trail.cost_of_fairness_seconds,
        "doubt": trail.doubt,
        "history": [_plain(row, "seq", "at", "kind", "actor", "words") for row in detail.history],
    }


def why_lines(detail: LeadDetail, trail: Trail) -> Iterator[str]:
    """The explanation for people."""
    told, table = detail.explanation, trail.ranking
    yield f"{told.lead_id} is {told.state}."
    yield told.sentence
    yield from clock_words(detail)
    if table is not None and table.instead:
        yield instead_words(table.instead)
    if trail.doubt:
        yield trail.doubt
    yield from _made_of(detail, trail)
    yield ""
    yield from _worth_lines(trail)
    yield from _rule_lines(trail.rules)
    if table is not None:
        yield from map(candidate_line, table.candidates)
    else:
        for verdict in told.verdicts:
            lag = "" if verdict.lag is None else f"  lag {verdict.lag:+.2f}"
            yield f"   {verdict.rep_id:<12} {verdict.name:<20} {reason_words(verdict.reason)}{lag}"
    yield ""
    yield from _since_lines(told, trail)
    if trail.cost_of_fit_seconds is not None and trail.cost_of_fairness_seconds is not None:
        yield (
            f"It waited {trail.cost_of_fit_seconds:.0f} s for somebody who fits while others were free, and"
            f" {trail.cost_of_fairness_seconds:.0f} s on offers that came to nothing."
        )
        yield ""
    yield from (f"   {row.at:%H:%M:%S}  {row.words}" for row in detail.history)


def clock_words(detail: LeadDetail) -> Iterator[str]:
    """How long a waiting lead will wait on, and how long the yes took, where there is something to say."""
    if detail.wait_seconds is not None:
        yield f"It is foretold to wait {span_text(detail.wait_seconds)} more."
    if detail.accept_seconds is not None:
        yield f"The yes came {span_text(detail.accept_seconds)} after the offer."


def _clocks(detail: LeadDetail) -> dict[str, object]:
    """Every instant from which a clock of the lead counts, and those at which one runs out."""
    queue = _plain(detail.row, "queued_at", "warn_at", "due_at")
    lead = _plain(detail, "received_at", "assigned_at", "first_touch_at", "closed_at")
    offers = [_plain(one, "rep_id", "made_at", "ended_at", "outcome", "seconds") for one in detail.offers]
    return queue | lead | _plain(detail, "accept_seconds", "wait_seconds") | {"offers": offers}


def _made_of(detail: LeadDetail, trail: Trail) -> Iterator[str]:
    """By which entry, rules and chance it was decided, for whoever wants to check."""
    if detail.explanation.decided_seq is None:
        return
    seed = f", seed {trail.seed}" if trail.seed is not None else ""
    at = next((f" at {row.at:%H:%M:%S}" for row in detail.history if row.seq == detail.explanation.decided_seq), "")
    yield f"Decided with entry {detail.explanation.decided_seq}{at} under the rules {trail.policy[:12]}{seed}."


def _since_lines(told: Explanation, trail: Trail) -> Iterator[str]:
    """How those fare now with whom it was otherwise when it was decided that a lead waits."""
    then = trail.ranking.candidates if trail.ranking is not None else told.verdicts
    was = {one.rep_id: one.reason for one in then}
    changed = [one for one in trail.now if was.get(one.rep_id) != one.reason]
    if changed:
        yield f"Since then, for {len(changed)} {'rep' if len(changed) == 1 else 'reps'}:"
        yield from map(candidate_line, changed)
        yield ""


def _worth_lines(trail: Trail) -> Iterator[str]:
    if trail.grade:
        parts = ", ".join(f"{name} {points:+d}" for name, points in trail.points.items()) or "nothing held"
        yield f"   {trail.grade} with {trail.score} points: {parts}"
    if trail.gate:
        yield f"   the gate '{trail.gate}' did not let it pass"


def _rule_lines(rules: tuple[RuleTold, ...]) -> Iterator[str]:
    read = [rule for rule in rules if rule.is_read]
    for rule in read:
        verdict = "took it" if rule.holds else "passed over"
        yield f"   rule {rule.number} '{rule.name}' (pool {rule.pool}): {verdict}"
        yield from (f"      {TRUTH[clause.holds]:<4}{clause.words}{_had(clause)}" for clause in rule.clauses)
    if unread := len(rules) - len(read):
        yield f"   {unread} below it {'was' if unread == 1 else 'were'} not read"
    if rules:
        yield ""


def _had(clause: ClauseTold) -> str:
    if not clause.is_kept:
        return "   (stood on the card: not kept)"
    return "   (it had none)" if clause.actual is None else f"   (it had {clause.actual!r})"


def candidate_line(one: Candidate) -> str:
    """A rep of the table in a line: rank, name, reason, and the lag before and after."""
    rank = f"{one.rank:>2}" if one.rank else " -"
    reason = reason_words(one.reason)
    return f"   {rank} {one.rep_id:<12} {one.name:<20} {reason:<24} lag {one.lag_before:+.2f} → {one.lag_after:+.2f}"


def _rule(rule: RuleTold) -> dict[str, object]:
    clauses = [_plain(clause, "words", "actual", "is_kept", "holds") for clause in rule.clauses]
    return _plain(rule, "number", "name", "pool", "is_read", "holds") | {"clauses": clauses}


def _plain(value: object, *names: str) -> dict[str, object]:
    return {name: getattr(value, name) for name in names}
