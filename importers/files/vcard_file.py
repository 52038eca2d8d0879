"""Reads vCard files, versions 2.1 to 4.0: one card or an address book of them.

Small enough to be read by hand: the libraries there are refuse a whole file for one bad line.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from importers.files import gauge, other_cards
from importers.files.whole import whole_text
from importers.limits import limits, too_long
from importers.record import Hints, Read, Record, Reject, Unreadable

NAME = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)")
PARAM = re.compile(r';\s*([\w-]+)(?:=((?:"[^"]*"|[^";:])*))?')
LINE_END = re.compile(r"\r\n|\n|\r")
CHARSET = re.compile(r"[\w.:-]{1,40}")
NO_PHONE = frozenset({"fax", "pager", "modem", "bbs"})
PLAIN = {"uid": "uid", "rev": "changed", "title": "job title", "note": "note", "url": "website",
         "source": "card source",
         "role": "card role", "bday": "birthday", "nickname": "nickname", "categories": "tags"}  # fmt: skip
"""Properties that are a cell as they stand."""
ADDRESS = ("", "", "street", "city", "state", "postal code", "country")


class Property(NamedTuple):
    """One line of a card, unfolded and decoded."""

    name: str
    types: frozenset[str]
    text: str

    @property
    def is_preferred(self) -> bool:
        """Whether the card says to use this one first."""
        return "pref" in self.types


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield a record per card."""
    name = hints.name or path.name
    text = other_cards.as_cards(whole_text(path, hints, "an address book", "split it"))
    number, done = 0, 0
    gauge.watch(lambda: done / len(text))
    for card in _cards(text):
        number, done = number + _is_begin(card[0]), done + sum(map(len, card))
        yield _read(card, f"{name} card {number}" if _is_begin(card[0]) else f"{name} after card {number}")
    if not number:
        raise Unreadable(f"{name} holds no vCard.")


def _cards(text: str) -> Iterator[list[str]]:
    """The lines of each card, and what stands between cards; one that is never closed ends where the next begins."""
    card: list[str] = []
    is_over = False
    for line in LINE_END.split(text.replace("\0", "")):
        if is_over or _is_begin(line):
            if card:
                yield card
            card, is_over = [], False
        if card or _is_begin(line) or ":" in line or "@" in line:
            card.append(line)
        is_over = bool(card) and _is_begin(card[0]) and _word(line) == "end:vcard"
    if card:
        yield card


def _is_begin(line: str) -> bool:
    return _word(line) == "begin:vcard"


def _word(line: str) -> str:
    return line[:40].strip().casefold().replace(" ", "")


def _read(card: list[str], place: str) -> Record | Reject:
    raw = "\n".join(card)
    if not _is_begin(card[0]):
        return Reject(place=place, reason="This stands outside of any card: no BEGIN:VCARD is above it.", raw=raw)
    if len(raw) > limits().row:
        return Reject(place=place, reason=too_long("card"), raw=raw[:200])
    found = [one for line in _unfolded(card) if (one := _property(line))]
    return Record(place=place, cells=_cells(found), raw=raw)


def _unfolded(card: list[str]) -> Iterator[str]:
    """Whole lines: a blank at a line's start continues the last, and so does `=` at a quoted-printable line's end."""
    whole = ""
    for line in card:
        is_soft = whole.endswith("=") and "quoted-printable" in whole[:200].casefold()
        if is_soft:
            whole = whole[:-1] + line
        elif line[:1] in (" ", "\t"):
            whole += line[1:]
        else:
            yield whole
            whole = line
    yield whole


def _property(line: str) -> Property | None:
    name = NAME.match(line)
    if name is None:
        return None
    place, types = name.end(), set[str]()
    encoding, charset = "", "utf-8"
    while match := PARAM.match(line, place):
        place = match.end()
        key, value = match[1].casefold(), (match[2] or "").strip('" ').casefold()
        if key == "encoding" or value == "quoted-printable" or key == "quoted-printable":
            encoding = "quoted-printable" if "quoted-printable" in (key, value, "q") else value
        elif key == "charset" and CHARSET.fullmatch(value):
            charset = value
        types.update({"pref"} if key == "pref" else value.split(",") if key == "type" else {key} if not value else {})
    if line[place : place + 1] != ":":
        return None
    text = line[place + 1 :]
    return Property(name[1].casefold(), frozenset(types), _decoded(text, encoding, charset))


def _decoded(text: str, encoding: str, charset: str) -> str:
    if encoding == "quoted-printable":
        data = quopri.decodestring(text.encode("utf-8", "replace"))
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError, binascii.Error):
            return data.decode("utf-8", "replace")
    return "" if encoding in ("b", "base64") else text


def _cells(found: list[Property]) -> dict[str, str]:
    cells = {"email": "; ".join(_texts(found, "email")), "phone": " | ".join(_texts(found, "tel"))}
    names = _parts(next(iter(_texts(found, "n")), ""))
    first, last = (" ".join(names[place : place + 1]).strip() for place in (1, 0))
    company = _joined(next(iter(_texts(found, "org")), "").split("\x1f"))
    is_company = "company" in (text.casefold() for text in _texts(found, "x-abshowas"))
    full = next(iter(_texts(found, "fn")), "")
    if full and not (is_company and full == company):
        cells["full name"] = _bare(full)
    cells.update({"first name": first, "last name": last, "company": company})
    if is_company and not company:
        cells["company"] = cells.pop("full name", "")
    for one in found[: limits().columns]:
        if one.name in PLAIN:
            cells.setdefault(PLAIN[one.name], _bare(one.text))
    address = _parts(next(iter(_texts(found, "adr")), ""))
    cells.update((heading, text) for heading, text in zip(ADDRESS, address, strict=False) if heading and text)
    return {heading: text for heading, text in cells.items() if text or heading in ("email", "phone")}


def _texts(found: list[Property], name: str) -> list[str]:
    """What the card says under a name, the preferred first; telephones without those that nobody hears."""
    ranked = sorted((one for one in found if one.name == name), key=lambda one: not one.is_preferred)
    texts = (
        one.text.strip()
        for one in ranked
        if not (name == "tel" and one.types & NO_PHONE and "voice" not in one.types)
    )
    if name == "org":
        texts = (_split_marked(text) for text in texts)
    elif name not in ("n", "adr"):
        texts = (_bare(text) for text in texts)
    return list(dict.fromkeys(text for text in texts if text))


def _parts(text: str) -> list[str]:
    return _split_marked(text).split("\x1f") if text else []


def _split_marked(text: str) -> str:
    """Split at semicolons that are not escaped; the parts are plain text."""
    return "\x1f".join(_bare(part) for part in re.split(r"(?<!\\);", text))


def _joined(parts: list[str]) -> str:
    return parts[0] if parts else ""


def _bare(text: str) -> str:
    r"""Undo the escapes: `\n` is a line break, `\,` a comma."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text).replace("\x1f", " ").strip()
