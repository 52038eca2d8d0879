"""A rep's capacity written into the text of `floor.toml`, with every other letter left as it was."""

import re
import tomllib
from itertools import pairwise

from engine.turn import Refused

_HEAD = re.compile(r"\s*\[")
_REPS = re.compile(r"\s*\[\[\s*reps\s*\]\]\s*(#.*)?")
_CAPACITY = re.compile(r"(\s*capacity\s*=\s*)[0-9_]+")
_ID = re.compile(r"\s*id\s*=")


def with_capacity(text: str, rep_id: str, capacity: int) -> str:
    """Return the text in which a rep has that capacity. Raises Refused when it is not written in a way to change."""
    wanted = _wanted(text, rep_id, capacity)
    lines = text.splitlines(keepends=True)
    for begin, end in _blocks(lines):
        if _read("".join(lines[begin:end])).get("id") == rep_id:
            lines[begin:end] = _capped(lines[begin:end], capacity)
            break
    changed = "".join(lines)
    if _read(changed) != wanted:
        raise Refused(f"The [[reps]] of {rep_id} are written in a way of their own; change floor.toml by hand.")
    return changed


def _read(text: str) -> dict[str, object]:
    """Return what a text says; nothing where it is no TOML, as a part of a text need not be."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _blocks(lines: list[str]) -> list[tuple[int, int]]:
    """Return where the lines of each rep begin and end, the head left out."""
    heads = [at for at, line in enumerate(lines) if _HEAD.match(line)]
    every = pairwise([*heads, len(lines)])
    return [(at + 1, end) for at, end in every if _REPS.fullmatch(lines[at].rstrip())]


def _capped(block: list[str], capacity: int) -> list[str]:
    if any(_CAPACITY.match(line) for line in block):
        return [_CAPACITY.sub(rf"\g<1>{capacity}", line, count=1) for line in block]
    at = next((number for number, line in enumerate(block, 1) if _ID.match(line)), 1)
    return [*block[: at - 1], block[at - 1].rstrip("\n") + "\n", f"capacity = {capacity}\n", *block[at:]]


def _wanted(text: str, rep_id: str, capacity: int) -> dict[str, object]:
    """Return what the changed text must say."""
    tables = tomllib.loads(text)
    found = [one for one in tables.get("reps", ()) if isinstance(one, dict) and one.get("id") == rep_id]
    if not found:
        raise Refused(f"floor.toml has no rep {rep_id} of its own; change it by hand.")
    found[0]["capacity"] = capacity
    return tables
