"""Tables and lines of text out of HTML, and out of the XML that calls itself a spreadsheet."""

import re
from urllib.parse import unquote

from lxml import etree, html

from importers.limits import MIB
from importers.record import Unreadable

MARKUP_CHARS_MAX = 64 * MIB
"""A web page is held whole."""
COLUMNS_MAX = 1_000
"""No cell stands further out, and none spans more columns."""
ROWS = frozenset({"tr", "row"})
CELLS = frozenset({"td", "th", "cell"})
TABLES = frozenset({"table"})
HIDDEN = frozenset({"script", "style", "head", "title", "template"})
BREAKS = frozenset({
    "br", "p", "div", "tr", "table", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "section", "article", "header", "footer", "hr", "pre", "form", "row",
})  # fmt: skip
LINKED = re.compile(r"(?i)(?:mailto|tel):")
UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

EMPTY = re.compile(r"<((?:\w+:)?(cell|row|data))\b([^<>]*)/>", re.IGNORECASE)
"""In HTML a tag that closes itself stays open."""

Table = list[list[str]]


def tables(text: str) -> list[Table]:
    """The rows of each table, cell by cell; a table inside a cell is a table of its own."""
    root = _parsed(EMPTY.sub(r"<\1\3></\1>", text))
    found: dict[etree._Element, Table] = {}
    for row in () if root is None else root.iter():
        if _name(row) in ROWS:
            owner = next((one for one in row.iterancestors() if _name(one) in TABLES), root)
            found.setdefault(owner, []).append(_cells(row))
    return list(found.values())


def lines(text: str) -> list[str]:
    """The page as lines of text; cells of a row stand beside each other with a tab between."""
    root = _parsed(text)
    parts: list[str] = []
    if root is not None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            _write(event, element, parts)
    return [re.sub(" +", " ", part).strip(" ") for part in "".join(parts).split("\n")]


def _write(event: str, element: etree._Element, parts: list[str]) -> None:
    name = _name(element)
    if event == "start":
        if name in BREAKS:
            parts.append("\n")
        if name and name not in HIDDEN and element.text:
            parts.append(_flat(element.text) if name != "pre" else element.text)
        return
    if name in CELLS:
        parts.append("\t")
    elif name in BREAKS and name != "br":
        parts.append("\n")
    if element.tail:
        parts.append(_flat(element.tail))


def _parsed(text: str) -> etree._Element | None:
    if len(text) > MARKUP_CHARS_MAX:
        raise Unreadable(f"The page is longer than {MARKUP_CHARS_MAX // MIB} million characters.")
    text = re.sub(r"^\s*(?:<\?[^>]*>\s*)+", "", UNPRINTED.sub("", text))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None


def _cells(row: etree._Element) -> list[str]:
    """The cells of a row, each in its column: some span several, and a spreadsheet leaves out blank ones."""
    cells: list[str] = []
    for cell in row:
        if _name(cell) in CELLS:
            cells += [""] * (min(_count(cell, "ss:index", "index"), COLUMNS_MAX) - 1 - len(cells))
            cells.append(_cell(cell))
            more = _count(cell, "colspan") - 1, _count(cell, "ss:mergeacross", "mergeacross")
            cells += [""] * min(max(more), COLUMNS_MAX)
    return cells


def _count(cell: etree._Element, *names: str) -> int:
    said = next((cell.get(name, "") for name in names if cell.get(name)), "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def _cell(cell: etree._Element) -> str:
    if not len(cell):
        return (cell.text or "").strip()
    said = _said(cell)
    if len(links := [one for one in cell.iter("a") if LINKED.match(one.get("href") or "")]) == 1:
        return _linked(links[0].get("href") or "", said)
    return said


def _linked(href: str, said: str) -> str:
    """What a cell says; where it only says `E-mail` or `Call`, what its link leads to."""
    target = unquote(LINKED.sub("", href).partition("?")[0])
    return said if "@" in said or any(map(str.isdigit, said)) else target or said


def _said(cell: etree._Element) -> str:
    parts: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element is cell and event == "end":
            break
        if event == "end" and _name(element) in TABLES:
            parts.append(" ")
        _write(event, element, parts)
    return re.sub(r"[ \t]*\n[ \t\n]*", "\n", "".join(parts)).strip()


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition(":")[2].rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _flat(text: str) -> str:
    """White space means nothing in markup."""
    return re.sub(r"[\s\xa0]+", " ", text)
