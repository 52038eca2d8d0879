"""What a rule may ask of a lead, clause by clause.

Law: a test on a field that the lead does not have fails, `is_not` and `not_contains` too; only `exists = false` holds
then. Whoever wants leads without the field as well writes `unless`, which stops only leads of which the test is true.
"""

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from engine.lead import Trait
from engine.matching.fields import FIELDS, READERS, Kind
from engine.policy import Clause, Conditions

Facts = Mapping[str, Trait]
Holds = Callable[[Facts], bool]
Check = Callable[[Trait], bool]


class Question(NamedTuple):
    """One way to ask; `check` gets what is wanted, read and in a tuple, and gives the check of what is there."""

    words: str
    kinds: frozenset[Kind]
    takes_list: bool
    check: Callable[[tuple[Trait, ...]], Check]


_ANY = frozenset(Kind)
_TEXT = frozenset({Kind.TEXT})
_NUMBER = frozenset({Kind.NUMBER})


def _among(wanted: tuple[Trait, ...]) -> Check:
    return frozenset(wanted).__contains__


def _not_among(wanted: tuple[Trait, ...]) -> Check:
    unwanted = frozenset(wanted)
    return lambda actual: actual not in unwanted


def _starts(wanted: tuple[Trait, ...]) -> Check:
    heads = tuple(map(str, wanted))
    return lambda actual: str(actual).startswith(heads)


def _ends(wanted: tuple[Trait, ...]) -> Check:
    tails = tuple(map(str, wanted))
    return lambda actual: str(actual).endswith(tails)


def _contains(wanted: tuple[Trait, ...]) -> Check:
    parts = tuple(map(str, wanted))
    return lambda actual: any(part in str(actual) for part in parts)


def _compared(order: Callable[[float, float], bool]) -> Callable[[tuple[Trait, ...]], Check]:
    def check(wanted: tuple[Trait, ...]) -> Check:
        bound = float(wanted[0])
        return lambda actual: order(float(actual), bound)

    return check


def _lacks(wanted: tuple[Trait, ...]) -> Check:
    has = _contains(wanted)
    return lambda actual: not has(actual)


TESTS: dict[str, Question] = {
    "is": Question("is", _ANY, True, _among),
    "is_not": Question("is not", _ANY, True, _not_among),
    "at_least": Question("is at least", _NUMBER, False, _compared(operator.ge)),
    "at_most": Question("is at most", _NUMBER, False, _compared(operator.le)),
    "above": Question("is above", _NUMBER, False, _compared(operator.gt)),
    "below": Question("is below", _NUMBER, False, _compared(operator.lt)),
    "contains": Question("contains", _TEXT, True, _contains),
    "not_contains": Question("does not contain", _TEXT, True, _lacks),
    "starts_with": Question("starts with", _TEXT, True, _starts),
    "ends_with": Question("ends with", _TEXT, True, _ends),
    "exists": Question("is there", _ANY, False, lambda _: lambda _: True),
}
"""Every test; a list of values is met by any one of them, and by none of them where the test says not."""


def holds(conditions: Conditions, facts: Facts) -> bool:
    """Whether all clauses hold, and one group of `any_of` where there are some. No conditions hold always."""
    return compiled(conditions)(facts)


def words(clause: Clause) -> str:
    """Return a clause as people say it: `country is "DE" or "AT"`."""
    values = clause.value if isinstance(clause.value, tuple) else (clause.value,)
    if clause.test == "exists":
        return f"{clause.field} is {'there' if clause.value else 'missing'}"
    return f"{clause.field} {TESTS[clause.test].words} {' or '.join(map(quoted, values))}"


@lru_cache(maxsize=4096)
def compiled(conditions: Conditions) -> Holds:
    """Return the conditions as one function of a lead's facts, made once."""
    clauses = tuple(map(_compiled_clause, conditions.clauses))
    groups = tuple(map(compiled, conditions.any_of))
    if len(clauses) == 1 and not groups:
        return clauses[0]

    def all_hold(facts: Facts) -> bool:
        for clause in clauses:
            if not clause(facts):
                return False
        return not groups or any(group(facts) for group in groups)

    return all_hold


def wanted(clause: Clause) -> tuple[Trait, ...]:
    """Return the clause's values as its field reads them."""
    read = READERS[FIELDS.get(clause.field, Kind.TEXT)]
    values = clause.value if isinstance(clause.value, tuple) else (clause.value,)
    return tuple(value for value in map(read, values) if value is not None)


def _compiled_clause(clause: Clause) -> Holds:
    field, reader = clause.field, READERS[FIELDS.get(clause.field, Kind.TEXT)]
    check = TESTS[clause.test].check(wanted(clause))
    expected = clause.value is not False if clause.test == "exists" else True

    def clause_holds(facts: Facts) -> bool:
        actual = facts.get(field)
        value = None if actual is None else reader(actual)
        return (value is not None and check(value)) is expected

    return clause_holds


def _any_words(groups: tuple[Conditions, ...]) -> str:
    return " or ".join(f"({all_words(group)})" for group in groups)


def all_words(conditions: Conditions) -> str:
    """Return conditions as people say them: `country is "DE" and employees is at least 200`."""
    parts = [words(clause) for clause in conditions.clauses]
    if conditions.any_of:
        parts.append(_any_words(conditions.any_of))
    return " and ".join(parts)


def quoted(value: object) -> str:
    """Return a value as it is written in the house rules."""
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
