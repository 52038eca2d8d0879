"""Reads addresses one behind another, as they are copied out of a mail's head: `Ann Lee <ann@x.example>; ...`."""

import re
from collections.abc import Iterator
from pathlib import Path

from importers.files import gauge
from importers.files.whole import whole_text
from importers.record import Hints, Read, Record, Reject

ADDRESS = r"[^\s<>\"',;:@()]{1,64}@[^\s<>\"',;:@()]{1,190}\.[^\s<>\"',;:@()]{1,63}"
ITEM = re.compile(rf"(?P<name>[^<>@;\r\n\t|]{{0,100}}?)\s*<\s*(?P<inside>{ADDRESS})\s*>|(?P<bare>{ADDRESS})")
BETWEEN = re.compile(r"[\s,;]+|\Z")
LABEL = re.compile(r"\s*(?:to|cc|bcc|an|von|from)\s*:\s*", re.IGNORECASE)
PART_END = re.compile(r"[,;\r\n]")
HEAD_CHARS = 2_000
"""A longer head may end in the middle of an address."""
NO_ADDRESS = "There is no e-mail address in this part of the list."


def is_addresses(head: str) -> bool:
    """Whether nothing but addresses stands there, several of them in a line; equal rows of several are columns."""
    text = LABEL.sub("", head[: max(map(head.rfind, ",;\n")) + 1] if len(head) > HEAD_CHARS else head, count=1)
    counts: list[int] = []
    for line in filter(str.strip, text.splitlines()):
        if not (count := _count(line)):
            return False
        counts.append(count)
    are_columns = len(counts) > 1 and len(set(counts)) == 1
    return max(counts, default=0) > 1 and not are_columns


def _count(line: str) -> int:
    """How many addresses a line is made of; none where anything else stands in it."""
    count = 0
    for piece in _pieces(line):
        if isinstance(piece, str):
            return 0
        count += 1
    return count


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield a record per address, and a reject for what is none."""
    name = hints.name or path.name
    text = whole_text(path, hints, "a list of addresses", "split it").lstrip("\ufeff")
    done = 0
    gauge.watch(lambda: done / len(text))
    for number, piece in enumerate(_pieces(LABEL.sub("", text, count=1)), 1):
        place = f"{name} record {number}"
        if isinstance(piece, str):
            yield Reject(place=place, reason=NO_ADDRESS, raw=piece)
            continue
        done = piece.end()
        cells = {"full name": (piece["name"] or "").strip(" \"'"), "email": piece["inside"] or piece["bare"]}
        yield Record(place=place, cells=cells, raw=piece.group().strip())


def _pieces(text: str) -> Iterator[re.Match[str] | str]:
    """Each address with its name, and as it is what is neither one nor between two."""
    place = 0
    while place < len(text):
        if between := BETWEEN.match(text, place):
            place = between.end()
            continue
        item = ITEM.match(text, place)
        if item and BETWEEN.match(text, item.end()):
            place = item.end()
            yield item
            continue
        following = PART_END.search(text, place)
        end = following.start() if following else len(text)
        yield text[place:end]
        place = max(end, place + 1)
