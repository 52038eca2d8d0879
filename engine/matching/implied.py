"""Whether one question about a lead answers another: which rules can never be reached.

Law: what is said is certain. A rule is called unreachable only where no lead whatever could fall under it; where that
cannot be seen, nothing is said.
"""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from engine.matching.conditions import wanted
from engine.matching.fields import FIELDS, Kind
from engine.policy import Clause, Conditions, Rule


class Span(NamedTuple):
    """The numbers that a clause lets through."""

    low: float = -inf
    high: float = inf
    is_low_in: bool = True
    is_high_in: bool = True

    def lies_in(self, other: "Span") -> bool:
        """Whether every number of this span is one of the other's."""
        above = self.low > other.low or (self.low == other.low and (other.is_low_in or not self.is_low_in))
        below = self.high < other.high or (self.high == other.high and (other.is_high_in or not self.is_high_in))
        return above and below

    def misses(self, other: "Span") -> bool:
        """Whether no number is in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low != high:
            return low > high
        return not all((self._has(low), other._has(low)))

    def _has(self, number: float) -> bool:
        from_low = number > self.low or (number == self.low and self.is_low_in)
        return from_low and (number < self.high or (number == self.high and self.is_high_in))


def shadow_of(rules: Sequence[Rule], place: int) -> tuple[Rule, ...]:
    """The rules above one that take every lead it could take; none when it can be reached.

    A rule that names several values may be hidden by several rules together, each taking some of them.
    """
    rule = rules[place]
    above = rules[:place]
    if (one := _hiding(above, rule.when)) is not None:
        return (one,)
    for number, clause in enumerate(rule.when.clauses):
        if clause.test != "is" or not isinstance(clause.value, tuple):
            continue
        rest = rule.when.clauses[:number] + rule.when.clauses[number + 1 :]
        parts = [rule.when.but(clauses=(*rest, clause.but(value=value))) for value in clause.value]
        hiding = [_hiding(above, part) for part in parts]
        if all(hiding):
            return tuple({one.name: one for one in hiding if one is not None}.values())
    return ()


def _hiding(above: Sequence[Rule], when: Conditions) -> Rule | None:
    return next((rule for rule in above if rule.unless is None and implies(when, rule.when)), None)


def implies(narrow: Conditions, wide: Conditions) -> bool:
    """Whether every lead of which `narrow` is true is one of which `wide` is true."""
    if wide.any_of and wide.any_of != narrow.any_of:
        any_holds = any(implies(narrow, group) for group in wide.any_of)
        if not any_holds:
            return False
    return all(any(_clause_implies(ours, theirs) for ours in narrow.clauses) for theirs in wide.clauses)


def contradicts(conditions: Conditions) -> tuple[Clause, Clause] | None:
    """Two clauses that can never both be true; None when there are no such two to be seen."""
    clauses = conditions.clauses
    for number, one in enumerate(clauses):
        for other in clauses[number + 1 :]:
            if one.field == other.field and _excludes(one, other):
                return one, other
    return None


def _clause_implies(narrow: Clause, wide: Clause) -> bool:
    if narrow.field != wide.field:
        return False
    if narrow == wide:
        return True
    if wide.test == "exists" and wide.value is True:
        return not (narrow.test == "exists" and narrow.value is False)
    if (ours := _span(narrow)) is not None and (theirs := _span(wide)) is not None:
        return ours.lies_in(theirs)
    if narrow.test == "is" and FIELDS.get(narrow.field) is Kind.NUMBER and (theirs := _span(wide)) is not None:
        return all(Span(float(value), float(value)).lies_in(theirs) for value in wanted(narrow))
    if narrow.test == "is" and wide.test == "is":
        return set(wanted(narrow)) <= set(wanted(wide))
    if narrow.test == "is" and wide.test == "is_not":
        return not set(wanted(narrow)) & set(wanted(wide))
    return False


def _excludes(one: Clause, other: Clause) -> bool:
    ours, theirs = _span(one), _span(other)
    if ours is not None and theirs is not None:
        return ours.misses(theirs)
    if {one.test, other.test} == {"is"}:
        return not set(wanted(one)) & set(wanted(other))
    tests = {one.test: one, other.test: other}
    if set(tests) == {"is", "is_not"}:
        return set(wanted(tests["is"])) <= set(wanted(tests["is_not"]))
    is_missing = any(clause.test == "exists" and clause.value is False for clause in (one, other))
    return is_missing and not all(clause.test == "exists" and clause.value is False for clause in (one, other))


def _span(clause: Clause) -> Span | None:
    """The numbers a clause lets through, where it asks for a stretch or for one."""
    if FIELDS.get(clause.field) is not Kind.NUMBER:
        return None
    values = wanted(clause)
    if len(values) != 1 or isinstance(values[0], str):
        return None
    bound = float(values[0])
    return {
        "is": Span(bound, bound),
        "at_least": Span(low=bound),
        "above": Span(low=bound, is_low_in=False),
        "at_most": Span(high=bound),
        "below": Span(high=bound, is_high_in=False),
    }.get(clause.test)
