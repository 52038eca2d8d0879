"""The conditions of a rule, read from what stands under `when` and `unless`."""

from collections.abc import Iterator, Mapping

from engine.matching.clauses import fault
from engine.matching.conditions import TESTS
from engine.matching.fields import FIELDS
from engine.policy import Clause, Conditions
from tui.settings.places import Path
from tui.settings.problems import Problem

ANY = "any"
DEPTH_MAX = 4

Scalar = str | int | float | bool


ASKING = ("rules", "scoring", "gate")
"""The lists of a file whose tables ask something of a lead."""

Asked = tuple[Conditions, Conditions | None]
"""What stands under `when` and under `unless`."""


def read_rules(tables: Mapping[str, object], key: str = "rules") -> tuple[list[Asked], list[Problem]]:
    """Return what each rule under a key asks, with all that is wrong with it; what is no rule is left to others."""
    asked: list[Asked] = []
    problems: list[Problem] = []
    rules = tables.get(key)
    for number, rule in enumerate(rules if isinstance(rules, list) else []):
        if isinstance(rule, Mapping):
            when, wrong = _read_part(rule, (key, number, "when"))
            unless, more = _read_part(rule, (key, number, "unless"))
            asked.append((when, unless if unless != Conditions() else None))
            problems += wrong + more
    return asked, problems


def read_conditions(table: object, path: Path, depth: int = 0) -> tuple[Conditions, list[Problem]]:
    """Return the conditions of a table, with what is wrong with them."""
    if not isinstance(table, Mapping):
        return Conditions(), [Problem(path, 'must be a table, like { country = "DE" }')]
    if depth > DEPTH_MAX:
        return Conditions(), [Problem(path, f'"any" within "any" goes {DEPTH_MAX} deep at most')]
    clauses: list[Clause] = []
    groups: list[Conditions] = []
    problems: list[Problem] = []
    for key, value in table.items():
        if key == ANY:
            found, wrong = _read_any(value, (*path, key), depth)
            groups += found
        else:
            read, wrong = _read_clauses(key, value, (*path, key))
            clauses += read
        problems += wrong
    return Conditions(clauses=tuple(clauses), any_of=tuple(groups)), problems


def _read_part(rule: Mapping[str, object], path: Path) -> tuple[Conditions, list[Problem]]:
    table = rule.get(str(path[-1]))
    return read_conditions(table, path) if isinstance(table, Mapping) else (Conditions(), [])


def _read_any(value: object, path: Path, depth: int) -> tuple[list[Conditions], list[Problem]]:
    if not isinstance(value, list) or not value:
        return [], [Problem(path, 'must be a list of tables, like [{ country = "DE" }, { source = "fair" }]')]
    pairs = [read_conditions(table, (*path, number), depth + 1) for number, table in enumerate(value)]
    empty = [
        Problem((*path, number), "is empty, so it would always hold")
        for number, table in enumerate(value)
        if table == {}
    ]
    return [conditions for conditions, _ in pairs], [*empty, *(it for _, problems in pairs for it in problems)]


def _read_clauses(field: str, value: object, path: Path) -> tuple[list[Clause], list[Problem]]:
    """Read `country = "DE"`, or `country.is_not = "DE"` with any number of tests."""
    tests = value if isinstance(value, Mapping) else {"is": value}
    clauses: list[Clause] = []
    problems: list[Problem] = []
    if not tests:
        problems.append(Problem(path, "asks nothing"))
    for test, wanted in tests.items():
        place = (*path, test) if tests is value else path
        plain = _plain(wanted)
        if plain is None:
            problems.append(Problem(place, "must be a text, a number, true, false, or a list of those"))
            continue
        clause = Clause(field=field, test=test, value=plain)
        clauses.append(clause)
        problems += _faults(clause, path, place)
    return clauses, problems


def _plain(value: object) -> Scalar | tuple[Scalar, ...] | None:
    if isinstance(value, list):
        return tuple(value) if all(isinstance(item, Scalar) for item in value) else None
    return value if isinstance(value, Scalar) else None


def _faults(clause: Clause, field_path: Path, test_path: Path) -> Iterator[Problem]:
    why = fault(clause)
    if why is None:
        return
    if clause.field not in FIELDS:
        yield Problem(field_path, why, is_key=True)
    else:
        yield Problem(test_path, why, is_key=clause.test not in TESTS)
