"""What must hold for any bytes that are dropped: taken, or refused with a sentence; in time; and nobody lost."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.commands import NewLead
from importers.files import adf, csv_file
from importers.files.closed_json import Json, parse_all
from importers.files.decoding import encoding_of
from importers.headings import meaning
from importers.intake import NO_CONTACT_COLUMN, Taken, read_file
from importers.record import RAW_CHARS_MAX, Headings, Hints, Unreadable
from tests.fuzz.fragments import NAMES

SLICE_BYTES = 64 * 1024
SECONDS_PER_SLICE = 1.0
"""What 64 KiB may take at most."""
ADDRESS = re.compile(r"(?<![\w.@+-])[a-z0-9]{1,20}@[a-z0-9]{1,20}\.[a-z]{2,8}(?![\w.@+-])")
UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
DEALER = re.compile(r"<(vendor|provider)\b.*?(</\1>|\Z)", re.DOTALL | re.IGNORECASE)
HINTS = Hints(region="US", salt=b"a salt for tests")


def outcome(path: Path, hints: Hints = HINTS) -> list[Taken] | str:
    """What a file becomes, or the one sentence of its refusal."""
    try:
        return list(read_file(path, hints))
    except Unreadable as refusal:
        return str(refusal)


def obey(kind: str, body: bytes, folder: Path, seconds: float = SECONDS_PER_SLICE) -> None:
    """Raise AssertionError where a file of this kind breaks a law; whatever else comes out of it is a crash."""
    path = folder / NAMES[kind]
    path.write_bytes(body)
    began = time.process_time()
    found = outcome(path)
    took = time.process_time() - began
    assert took <= seconds * max(1, len(body) / SLICE_BYTES), f"{len(body)} bytes took {took:.1f} s"
    if isinstance(found, str):
        assert found.strip(), "a refusal without a sentence"
        return
    lost = lost_addresses(kind, path, found)
    assert not lost, f"lost on the way: {lost}"


def lost_addresses(kind: str, path: Path, found: list[Taken]) -> Counter[str]:
    """The addresses that a file gave, and that neither a lead nor a reject accounts for."""
    raws = [raw_of(one) for one in found]
    is_cut = any(len(raw) >= RAW_CHARS_MAX for raw in raws)
    if is_cut or kind not in GIVEN or any(getattr(one, "reason", "") == NO_CONTACT_COLUMN for one in found):
        return Counter()
    return GIVEN[kind](text_of(path)) - Counter(
        ADDRESS.findall(UNPRINTED.sub("", "\n".join([*raws, *headings_in(kind, path)])))
    )


def headings_in(kind: str, path: Path) -> tuple[str, ...]:
    """A heading may hold an address: `Your e-mail (like ann@x.example)`; its line tells where quotes are astray."""
    first = next(csv_file.read(path, HINTS), None) if kind == "csv" else None
    if not isinstance(first, Headings):
        return ()
    first_name = _bare(first.names[0])[:100]
    return (*first.names, *[line for line in text_of(path).splitlines() if first_name in _bare(line)][:1])


def _bare(text: str) -> str:
    return "".join(UNPRINTED.sub("", text).replace('"', "").split())


def raw_of(one: Taken) -> str:
    """What is kept of a record, whatever became of it."""
    return one.card.raw if isinstance(one, NewLead) else one.raw


def text_of(path: Path) -> str:
    """The file's text, as its reader decodes it."""
    with path.open("rb") as stream:
        encoding = encoding_of(stream, HINTS.encodings)
        return UNPRINTED.sub("", stream.read().decode(encoding.name, encoding.errors))


def _in_rows(text: str) -> Counter[str]:
    """A line of one cell may be a title above the table."""
    lines = text.replace("\r", "\n").split("\n")
    return Counter(ADDRESS.findall("\n".join(line for line in lines if any(mark in line for mark in ",;\t|"))))


def _in_prospects(text: str) -> Counter[str]:
    """Where the XML is broken, a dealer may be left outside of the prospects. Raw text is kept with its comments."""
    start = adf.START.search(text)
    inside = adf.DECLARATION.sub(" ", COMMENT.sub(" ", text[start.start() :])) if start else ""
    return Counter(ADDRESS.findall(DEALER.sub(" ", inside)))


def _in_text(text: str) -> Counter[str]:
    return Counter(ADDRESS.findall(text))


def _in_contacts(text: str) -> Counter[str]:
    """The addresses under keys that name an e-mail, one each: what stands around the records is no person's."""
    try:
        documents = list(parse_all(text))
    except Unreadable:
        return Counter()
    return Counter(set().union(*map(set, map(_contacts, documents)))) if documents else Counter()


def _contacts(document: Json) -> Iterator[str]:
    if isinstance(document, dict):
        for key, value in document.items():
            if isinstance(value, str) and meaning(key).field == "email":
                yield from ADDRESS.findall(value)
            yield from _contacts(value)
    elif isinstance(document, list):
        for value in document:
            yield from _contacts(value)


GIVEN: dict[str, Callable[[str], Counter[str]]] = {
    "csv": _in_rows,
    "vcard": _in_text,
    "adf": _in_prospects,
    "json": _in_contacts,
}
"""How the addresses that a file gives are counted. A mail is one record, whose raw text is the mail."""
