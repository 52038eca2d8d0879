"""Rules: first match from the top, found by an index that agrees with reading them all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.matching.conditions import Facts
from engine.matching.rules import RuleBook, classify, rule_holds
from engine.policy import Clause, Conditions, Policy, Pool, Rep, Roster, Rule, digest
from engine.telling.explain_rules import rules_told


def rule(name: str, *clauses: Clause, unless: Conditions | None = None) -> Rule:
    """Return a rule of the only pool."""
    return Rule(name=name, when=Conditions(clauses=clauses), unless=unless, pool="inbound")


def roster(*rules: Rule) -> Roster:
    """Return a floor of one rep with these rules and a catch-all below."""
    return Roster(
        Policy(
            reps=(Rep(id="dana", name="Dana"),),
            pools=(Pool(name="inbound", reps=("dana",)),),
            rules=(*rules, rule("everyone else")),
        )
    )


GERMAN = Clause(field="country", test="is", value=("DE", "AT"))
LARGE = Clause(field="employees", test="at_least", value=200)


def test_the_first_rule_that_holds_wins() -> None:
    """Rules are read from the top; a narrower one below a wider one is never reached."""
    floor = roster(rule("German", GERMAN), rule("large German", GERMAN, LARGE))
    assert classify(floor, {"country": "de", "employees": 500}).name == "German"


def test_a_rule_found_by_value_does_not_overtake_a_plain_one_above() -> None:
    """The index keeps the order of the file."""
    floor = roster(rule("large", LARGE), rule("German", GERMAN))
    assert classify(floor, {"country": "DE", "employees": 500}).name == "large"
    assert classify(floor, {"country": "DE", "employees": 5}).name == "German"


def test_what_no_rule_takes_falls_to_the_last() -> None:
    """The catch-all takes every lead, one without any trait too."""
    assert classify(roster(rule("German", GERMAN)), {}).name == "everyone else"


def test_unless_stops_a_rule_only_when_it_is_true() -> None:
    """A lead whose source nobody knows is not stopped by `unless.source`."""
    no_chat = Conditions(clauses=(Clause(field="source", test="is", value="chat"),))
    floor = roster(rule("German, no chat", GERMAN, unless=no_chat))
    assert classify(floor, {"country": "DE", "source": "chat"}).name == "everyone else"
    assert classify(floor, {"country": "DE"}).name == "German, no chat"


def test_a_rule_says_why() -> None:
    """Clauses under `unless` are marked as such, with the value that was found."""
    no_chat = Conditions(clauses=(Clause(field="source", test="is", value="chat"),))
    floor = roster(rule("German, no chat", GERMAN, unless=no_chat))
    told, _ = rules_told(floor, {"country": "DE", "source": "chat"}, "everyone else")
    assert [(one.words, one.actual, one.holds) for one in told.clauses] == [
        ('country is "DE" or "AT"', "DE", True),
        ('unless source is "chat"', "chat", True),
    ]


VALUES = st.sampled_from(["a", "A", "b", "c", " c "])
TEXT_CLAUSES = st.builds(
    lambda field, test, value: Clause(field=field, test=test, value=value),
    st.sampled_from(["country", "city", "source"]),
    st.sampled_from(["is", "is_not", "contains"]),
    st.one_of(VALUES, st.lists(VALUES, min_size=1, max_size=3).map(tuple)),
)
NUMBER_CLAUSES = st.builds(
    lambda test, value: Clause(field="employees", test=test, value=value),
    st.sampled_from(["is", "at_least"]),
    st.integers(0, 3),
)
CONDITIONS = st.builds(
    lambda clauses, groups: Conditions(
        clauses=tuple(clauses), any_of=tuple(Conditions(clauses=(group,)) for group in groups)
    ),
    st.lists(st.one_of(TEXT_CLAUSES, NUMBER_CLAUSES), max_size=3),
    st.lists(TEXT_CLAUSES, max_size=2),
)
RULES = st.lists(st.tuples(CONDITIONS, st.none() | CONDITIONS), max_size=12).map(
    lambda pairs: (
        *(Rule(name=str(n), when=when, unless=unless, pool="inbound") for n, (when, unless) in enumerate(pairs)),
        rule("everyone else"),
    )
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "country": VALUES,
        "city": st.one_of(VALUES, st.integers(0, 3), st.booleans()),
        "source": VALUES,
        "employees": st.one_of(st.integers(0, 4), st.sampled_from(["2", "two"]), st.booleans()),
    },
)


@given(rules=RULES, facts=FACTS)
@settings(max_examples=150, deadline=None)
def test_the_index_agrees_with_reading_every_rule(rules: tuple[Rule, ...], facts: Facts) -> None:
    """However rules are written, the one found by value is the one found by reading from the top."""
    naive = next(one for one in rules if rule_holds(one, facts))
    assert RuleBook(rules).first(facts) is naive


def test_equal_policies_have_equal_digests() -> None:
    """The digest is of what the policy says; one changed weight makes another."""
    policy = roster(rule("German", GERMAN)).policy
    assert digest(policy) == digest(roster(rule("German", GERMAN)).policy)
    assert digest(policy.but(reps=(Rep(id="dana", name="Dana", weight=2),))) != digest(policy)
