"""The store remembers: one journal, and the tables that are folded from it."""
