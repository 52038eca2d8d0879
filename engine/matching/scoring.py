"""What a lead is worth: points by rules, with the reasons kept, and a grade by thresholds.

Law: only what the lead itself says is asked, never its score or its grade, so that the order of the rules is nothing.
"""

from engine.matching.conditions import Facts
from engine.matching.rules import rule_holds
from engine.policy import Grade, Policy
from engine.value import Value


class Scored(Value):
    """A lead's score with what it is made of."""

    score: int = 0
    grade: str = ""
    """Empty on a floor that does not score."""
    points: dict[str, int] = {}


UNSCORED = Scored()


def scored(policy: Policy, facts: Facts) -> Scored:
    """Add up the points of every scoring rule that holds."""
    if not policy.scoring:
        return UNSCORED
    points = {rule.name: rule.points for rule in policy.scoring if rule_holds(rule, facts)}
    score = sum(points.values())
    return Scored(score=score, grade=grade_at(policy, score).name, points=points)


def grade_at(policy: Policy, score: int) -> Grade:
    """The highest grade that a score reaches."""
    for grade in policy.grades:
        if grade.at_least is None or score >= grade.at_least:
            return grade
    return policy.grades[-1]
