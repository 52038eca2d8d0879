"""What a lead mail says in its body: a label and its value on a line, beside each other, or one under the other."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from importers.cells.emails import emails
from importers.cells.phones import looks_like_phone
from importers.headings import meaning
from importers.mapping import CONTACT_FIELDS

LINES_MAX = 20_000
LABEL = re.compile(
    r"[\s>*•·–-]{0,20}(?:\*\*?)?([^\W\d_][^:：\t]{0,59}?)\s*(?:\*\*?)?\s*(?:[:：]\s*(?:\*\*?)?|\t)\s*(.*)"
)
SIGNATURE = re.compile(r"--\s*|_{10,}|-{10,}")
HEADERS = frozenset({
    "from", "to", "cc", "sent", "date", "subject", "reply to", "von", "an", "gesendet", "datum", "betreff", "de", "à",
    "envoyé", "objet", "para", "enviado", "asunto", "assunto",
})  # fmt: skip
ROUTING = frozenset({"to", "sent", "date", "an", "gesendet", "datum", "à", "envoyé", "para", "enviado"})
"""Lines that only stand above a mail that was forwarded."""
SENDERS = frozenset(
    {"from", "von", "de", "da", "van", "fra", "från", "od", "absender", "expéditeur", "remitente", "mittente"}
)
"""Labels of whoever wrote, where an address stands behind them."""
LONG_FIELDS = frozenset({"message"})
ADDRESSES_OF_OTHERS = "provider"
"""A heading that begins so is never read as the lead's."""


class Line(NamedTuple):
    """A line of a body, with its label where it has one."""

    label: str
    value: str
    field: str
    is_row: bool = False
    """Label and value stood in two cells of a table."""


def fields(lines: list[str]) -> dict[str, str]:
    """The labelled values of a body, in order."""
    cells: dict[str, str] = {}
    found = list(_labelled(_without_headers([line.replace("\xa0", " ").rstrip() for line in lines[:LINES_MAX]])))
    for place, line in enumerate(found):
        if line.label:
            _keep(cells, line, _value(line, found[place + 1 :]))
    return cells


def has_contact(cells: dict[str, str]) -> bool:
    """Whether a mail's fields name somebody who can be reached."""
    return any(text and meaning(heading).field in CONTACT_FIELDS for heading, text in cells.items())


def is_form(cells: dict[str, str]) -> bool:
    """Whether a mail's lines have labels that are known, and not only a colon somewhere in a letter."""
    return any(text and meaning(heading).field for heading, text in cells.items())


def lone_phone(lines: list[str]) -> str:
    """The first line that is a phone number and nothing else, or has one behind a label: `Please call me: ...`."""
    found = (_bare_or_labelled(line) for line in lines[:LINES_MAX])
    return next((text for text in found if looks_like_phone(text) and not text.isdigit()), "")


def _bare_or_labelled(line: str) -> str:
    label, _, value = line.strip(" >*•\t").partition(":")
    return value.strip() if value and not meaning(label).is_never else line.strip(" >*•\t")


def _keep(cells: dict[str, str], line: Line, value: str) -> None:
    label = line.label
    found = emails(value) if label.casefold() in SENDERS else ()
    if found or label.casefold() == "from":
        cells.setdefault("email", found[0] if found else "")
        cells.setdefault("full name", value.partition("<")[0].strip(' "'))
        return
    if line.field == "external_id" and "@" in value:
        return
    if not line.field and "@" in value:
        label = f"{ADDRESSES_OF_OTHERS} {label}"
    if value and not cells.get(label):
        cells[label] = value


def _labelled(lines: list[str]) -> Iterator[Line]:
    for line in lines:
        if SIGNATURE.fullmatch(line.strip()):
            return
        yield _line(line)


def _line(text: str) -> Line:
    match = LABEL.fullmatch(text)
    bare = text.strip(" >*•\t")
    if match is None or match[2].startswith("//"):
        field = meaning(bare).field if len(bare) < 30 else ""
        return (
            Line(bare, "", field)
            if field in (*CONTACT_FIELDS, *LONG_FIELDS, "full_name", "first_name", "last_name")
            else Line("", bare, "")
        )
    label, value = match[1].strip(), match[2].strip().strip("\t").replace("\t", " ")
    field = meaning(label).field or ("message" if label.casefold().startswith("message") else "")
    is_label = bool(field) or label.casefold() == "from" or len(label.split()) <= 5
    label = "message" if field in LONG_FIELDS else label
    return Line(label, value, field, "\t" in match[0]) if is_label else Line("", bare, "")


def _value(line: Line, after: list[Line]) -> str:
    """The value beside the label, or under it: one paragraph, or for a message all up to the next known label."""
    if line.value and line.is_row and line.field in LONG_FIELDS:
        return "\n".join([line.value, *(one.value for one in takewhile(_is_more, after))])
    if line.value and (line.is_row or line.field not in LONG_FIELDS):
        return line.value
    parts = [line.value] if line.value else []
    for one in after:
        is_next = bool(line.value) and parts[-1] == ""
        if one.label and (one.field or is_next or line.field not in LONG_FIELDS):
            break
        text = f"{one.label}: {one.value}" if one.label else one.value
        if not text and parts and line.field not in LONG_FIELDS:
            break
        parts.append(text)
        if _is_whole(line.field, text):
            break
    return "\n".join(parts).strip()


def _is_more(line: Line) -> bool:
    """A line that goes on with the cell above it."""
    return bool(line.value) and not line.label and not line.is_row


def _is_whole(field: str, text: str) -> bool:
    """Whether a value can have no second line."""
    return bool(text) and (
        field in CONTACT_FIELDS
        or field in ("full_name", "first_name", "last_name", "product")
        or looks_like_phone(text)
    )


def _without_headers(lines: list[str]) -> list[str]:
    """Leave out the header lines that a mail program puts above what it forwards."""
    kept: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        label = line.partition(":")[0].strip(" >*").casefold() if ":" in line else ""
        if label in HEADERS:
            block.append(line)
            continue
        names = {one.partition(":")[0].strip(" >*").casefold() for one in block}
        kept += [] if len(names) > 2 and names & ROUTING else block
        block = []
        kept.append(line)
    return kept
