"""Which rule a lead falls under: the first that holds, from the top."""

from functools import lru_cache

from engine.events import LeadReceived
from engine.lead import Lead, Trait, Traits
from engine.matching.conditions import Facts, Holds, compiled, wanted
from engine.matching.fields import reader_of
from engine.policy import Gate, Passage, Points, Roster, Rule

Places = tuple[int, ...]
Asking = Rule | Gate | Points
"""What asks something of a lead under `when` and `unless`."""


class RuleBook:
    """The rules of a policy made ready: those that begin by naming a field's value are found by that value.

    Every rule is filed under the first `is` clause it has, so that a lead is held only against rules that its own
    values call for, besides those with no such clause. Order is kept: the candidates are tried by place.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._tests = tuple(map(_compiled_rule, rules))
        self._plain = tuple(place for place, rule in enumerate(rules) if _key(rule) is None)
        found: dict[str, dict[Trait, Places]] = {}
        for place, rule in enumerate(rules):
            field, values = _key(rule) or ("", ())
            for value in dict.fromkeys(values):
                filed = found.setdefault(field, {})
                filed[value] = (*filed.get(value, ()), place)
        self._files = tuple((field, reader_of(field), filed) for field, filed in found.items())

    def first(self, facts: Facts) -> Rule:
        """Return the first rule that holds; the last one takes every lead."""
        for place in self._candidates(facts):
            if self._tests[place](facts):
                return self.rules[place]
        return self.rules[-1]

    def _candidates(self, facts: Facts) -> Places:
        """Return the places of the rules that may hold, in order."""
        places = self._plain
        for field, reader, filed in self._files:
            actual = facts.get(field)
            value = None if actual is None else reader(actual)
            if value is not None and value in filed:
                places += filed[value]
        return places if places is self._plain else tuple(sorted(places))


def facts_kept(lead: Lead | LeadReceived) -> Traits:
    """What the journal keeps of all that a rule may ask about a lead; what stood on its card is not there."""
    return with_score({"source": lead.source, **lead.traits}, lead.score, lead.grade)


def with_score(facts: Facts, score: int, grade: str) -> Traits:
    """Facts with what the scoring made of them; a floor that does not score has neither score nor grade."""
    return {**facts, "score": score, "grade": grade} if grade else dict(facts)


def classify(roster: Roster, facts: Facts) -> Rule:
    """Return the rule a lead falls under: the first that holds, top to bottom; the last takes every lead.

    A gate that sends leads to a pool of its own stands above all rules.
    """
    return rule_of(roster, facts, gate_of(roster, facts))


def rule_of(roster: Roster, facts: Facts, gate: Gate | None) -> Rule:
    """Return the rule of a lead that a gate keeps from passing, or none does."""
    if gate is not None and gate.pool and gate.verdict is Passage.NURTURE:
        return Rule(name=gate.name, pool=gate.pool)
    return _book_of(roster).first(facts)


@lru_cache(maxsize=4)
def _book_of(roster: Roster) -> RuleBook:
    """The rules of a roster made ready once."""
    return RuleBook(roster.policy.rules)


def gate_of(roster: Roster, facts: Facts) -> Gate | None:
    """Return the gate that keeps a lead from passing; None when it is qualified."""
    if not roster.policy.gates:
        return None
    gate = next((gate for gate in roster.policy.gates if rule_holds(gate, facts)), None)
    return None if gate is None or gate.verdict is Passage.PASS else gate


def rule_holds(rule: Asking, facts: Facts) -> bool:
    """Whether one rule, gate or scoring rule holds of a lead, whatever stands above it."""
    return _compiled_rule(rule)(facts)


def _compiled_rule(rule: Asking) -> Holds:
    when = compiled(rule.when)
    if rule.unless is None:
        return when
    unless = compiled(rule.unless)
    return lambda facts: when(facts) and not unless(facts)


def _key(rule: Rule) -> tuple[str, tuple[Trait, ...]] | None:
    """Return the field and the values that a rule is filed under, where it insists on any."""
    for clause in rule.when.clauses:
        if clause.test == "is":
            return clause.field, wanted(clause)
    return None
