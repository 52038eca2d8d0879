"""What screens say of keys: each one as its person has bound it.

Law: no sentence, banner or foot of a dialog names the key of an action by itself; it asks here.
"""

from collections.abc import Mapping

from tui.keys import Action
from tui.signs import key_name

Bound = Mapping[str, Action]
"""Every action by its id, with the keys that it has here."""

Told = tuple[str, str]
"""The ids of one action or of several that belong together, apart by spaces, and what they are for."""

LETTER_OF = {"space": " ", "comma": ","}


def pressed(actions: Bound, ids: str) -> str:
    """Return the first key of one action or of several, `j k`."""
    return " ".join(key_name(actions[one].keys[0]) for one in ids.split())


def foot(actions: Bound, *told: Told) -> str:
    """Return keys and what they are for, as they stand at the foot of a dialog."""
    return "  ".join(f"{pressed(actions, ids)} {words}" for ids, words in told)


def key_line(actions: Bound, *told: Told) -> tuple[tuple[str, str], ...]:
    """Return the same as a line in styles, for banners."""
    pairs = [((pressed(actions, ids), "key"), (f" {words}", "")) for ids, words in told]
    gap = (("  ", ""),)
    return tuple(span for pair in pairs for span in (*pair, *gap))[:-1]


def letter(action: Action) -> str:
    """Return the first of an action's keys that types a letter; nothing when none does."""
    typed = (LETTER_OF.get(key, key) for key in action.keys)
    return next((one for one in typed if len(one) == 1), "")
