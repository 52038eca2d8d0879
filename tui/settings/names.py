"""What reps and rules are called of whom the file says no name."""

import re
from collections import Counter
from collections.abc import Sequence

from engine.matching.conditions import all_words
from engine.policy import Conditions

CHARS_MAX = 80
ALL, REST = "every lead", "everyone else"


def from_id(rep_id: str) -> str:
    """A rep's id as people write names: `dana.reyes` is Dana Reyes. What has capitals of its own keeps them."""
    words = [word for word in re.split(r"[._-]+", rep_id) if word]
    return " ".join(word.capitalize() if word.islower() else word for word in words)


def rule_names(said: Sequence[str | None], asked: Sequence[tuple[Conditions, Conditions | None]]) -> list[str]:
    """The name of each rule: its own, else what it asks for, so that it stays the same wherever the rule stands."""
    taken = Counter(name for name in said if name is not None)
    names: list[str] = []
    for name, conditions in zip(said, asked, strict=True):
        made = name or _asks(*conditions) or (REST if len(said) > 1 else ALL)
        if name is None:
            taken[made] += 1
            made = made if taken[made] == 1 else f"{made} ({taken[made]})"
        names.append(made)
    return names


def _asks(when: Conditions, unless: Conditions | None) -> str:
    words = all_words(when) + (f" unless {all_words(unless)}" if unless is not None else "")
    bare = words.replace('"', "").strip()
    return bare if len(bare) <= CHARS_MAX else f"{bare[: CHARS_MAX - 1].rstrip()}…"
