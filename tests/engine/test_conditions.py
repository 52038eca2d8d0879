"""Conditions: every test, on text, numbers and flags, and what is said about them."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lead import Trait
from engine.matching.clauses import fault
from engine.matching.conditions import TESTS, Facts, all_words, holds, words
from engine.matching.fields import FIELDS, Kind
from engine.policy import Clause, Conditions
from engine.telling.explain_rules import truth

Value = Trait | tuple[Trait, ...]


def one(field: str, test: str, value: Value) -> Conditions:
    """Return conditions of a single clause."""
    return Conditions(clauses=(Clause(field=field, test=test, value=value),))


@pytest.mark.parametrize(
    ("field", "test", "value", "actual", "expected"),
    [
        ("country", "is", "DE", "de", True),
        ("country", "is", ("DE", "AT"), " AT ", True),
        ("country", "is", ("DE", "AT"), "CH", False),
        ("city", "is", "Straße", "STRASSE", True),
        ("country", "is_not", "DE", "FR", True),
        ("country", "is_not", ("DE", "FR"), "FR", False),
        ("postal_code", "is", "10115", 10115, True),
        ("employees", "is", 200, "200", True),
        ("employees", "at_least", 200, 200, True),
        ("employees", "at_least", 200, 199.5, False),
        ("employees", "at_least", 200, "1200", True),
        ("employees", "at_least", 200, "many", False),
        ("employees", "at_most", 200, 200, True),
        ("employees", "above", 200, 200, False),
        ("employees", "above", 200, 201, True),
        ("employees", "below", 200, 200, False),
        ("employees", "below", 0.5, 0.25, True),
        ("message", "contains", "urgent", "This is URGENT!", True),
        ("message", "contains", ("asap", "urgent"), "asap please", True),
        ("message", "not_contains", ("asap", "urgent"), "take your time", True),
        ("message", "not_contains", "urgent", "urgent", False),
        ("postal_code", "starts_with", ("10", "12"), "12043", True),
        ("postal_code", "starts_with", "10", "12043", False),
        ("email_domain", "ends_with", ".edu", "mit.EDU", True),
        ("company", "exists", True, "ACME", True),
        ("company", "exists", False, "ACME", False),
        ("company", "exists", True, "  ", False),
        ("company", "exists", False, "", True),
    ],
)
def test_a_clause_holds_as_its_test_says(field: str, test: str, value: Value, actual: Trait, expected: bool) -> None:
    """Text is compared trimmed and without regard to case, numbers as numbers however they were written."""
    assert holds(one(field, test, value), {field: actual}) is expected


@pytest.mark.parametrize("test", [name for name in TESTS if name != "exists"])
def test_a_field_that_is_missing_fails_every_test(test: str) -> None:
    """Nobody knows that a lead without country is not German, so `is_not` fails as well."""
    field = "employees" if Kind.TEXT not in TESTS[test].kinds else "city"
    assert not holds(one(field, test, 5 if field == "employees" else "Berlin"), {})


def test_a_missing_field_can_be_asked_for() -> None:
    """`exists = false` holds for a lead without the field."""
    assert holds(one("company", "exists", False), {})
    assert not holds(one("company", "exists", True), {})


GERMAN = Clause(field="country", test="is", value=("DE", "AT"))
LARGE = Clause(field="employees", test="at_least", value=200)


def test_all_clauses_must_hold() -> None:
    """Clauses side by side are an `and`."""
    both = Conditions(clauses=(GERMAN, LARGE))
    assert holds(both, {"country": "DE", "employees": 500})
    assert not holds(both, {"country": "DE", "employees": 5})


def test_one_group_of_any_is_enough() -> None:
    """Groups under `any` are an `or`, besides which the clauses must hold."""
    either = Conditions(clauses=(GERMAN,), any_of=(Conditions(clauses=(LARGE,)), one("source", "is", "fair")))
    assert holds(either, {"country": "AT", "source": "Fair"})
    assert holds(either, {"country": "AT", "employees": 900})
    assert not holds(either, {"country": "AT", "employees": 9})
    assert not holds(either, {"source": "fair"})


def test_no_conditions_hold_always() -> None:
    """A rule without conditions takes every lead."""
    assert holds(Conditions(), {})


def test_conditions_read_like_a_sentence() -> None:
    """All clauses, and the groups of which one is enough."""
    either = Conditions(clauses=(GERMAN, LARGE), any_of=(one("source", "is", "fair"), one("city", "exists", True)))
    assert all_words(either) == (
        'country is "DE" or "AT" and employees is at least 200 and (source is "fair") or (city is there)'
    )


def test_clauses_read_like_sentences() -> None:
    """What a rule asks is said in words."""
    assert words(Clause(field="company", test="exists", value=False)) == "company is missing"
    assert words(Clause(field="rating", test="above", value=3)) == "rating is above 3"
    assert words(Clause(field="message", test="not_contains", value="spam")) == 'message does not contain "spam"'


@pytest.mark.parametrize(
    ("field", "test", "value", "sentence"),
    [
        ("contry", "is", "DE", 'unknown field "contry"; did you mean "country"?'),
        ("Employees", "is", 5, 'unknown field "Employees"; did you mean "employees"?'),
        ("employees", "at_leats", 5, 'unknown test "at_leats"; did you mean "at_least"?'),
        ("city", "at_least", "M", '"at_least" cannot be asked of "city", which is a text'),
        ("employees", "is", "200", '"employees" is a number; "200" is not'),
        ("employees", "at_least", (1, 2), '"at_least" wants one value'),
        ("rating", "is", True, '"rating" is a number; true is not'),
        ("city", "is", 5, '"city" is a text; 5 is not'),
        ("city", "is", "", '"city" is a text; "" is not'),
        ("city", "is", (), "an empty list can never be met"),
        ("city", "exists", "yes", '"exists" wants true or false, not "yes"'),
        ("country", "is", ("DE", "Austria"), 'a country is two letters, like "DE"; "Austria" is not'),
        ("city", "is", ("Bonn", "Köln"), None),
        ("country", "is_not", "DE", None),
        ("employees", "at_least", 1.5, None),
    ],
)
def test_a_clause_that_cannot_be_asked_is_named(field: str, test: str, value: Value, sentence: str | None) -> None:
    """The fault is a sentence with the nearest word that is known."""
    assert fault(Clause(field=field, test=test, value=value)) == sentence


FACTS = st.dictionaries(
    st.sampled_from([*FIELDS, "unheard_of"]),
    st.one_of(st.text(max_size=5), st.integers(), st.floats(), st.booleans()),
)
SAMPLE: dict[Kind, Value] = {Kind.TEXT: ("aa", "zz"), Kind.NUMBER: 3}
CLAUSES = [
    Clause(field=field, test=test, value=True if test == "exists" else SAMPLE[kind])
    for (field, kind), test in product(FIELDS.items(), TESTS)
    if kind in TESTS[test].kinds
]


@given(facts=FACTS)
@settings(max_examples=40, deadline=None)
def test_whatever_a_lead_carries_every_clause_is_answered(facts: Facts) -> None:
    """No trait, however odd, breaks a rule; the explanation says what the decision said, or that nobody knows."""
    for clause in CLAUSES:
        assert fault(clause) is None
        conditions = Conditions(clauses=(clause,))
        assert truth(conditions, facts) in (holds(conditions, facts), None)
