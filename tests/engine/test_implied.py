"""Which rules can never be reached: said only where it is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lead import Trait
from engine.matching.conditions import holds
from engine.matching.implied import contradicts, implies, shadow_of
from engine.policy import Clause, Conditions, Rule


def asks(*clauses: tuple[str, str, object]) -> Conditions:
    """Conditions of clauses."""
    return Conditions(clauses=tuple(Clause(field=f, test=t, value=v) for f, t, v in clauses))  # type: ignore[arg-type]


def rule(name: str, *clauses: tuple[str, str, object]) -> Rule:
    """A rule of clauses."""
    return Rule(name=name, when=asks(*clauses), pool="inbound")


@pytest.mark.parametrize(
    ("narrow", "wide", "is_so"),
    [
        (("country", "is", "DE"), ("country", "is", ("DE", "AT")), True),
        (("country", "is", ("DE", "FR")), ("country", "is", ("DE", "AT")), False),
        (("country", "is", "de "), ("country", "is", "DE"), True),
        (("employees", "at_least", 200), ("employees", "at_least", 100), True),
        (("employees", "at_least", 200), ("employees", "above", 200), False),
        (("employees", "above", 200), ("employees", "at_least", 200), True),
        (("employees", "is", (200, 300)), ("employees", "at_least", 200), True),
        (("country", "is", "DE"), ("country", "exists", True), True),
        (("country", "exists", False), ("country", "exists", True), False),
        (("country", "is", "DE"), ("country", "is_not", "FR"), True),
        (("city", "is", "DE"), ("country", "is", "DE"), False),
    ],
)
def test_one_condition_answers_another(narrow: tuple, wide: tuple, is_so: bool) -> None:  # type: ignore[type-arg]
    """Values within values, stretches within stretches, and nothing across fields."""
    assert implies(asks(narrow), asks(wide)) is is_so


def test_a_rule_below_one_that_takes_all_of_its_leads_is_hidden() -> None:
    """More conditions make a rule narrower, never wider."""
    rules = (
        rule("DACH", ("country", "is", ("DE", "AT"))),
        rule("big", ("country", "is", "DE"), ("value", "above", 9)),
    )
    assert [one.name for one in shadow_of(rules, 1)] == ["DACH"]
    assert shadow_of(rules, 0) == ()


def test_several_rules_may_hide_one_together() -> None:
    """Each takes some of its values."""
    one, other = rule("Germany", ("country", "is", "DE")), rule("Austria", ("country", "is", "AT"))
    both = rule("both", ("country", "is", ("DE", "AT")))
    assert [it.name for it in shadow_of((one, other, both), 2)] == ["Germany", "Austria"]
    assert shadow_of((one, both), 1) == ()


def test_a_rule_with_an_exception_hides_nothing() -> None:
    """What stands under `unless` may let leads through."""
    above = rule("Germany", ("country", "is", "DE")).but(unless=asks(("source", "is", "chat")))
    assert shadow_of((above, rule("German chat", ("country", "is", "DE"))), 1) == ()


def test_what_can_never_be_is_found() -> None:
    """Two values for one field, or a stretch with nothing in it."""
    assert contradicts(asks(("employees", "at_least", 200), ("employees", "below", 200)))
    assert contradicts(asks(("country", "is", "DE"), ("country", "exists", False)))
    assert contradicts(asks(("employees", "at_least", 200), ("employees", "at_most", 200))) is None


FACTS = st.fixed_dictionaries(
    {}, optional={"country": st.sampled_from(["DE", "AT", " de"]), "employees": st.integers(0, 4)}
)
COUNTRIES = st.sampled_from(["DE", "AT", "FR"])
CLAUSES = st.one_of(
    st.builds(
        lambda test, value: ("country", test, value),
        st.sampled_from(["is", "is_not", "starts_with"]),
        st.one_of(COUNTRIES, st.lists(COUNTRIES, min_size=1, max_size=2).map(tuple)),
    ),
    st.builds(lambda test, value: ("employees", test, value), st.sampled_from(["is", "is_not"]), st.integers(0, 4)),
    st.builds(
        lambda test, value: ("employees", test, value),
        st.sampled_from(["at_least", "at_most", "above", "below"]),
        st.integers(0, 4),
    ),
    st.builds(lambda field, it: (field, "exists", it), st.sampled_from(["country", "employees"]), st.booleans()),
)
ASKED = st.lists(CLAUSES, max_size=3).map(lambda clauses: asks(*clauses))
GROUPED = st.builds(lambda it, groups: it.but(any_of=tuple(groups)), ASKED, st.lists(ASKED, max_size=2))


@given(GROUPED, GROUPED, FACTS)
def test_what_is_said_to_follow_follows_on_every_lead(
    narrow: Conditions, wide: Conditions, facts: dict[str, Trait]
) -> None:
    """No lead of the narrow one escapes the wide one, and what can never hold never does."""
    if implies(narrow, wide) and holds(narrow, facts):
        assert holds(wide, facts)
    if contradicts(narrow):
        assert not holds(narrow, facts)


@given(st.lists(ASKED, min_size=2, max_size=4), FACTS)
def test_a_hidden_rule_never_takes_a_lead(asked: list[Conditions], facts: dict[str, Trait]) -> None:
    """Where shadows are said to fall, one of the rules above holds whenever the hidden one does."""
    rules = [Rule(name=f"r{n}", when=when, pool="inbound") for n, when in enumerate(asked)]
    for place, one in enumerate(rules):
        if shadow_of(rules, place) and holds(one.when, facts):
            assert any(holds(above.when, facts) for above in rules[:place])
