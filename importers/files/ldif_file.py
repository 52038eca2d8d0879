"""Reads LDIF, in which directories and Thunderbird's address book export people."""

import base64
import binascii
import re
from collections.abc import Iterator
from pathlib import Path

from importers.files import gauge
from importers.files.whole import whole_text
from importers.limits import limits, too_long
from importers.record import Hints, Read, Record, Reject

START = re.compile(r"(?>#[^\n]*\n|\s+|version:[ \t]*\d+[ \t\r]*\n)*+dn:{1,2} ?\S")
LINE = re.compile(r"([A-Za-z][\w.;-]*)(::?)[ \t]*(.*)")
BETWEEN = re.compile(r"(?:\r?\n[ \t]*){2,}(?![ \t])")
FOLDED = re.compile(r"\r?\n ")
NAMES = {
    "cn": "full name", "givenname": "first name", "sn": "last name", "mail": "email", "telephonenumber": "phone",
    "mobile": "mobile", "homephone": "home phone", "o": "company", "title": "job title", "street": "street",
    "l": "city", "st": "state", "postalcode": "postal code", "c": "country", "description": "message",
    "mozillasecondemail": "second email", "facsimiletelephonenumber": "fax", "labeleduri": "website",
}  # fmt: skip
"""Attributes whose names are no words."""
NOT_SAID = frozenset({"dn", "objectclass", "version", "changetype", "modifytimestamp", "userpassword", "jpegphoto"})
NOTHING_IN_IT = "This entry has no attributes that can be read."


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield a record per entry."""
    name = hints.name or path.name
    text = whole_text(path, hints, "a directory", "split it").lstrip("\ufeff")
    entries = [one for one in BETWEEN.split(text) if _is_entry(one)]
    for number, entry in enumerate(gauge.counted(entries, len(entries)), 1):
        yield _read(entry.strip("\r\n"), f"{name} record {number}")


def _is_entry(text: str) -> bool:
    """Not only the version of the format, or a comment."""
    lines = (line for line in text.splitlines() if line.strip() and line[:1] != "#")
    return any(not line.casefold().startswith("version:") for line in lines)


def _read(raw: str, place: str) -> Record | Reject:
    if len(raw) > limits().row:
        return Reject(place=place, reason=too_long("entry"), raw=raw[:200])
    cells: dict[str, str] = {"email": "", "phone": ""}
    for line in FOLDED.sub("", raw).splitlines():
        match = LINE.fullmatch(line.rstrip())
        if match and (attribute := match[1].partition(";")[0].casefold()) not in NOT_SAID:
            heading = NAMES.get(attribute, match[1])
            value = _decoded(match[3]) if match[2] == "::" else match[3]
            cells[heading] = "; ".join(filter(None, (cells.get(heading, ""), value)))
    if not any(cells.values()):
        return Reject(place=place, reason=NOTHING_IN_IT, raw=raw)
    return Record(place=place, cells=cells, raw=raw)


def _decoded(text: str) -> str:
    """A value in base64; as it stands where it is none."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return text
