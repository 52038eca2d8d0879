"""How well a rep can do what a lead asks for: skills with a level, written `de` or `de:3`."""

from collections.abc import Iterable
from functools import lru_cache

LEVEL_MAX = 10


@lru_cache(maxsize=1024)
def read(text: str) -> tuple[str, int]:
    """The skill and its level; one without a level is of level 1. Raises ValueError for a level out of bounds."""
    name, colon, digits = text.rpartition(":")
    if not colon or not (digits.isascii() and digits.isdecimal()):
        return text, 1
    level = int(digits)
    if not 1 <= level <= LEVEL_MAX:
        raise ValueError(f'the level of a skill is from 1 to {LEVEL_MAX}, like "{name}:3"')
    return name, level


def level_of(skills: Iterable[str], wanted: str) -> int:
    """At which level the skill is among those of a rep; 0 when it is not."""
    name, _ = read(wanted)
    return max((level for known, level in map(read, skills) if known == name), default=0)


def has(skills: Iterable[str], wanted: str) -> bool:
    """Whether the skill is there, and well enough."""
    return level_of(skills, wanted) >= read(wanted)[1]
