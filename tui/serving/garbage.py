"""How often an engine searches its memory for garbage: what is old seldom, for what it drops goes by itself.

Values are frozen, so hardly anything of theirs refers to itself in a circle; to search among a million of them takes
a second in which nothing is dealt. Every connection that was closed is a circle, so what is new is searched often.
"""

import gc

NEW_MAX = 5_000
"""Things that are new before the youngest are searched."""

SEARCHES = (200, 100)
"""After how many searches of the youngest those a little older are searched, and after how many of these all."""


def search_seldom() -> None:
    """Have this process search its memory seldom from now on."""
    gc.set_threshold(NEW_MAX, *SEARCHES)
