"""Strategies that have their name in this version and nothing behind it."""

NOT_YET = {
    "group": '"group" is not there in this version; list the reps of all its pools in one pool',
}
"""Strategies that are known and cannot be chosen."""
