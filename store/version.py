"""The version of the tables of leads.db, apart from the steps that lead to it: readers need the number alone."""

VERSION = 19
"""How many migrations `store.schema` has; the database's `user_version` counts those that were applied."""
