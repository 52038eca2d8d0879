"""What is wrong with a clause of a rule, said before any lead meets it."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from math import isfinite

from engine.lead import Trait
from engine.matching.conditions import TESTS, Question, quoted
from engine.matching.fields import FIELDS, Kind
from engine.policy import Clause


def fault(clause: Clause) -> str | None:
    """Return what is wrong with a clause, as a sentence with the way out; None when it can be asked."""
    kind, test = FIELDS.get(clause.field), TESTS.get(clause.test)
    if kind is None:
        return f'unknown field "{clause.field}"{nearest(clause.field, FIELDS)}'
    if test is None:
        return f'unknown test "{clause.test}"{nearest(clause.test, TESTS)}'
    if kind not in test.kinds:
        return f'"{clause.test}" cannot be asked of "{clause.field}", which is a {kind}'
    return _value_fault(clause, kind, test)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean "…"?` with the nearest known word, else the choice where it is short."""
    choice = list(known)
    if close := get_close_matches(word.casefold(), choice, n=1):
        return f'; did you mean "{close[0]}"?'
    return f"; known are {', '.join(choice)}" if 0 < len(choice) <= 12 else ""


def _value_fault(clause: Clause, kind: Kind, test: Question) -> str | None:
    if clause.test == "exists":
        return None if isinstance(clause.value, bool) else f'"exists" wants true or false, not {quoted(clause.value)}'
    if isinstance(clause.value, tuple) and not (test.takes_list and clause.value):
        return f'"{clause.test}" wants one value' if clause.value else "an empty list can never be met"
    for value in clause.value if isinstance(clause.value, tuple) else (clause.value,):
        if not _FITS[kind](value):
            return f'"{clause.field}" is a {kind}; {quoted(value)} is not'
    return _country_fault(clause) if clause.field == "country" and clause.test in ("is", "is_not") else None


_FITS: dict[Kind, Callable[[Trait], bool]] = {
    Kind.TEXT: lambda value: isinstance(value, str) and bool(value.strip()),
    Kind.NUMBER: lambda value: isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value),
}


def _is_finite(number: float) -> bool:
    """Whether it can be kept and compared: JSON knows no infinity, and a whole number can be longer than any."""
    try:
        return isfinite(number)
    except OverflowError:
        return False


def _country_fault(clause: Clause) -> str | None:
    for value in clause.value if isinstance(clause.value, tuple) else (clause.value,):
        if not (len(str(value)) == 2 and str(value).isalpha()):
            return f'a country is two letters, like "DE"; {quoted(value)} is not'
    return None
