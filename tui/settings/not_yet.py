"""Strategies that have their name in this version and not their learner."""

NOT_YET = {
    "predictive": '"predictive" has no learner in this version; take "best_skill" or "weighted" until it has',
    "performance": '"performance" is not there in this version; give reps a weight and take "weighted"',
    "group": '"group" is not there in this version; list the reps of all its pools in one pool',
}
"""Strategies that are known and cannot be chosen."""
