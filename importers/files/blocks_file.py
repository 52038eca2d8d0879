"""Reads text in which a lead is some lines of `Label: value`, as people copy it out of mails and tools list it."""

import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from importers.files import gauge
from importers.files.decoding import encoding_of
from importers.headings import meaning
from importers.limits import limits, too_long
from importers.mapping import CONTACT_FIELDS
from importers.record import Hints, Read, Record, Reject

SUFFIXES = frozenset({".txt", ".text", ".yml", ".yaml", ".md", ".log", ""})
LINE = re.compile(r"\s*(- |[*•>] )?\s*[\"']?([^\W\d_][^:：=\t,;|\"']{0,40})[\"']?\s*(?:[:：](?:\s+|$)|=\s*)(.*)")
KNOWN_MIN = 2
"""Fewer known labels make no block."""


def is_blocks(head: str, suffix: str) -> bool:
    """Whether two of three lines have a label, and some of the labels are known, a contact's among them."""
    lines = [line for line in head.splitlines() if line.strip("-= \t")]
    labels = [match[2] for line in lines if (match := LINE.fullmatch(line))]
    known = {field for label in labels if (field := meaning(label).field)}
    is_labelled = len(labels) * 3 >= len(lines) * 2 and len(known) >= KNOWN_MIN
    return suffix in SUFFIXES and is_labelled and bool(known & CONTACT_FIELDS)


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield a record per block: it ends where a list's next item begins, or a known label comes again."""
    name = hints.name or path.name
    with path.open("rb") as stream:
        encoding = encoding_of(stream, hints.encodings)
        gauge.watch_bytes(stream, path.stat().st_size)
        with TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors) as text:
            for number, lines in enumerate(_blocks(text), 1):
                yield _record(lines, f"{name} record {number}")


def _blocks(text: TextIOWrapper) -> Iterator[list[str]]:
    """The lines of each block, as they are."""
    lines: list[str] = []
    seen: set[str] = set()
    size = 0
    while line := text.readline(limits().row + 1):
        match = LINE.fullmatch(line.rstrip("\r\n"))
        field = meaning(match[2]).field if match else ""
        if seen and ((match and match[1] == "- ") or field in seen or size > limits().row):
            yield lines
            lines, seen, size = [], set(), 0
        lines.append(line)
        size += len(line)
        seen |= {field} if field else set()
    if any(line.strip("-=. \t\r\n\ufeff") for line in lines):
        yield lines


def _record(lines: list[str], place: str) -> Read:
    raw = "".join(lines).strip("\r\n")
    if len(raw) > limits().row:
        return Reject(place=place, reason=too_long("record"), raw=raw[:200])
    cells: dict[str, str] = {}
    label = ""
    for line in lines:
        match = LINE.fullmatch(line.rstrip("\r\n"))
        if match is None:
            more = line.strip()
            cells[label] = f"{cells.get(label, '')}\n{more}".strip() if more.strip("-=") else cells.get(label, "")
        elif (label := match[2].strip()) in cells:
            cells[label] = f"{cells[label]}; {_bare(match[3])}"
        else:
            cells[label] = _bare(match[3])
    unlabelled = cells.pop("", "")
    return Record(place=place, cells={**cells, **({"text": unlabelled} if unlabelled else {})}, raw=raw)


def _bare(value: str | None) -> str:
    """A value without the quotes around it."""
    text = (value or "").strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
