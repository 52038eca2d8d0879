"""Why a lead falls under its rule: every rule's conditions with what the lead had, as the journal kept it.

Law: nothing is guessed. What a rule read off the person's card is not in the journal, so a condition on it is neither
true nor false here, but unknown; and a rule that was passed over did not hold, whatever is known of its conditions.
"""

from collections.abc import Iterable, Iterator

from engine.lead import Trait
from engine.matching.conditions import Facts, holds, words
from engine.matching.fields import ON_CARD
from engine.policy import Clause, Conditions, Roster, Rule
from engine.value import Value

Known = bool | None
"""True, false, or not known."""


class ClauseTold(Value):
    """One condition: what it asks, what the lead had, and whether that was so."""

    words: str
    actual: Trait | None = None
    """None when the lead did not have the field, or it was not kept."""
    is_kept: bool = True
    holds: Known = None


class RuleTold(Value):
    """One rule of the list."""

    number: int
    """Its place from the top, counted from one."""
    name: str
    pool: str
    is_read: bool
    """False below the rule that took the lead."""
    holds: Known = None
    clauses: tuple[ClauseTold, ...] = ()


def rules_told(roster: Roster, facts: Facts, taken_by: str) -> tuple[RuleTold, ...]:
    """Tell every rule on the facts that were kept; `taken_by` is the one that the journal says took the lead."""
    rules = roster.policy.rules
    place = next((place for place, rule in enumerate(rules) if rule.name == taken_by), -1)  # a gate stands above all
    return tuple(
        RuleTold(
            number=number + 1,
            name=rule.name,
            pool=rule.pool,
            is_read=number <= place,
            holds=rule_truth(rule, facts) if number > place else number == place,
            clauses=tuple(_told(rule, facts)),
        )
        for number, rule in enumerate(rules)
    )


def rule_truth(rule: Rule, facts: Facts) -> Known:
    """Whether a rule holds, so far as the facts tell."""
    stopped = truth(rule.unless, facts) if rule.unless is not None else False
    return _all((truth(rule.when, facts), None if stopped is None else not stopped))


def truth(conditions: Conditions, facts: Facts) -> Known:
    """Whether conditions hold, so far as the facts tell."""
    found = [_clause_truth(clause, facts) for clause in conditions.clauses]
    if conditions.any_of:
        found.append(_any(truth(group, facts) for group in conditions.any_of))
    return _all(found)


def _told(rule: Rule, facts: Facts) -> Iterator[ClauseTold]:
    yield from _clauses(rule.when, facts, "")
    if rule.unless is not None:
        yield from _clauses(rule.unless, facts, "unless ")


def _clauses(conditions: Conditions, facts: Facts, before: str) -> Iterator[ClauseTold]:
    """Tell each clause; those of an `any` are marked as one of several."""
    for clause in conditions.clauses:
        yield ClauseTold(
            words=before + words(clause),
            actual=facts.get(clause.field),
            is_kept=_is_kept(clause, facts),
            holds=_clause_truth(clause, facts),
        )
    for group in conditions.any_of:
        yield from _clauses(group, facts, f"{before}either ")


def _clause_truth(clause: Clause, facts: Facts) -> Known:
    return holds(Conditions(clauses=(clause,)), facts) if _is_kept(clause, facts) else None


def _is_kept(clause: Clause, facts: Facts) -> bool:
    return clause.field in facts or clause.field not in ON_CARD


def _all(found: Iterable[Known]) -> Known:
    values = list(found)
    if False in values:
        return False
    return None if None in values else True


def _any(found: Iterable[Known]) -> Known:
    values = list(found)
    if True in values:
        return True
    return None if None in values else False
