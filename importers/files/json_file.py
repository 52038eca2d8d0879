"""Reads JSON files: one document, documents one after another, or one per line."""

import re
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TextIO

from importers.files import gauge
from importers.files.closed_json import Json, items_before_fault, parse_all, without_trailing_commas
from importers.files.decoding import encoding_of
from importers.files.json_shapes import records
from importers.limits import MIB, limits, too_long
from importers.record import Hints, Read, Reject, Unreadable, cut

LINE_END = 2
"""Characters that end a line at most; they are not counted."""
DOCUMENT_BYTES_MAX = 64 * MIB
"""A file that is one document is held whole; one per line may be as big as any file."""
OBJECT_LINE = re.compile(r"\s*\{.*\}\s*,?\s*$")


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield a record or a reject for every object."""
    name = hints.name or path.name
    with path.open("rb") as stream:
        encoding = encoding_of(stream, hints.encodings)
        gauge.watch_bytes(stream, path.stat().st_size)
        with TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline=None) as text:
            is_named = Path(name).suffix.casefold() in (".jsonl", ".ndjson")
            if _is_one_per_line(text, is_named):
                yield from _lines(text, name)
            elif path.stat().st_size > DOCUMENT_BYTES_MAX:
                limit = f"{DOCUMENT_BYTES_MAX // MIB} MiB"
                raise Unreadable(f"{name} is one JSON document of more than {limit}; save it as one object per line.")
            else:
                yield from _documents(text.read(), name)


def _is_one_per_line(text: TextIO, is_named: bool) -> bool:
    """Whether the first two lines that say something are objects of their own; a name that says so needs only one."""
    found = 0
    for line in iter(lambda: text.readline(limits().row + 1), ""):
        bare = line.strip(" \t\r\n\ufeff\x1e")
        if not bare:
            continue
        found += 1
        is_broken = found == 1 and not OBJECT_LINE.match(bare)
        if not bare.startswith("{") or (is_broken and not (is_named and len(bare) > 1)):
            found = 0
            break
        if found == 2:
            break
    text.seek(0)
    return found == 2


def _lines(text: TextIO, name: str) -> Iterator[Read]:
    """One object per line: a broken line costs itself only."""
    number = 0
    while line := text.readline(limits().row + LINE_END + 1):
        number += 1
        place = f"{name} line {number}"
        if len(line.rstrip("\r\n")) > limits().row:
            yield Reject(place=place, reason=too_long("line"), raw=line[:200])
            while line and not line.endswith("\n"):
                line = text.readline(limits().row)
            continue
        try:
            documents = list(parse_all(line.strip().removesuffix(",")))
        except Unreadable as fault:
            yield Reject(place=place, reason=str(fault), raw=line.strip())
            continue
        for found in chain.from_iterable(map(records, documents)):
            yield found.at(place)


def _documents(text: str, name: str) -> Iterator[Read]:
    if not text.strip("\0\r\n\t \ufeff"):
        raise Unreadable(f"{name} is empty.")
    documents: list[Json] = []
    fault = ""
    try:
        documents.extend(parse_all(text))
    except Unreadable as broken:
        fault = str(broken)
    if fault and (mended := without_trailing_commas(text)) != text:
        with suppress(Unreadable):
            documents, fault = list(parse_all(mended)), ""
    if fault and not documents:
        documents.append(list(items_before_fault(text)))
    if fault and documents == [[]]:
        raise Unreadable(f"{name} cannot be read. {fault}")
    number, done = 0, 0
    gauge.watch(lambda: done / len(text))
    for found in chain.from_iterable(map(records, documents)):
        number, done = number + 1, done + len(found.raw)
        yield found.at(f"{name} record {number}")
    if fault:
        yield Reject(place=f"{name} after record {number}", reason=fault, raw=cut(text[-200:], 200))
