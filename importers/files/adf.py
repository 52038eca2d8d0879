"""Prospects out of ADF, the XML that car dealers send, in the states in which it is really sent.

Law: no declaration, entity or address in it is ever followed, and nobody but the customer is read as a contact.
"""

import html
import re
from collections.abc import Iterator

from lxml import etree

from importers.files.adf_parts import ENDS, MARKED, Parts, parts_of, pieces
from importers.files.xml_tree import tree_of
from importers.limits import MIB
from importers.record import Record, Unreadable

ADF_CHARS_MAX = 16 * MIB
START = re.compile(r"<\s*(?:\w+:)?(?:adf|prospect)\b", re.IGNORECASE)
DECLARATION = re.compile(r"<\?[^<>]*>")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#?\w{1,31};)?")
TAG = re.compile(r"<(?=[\w:/])[^<>]*>")
UNQUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|(?<=\s)([\w:-]+)\s*=\s*([^\s\"'<>=][^\s\"'<>]*?)(?=\s|/?>)")
UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SAYS_NOTHING = frozenset({"", "null", "none", "n/a", "undefined", "(null)"})
ADDRESS = {"city": "city", "regioncode": "state", "postalcode": "postal code", "country": "country"}
STRUCTURE = frozenset({
    "id", "requestdate", "vehicle", "customer", "contact", "name", "email", "phone", "address", "street", "city",
    "regioncode", "postalcode", "country", "comments", "timeframe", "vendor", "provider", "prospect", "service",
})  # fmt: skip
"""What never stands inside a value."""
THEIRS = frozenset({"trade-in", "tradein", "trade", "sell"})
"""What the customer has rather than wants."""


def holds_adf(text: str) -> bool:
    """Whether there is ADF in a text."""
    return START.search(text) is not None


def records(text: str, place: str) -> Iterator[Record]:
    """A record per prospect, its raw text as it came. Raises Unreadable when there is none."""
    return _records(_parts(text).prospects, place)


def reading(text: str, place: str) -> tuple[list[Record], str]:
    """The records, and the lines with addresses that stand in no prospect because the XML is broken there.

    A dealer who stands outside of the prospects is no loss.
    """
    parts = _parts(text)
    return list(_records(parts.prospects, place)), parts.outside


def _records(prospects: list[str], place: str) -> Iterator[Record]:
    for number, raw in enumerate(prospects, 1):
        where = place if len(prospects) == 1 else f"{place} prospect {number}"
        yield Record(place=where, cells=_cells(_prospect(_tree(raw))), raw=raw)


def _prospect(root: etree._Element) -> etree._Element:
    """The prospect; all there is where its own tag is so broken that the parser does not see it."""
    return next((one for one in root.iter() if _name(one) == "prospect"), root)


def _parts(text: str) -> Parts:
    start = START.search(text)
    if start is None:
        raise Unreadable("There is no ADF in this XML.")
    if len(text) > ADF_CHARS_MAX:
        raise Unreadable(f"The XML is longer than {ADF_CHARS_MAX // MIB} million characters.")
    parts = parts_of(UNPRINTED.sub("", text[start.start() :]))
    if not parts.prospects:
        raise Unreadable("There is no prospect in this XML.")
    return parts


def _tree(text: str) -> etree._Element:
    return tree_of(f"<floor><adf>{_mended(text)}</adf></floor>")  # as deep as it stands in a file


def _mended(text: str) -> str:
    """Make XML of what only looks like it: bare ampersands, words without quotes, names only HTML knows."""
    told = "".join(_told(text[one.start : one.end], one.mark) for one in pieces(text))
    text = ENTITY.sub(_entity, DECLARATION.sub("", told))
    return TAG.sub(lambda tag: UNQUOTED.sub(_quoted, tag.group()) if "=" in tag.group() else tag.group(), text)


def _told(text: str, mark: str) -> str:
    """A marked section is plain text, a comment is nothing."""
    if mark == MARKED:
        return html.escape(text.removeprefix(MARKED).removesuffix(ENDS[MARKED]), quote=False)
    return "" if mark else text


def _quoted(match: re.Match[str]) -> str:
    return f'{match[1]}="{match[2]}"' if match[1] else match[0]


def _entity(match: re.Match[str]) -> str:
    known = html.unescape(match.group())
    return html.escape(UNPRINTED.sub("", known)) if known != match.group() else "&amp;" + match.group()[1:]


def _cells(prospect: etree._Element) -> dict[str, str]:
    customer = _first(prospect, "customer")
    contact = _contact(customer)
    cells = {"id": _key(prospect), "created time": _said(_first(prospect, "requestdate")), **_names(contact)}
    cells["email"] = _joined(_preferred(contact, "email"), "; ")
    cells["phone"] = _joined(_phones(contact), " | ")
    cells.update(_address(contact))
    cells["message"] = _said(_first(customer, "comments"))
    cells["timeframe"] = _said(_first(customer, "timeframe"))
    cells["status"] = prospect.get("status", "")
    cells.update(_vehicles(prospect))
    provider = _first(prospect, "provider")
    cells["lead source"] = _said(_child(provider, "name")) or _said(_child(provider, "service"))
    cells["vendor name"] = _said(_first(_first(prospect, "vendor"), "vendorname"))
    return {heading: text for heading, text in cells.items() if text or heading in ("email", "phone")}


def _key(prospect: etree._Element) -> str:
    """The provider's id with where it is from; `sequence` is only a counter."""
    for one in _children(prospect, "id"):
        if text := _said(one):
            source = " ".join(one.get("source", "").replace("@", " ").split())
            return f"{source} {text}" if source else text
    return ""


def _contact(customer: etree._Element | None) -> etree._Element | None:
    """The contact marked as the main one, else the first that can be reached."""
    found = [one for one in _within(customer) if _name(one) == "contact"]
    marked = [one for one in found if one.get("primarycontact") in ("1", "true", "yes")]
    reached = [one for one in found if _said(_first(one, "email")) or _said(_first(one, "phone"))]
    return next(iter([*(one for one in marked if one in reached), *reached, *found]), customer)


def _names(contact: etree._Element | None) -> dict[str, str]:
    """A person's name in parts or whole; the name of a business is the company."""
    names: dict[str, str] = {}
    for one in _every(contact, "name"):
        part, text = one.get("part", "full").lower(), _said(one)
        if one.get("type", "").lower() == "business":
            names.setdefault("company", text)
        elif part in ("first", "last", "full"):
            names.setdefault(f"{part} name", text)
        elif text:
            names.setdefault(f"name {part}", text)
    company = _said(_first(contact, "company")) or _said(_first(contact, "companyname"))
    return {**names, **({"company": company} if company else {})}


def _phones(contact: etree._Element | None) -> list[str]:
    """Voice and mobile numbers, the preferred one first; a fax or a pager is no phone."""
    return [
        text for text, one in _ranked(contact, "phone") if one.get("type", "voice").lower() not in ("fax", "pager")
    ]


def _preferred(contact: etree._Element | None, name: str) -> list[str]:
    return [text for text, _ in _ranked(contact, name)]


def _ranked(contact: etree._Element | None, name: str) -> list[tuple[str, etree._Element]]:
    found = [(text, one) for one in _every(contact, name) if (text := _said(one))]
    return sorted(found, key=lambda pair: pair[1].get("preferredcontact") != "1")


def _address(contact: etree._Element | None) -> dict[str, str]:
    address = _first(contact, "address")
    cells = {heading: _said(_first(address, name)) for name, heading in ADDRESS.items()}
    return {**cells, "street": _joined([_said(one) for one in _every(address, "street")], ", ")}


def _vehicles(prospect: etree._Element) -> dict[str, str]:
    """The first one that is wanted is the product; what else is said of it and of the others is kept."""
    cells: dict[str, str] = {}
    for number, vehicle in enumerate(_every(prospect, "vehicle"), 1):
        what = " ".join(text for name in ("year", "make", "model") if (text := _said(_first(vehicle, name))))
        interest = vehicle.get("interest", "buy").lower()
        is_wanted = interest not in THEIRS and "product" not in cells
        heading = "product" if is_wanted else "trade in" if interest in THEIRS else f"vehicle {number}"
        cells.setdefault(heading, what)
        for one in vehicle if is_wanted else ():
            if _name(one) not in ("year", "make", "model") and (text := _said(one)):
                cells.setdefault(f"vehicle {_name(one)}", text)
    return cells


def _said(element: etree._Element | None) -> str:
    """All text inside, a line break for `<br/>`; nothing when it only says so."""
    if element is None:
        return ""
    parts: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if one is not element and _name(one) in STRUCTURE:
                break  # its own tag was never closed
            parts.append("\n" if _name(one) == "br" else "")
            parts.append(one.text or "")
        elif one is not element:
            parts.append(one.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).strip().split("\n"))
    text = "\n".join(line for line in lines if line)
    return "" if text.casefold() in SAYS_NOTHING else text


def _joined(texts: list[str], by: str) -> str:
    return by.join(dict.fromkeys(text for text in texts if text))


def _within(element: etree._Element | None) -> Iterator[etree._Element]:
    return iter(()) if element is None else element.iter()


def _every(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return (one for one in _within(element) if one is not element and _name(one) == name)


def _first(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(_every(element, name), None)


def _children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return (one for one in (element if element is not None else ()) if _name(one) == name)


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(_children(element, name), None) if element is not None else None


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
