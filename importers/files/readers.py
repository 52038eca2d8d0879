"""Which reader reads what: by content first, by the file's name second."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from importers.files import (
    address_list_file,
    adf_file,
    binary_plist,
    blocks_file,
    csv_file,
    html_file,
    json_file,
    ldif_file,
    mail_file,
    other_cards,
    plist_file,
    vcard_file,
    workbook_bounds,
    xlsx_file,
    xml_file,
    zip_bounds,
)
from importers.files.decoding import encoding_of
from importers.limits import TOO_BIG, in_units, limits
from importers.record import Hints, Read, Unreadable, one_line

Reader = Callable[[Path, Hints], Iterator[Read]]

MAIL = "mail"
"""What is attached to it has readers too."""
ARCHIVE = "archive"
"""No reader of its own: each file in it has one."""

READERS: dict[str, Reader] = {
    "table": csv_file.read,
    "json": json_file.read,
    "workbook": xlsx_file.read,
    "page": html_file.read,
    "addresses": address_list_file.read,
    "blocks": blocks_file.read,
    "directory": ldif_file.read,
    "adf": adf_file.read,
    "xml": xml_file.read,
    "vcard": vcard_file.read,
    "properties": plist_file.read,
    MAIL: mail_file.read,
}
"""A new kind of file is a reader here and a line in how it is told apart."""

READABLE = "Tables (CSV, Excel, OpenDocument), JSON, XML, vCards, e-mails and ZIP archives of them can be read."
FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it"),
    (b"BZh", "a bzip2 archive: unpack it"),
    (b"\xfd7zXZ", "an xz archive: unpack it"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive: unpack it"),
    (b"PAR1", "a Parquet file: save it as CSV"),
    (b"{\\rtf", "a Rich Text document: save the table in it as CSV"),
    (b"\x78\x9f\x3e\x22", "what Outlook packs mails into (winmail.dat): save the mail itself as .eml"),
)
"""What a file's first bytes give away, and the way out."""
TAR_AT, TAR = 257, b"ustar"
ZIP, GZIP, OLD_OFFICE = (b"PK\x03\x04", b"PK\x05\x06"), b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0"
LINKS = frozenset({".gsheet", ".gdoc", ".url", ".webloc", ".desktop", ".lnk"})
"""Files that only say where something is."""
LINK = "a link, not the file that it leads to: open it and save that as .xlsx or CSV"
PACKED = (
    ("xl/workbook.bin", "a binary Excel workbook: save it as .xlsx"),
    ("word/", "a Word document"),
    ("ppt/", "a presentation"),
    ("content.xml", "an OpenDocument file, but no spreadsheet: save it as .ods, .xlsx or CSV"),
)
FLAT = "a flat OpenDocument file: save it as .ods, .xlsx or CSV"
NUMBERS = "an Apple Numbers file: export it as CSV or Excel"
PAGES = r"!doctype html|html|head|meta|body|table|style|div|\w*:?workbook"
MARKS = (
    ("vcard", re.compile(r"begin\s*:\s*vcard\b")),
    ("directory", ldif_file.START),
    ("vcard", other_cards.XCARD),
    ("vcard", other_cards.JCARD),
    ("properties", plist_file.START),
    ("adf", re.compile(r"(?s)(?=<).{0,3000}?(?:<|&lt;)(?:\w+:)?(?:adf|prospect)\b")),
    ("page", re.compile(rf"(?s)(?:<\?[^>]*>\s*){{0,3}}<(?:{PAGES})\b")),
)  # fmt: skip
"""How text begins, in lower case, and what it then is."""
SQL = re.compile(
    r"(?>--[^\n]*\n|/\*.*?\*/;?|\s+)*+(?:insert into|create table|drop table|set names|copy \S+ \()", re.DOTALL
)
FOREIGN_TEXTS = (
    (SQL, "a dump of SQL: export the table itself as CSV"),
    (re.compile("begin:vcalendar"), "a calendar: export the people, or the list of bookings, as CSV"),
)
"""How text begins that nobody here reads, and the way out."""
MAIL_SUFFIXES = (".eml", ".mbox")
MESSAGE_SUFFIX = ".msg"
MAIL_HEADERS = re.compile(r"(?im)^(message-id|mime-version|received|from|to|subject|date|return-path|content-type):")
MAIL_START = re.compile(
    r"(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n|[A-Za-z][A-Za-z0-9-]*:[^\n]*\n)+"
)
XML_START = re.compile(
    r"<\?xml\b|<!doctype\b|<(?:[a-z_][\w.-]*:)?[a-z_][\w.-]*(?:\s+[\w:.-]+\s*=\s*[\"'][^<>]*)?>\s*<"
)
JSON_START = re.compile(r'\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[\[{"\]\d-]|true|false|null|$))')
CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def reader_of(path: Path, hints: Hints) -> Reader:
    """Choose the reader of a file. Raises Unreadable for what none of them reads."""
    return READERS[kind_of(path, hints)]


def kind_of(path: Path, hints: Hints) -> str:
    """Tell what kind of file it is."""
    name = one_line(hints.name or path.name)
    if path.stat().st_size > limits().file:
        raise Unreadable(f"{name} is bigger than {in_units(limits().file)}; {TOO_BIG}")
    with path.open("rb") as stream:
        head = stream.read(4096)
        encoding = encoding_of(stream, hints.encodings)
    if head.startswith(ZIP):
        return _packed_kind(path, name)
    if head.startswith(GZIP):
        return ARCHIVE
    if head.startswith(binary_plist.MAGIC) and Path(name).suffix.casefold() not in LINKS:
        return "properties"
    if head.startswith(OLD_OFFICE):
        return MAIL if Path(name).suffix.casefold() == MESSAGE_SUFFIX else "workbook"
    if what := _foreign(head, name):
        raise Unreadable(f"{name} is {what}. {READABLE}")
    return _text_kind(head.decode(encoding.name, "replace"), name)


def _foreign(head: bytes, name: str) -> str:
    """What a file is that nobody here reads, with the way out; nothing for all others."""
    if Path(name).suffix.casefold() in LINKS:
        return LINK
    if head[TAR_AT:].startswith(TAR):
        return "a tar archive: unpack it"
    bare = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return next((what for mark, what in FOREIGN if bare.startswith(mark)), "")


def _packed_kind(path: Path, name: str) -> str:
    names = [entry.filename for entry in zip_bounds.entries(path, name)]
    if workbook_bounds.is_open_document(path, names):
        return "workbook"
    if any(one.startswith("Index/") and one.endswith(".iwa") for one in names):
        raise Unreadable(f"{name} is {NUMBERS}. {READABLE}")
    for start, what in PACKED:
        if any(one.startswith(start) for one in names) and ("[Content_Types].xml" in names or "mimetype" in names):
            raise Unreadable(f"{name} is {what}. {READABLE}")
    return "workbook" if any(one.casefold().startswith("xl/") for one in names) else ARCHIVE


def _text_kind(text: str, name: str) -> str:
    text = text.lstrip("\ufeff\0\r\n\t ")
    suffix = Path(name).suffix.casefold()
    head = text.casefold()
    for kind, mark in MARKS:
        if mark.match(head):
            return kind
    if suffix in MAIL_SUFFIXES or _is_mail(text):
        return MAIL
    if what := next((what for mark, what in FOREIGN_TEXTS if mark.match(head)), ""):
        raise Unreadable(f"{name} is {what}. {READABLE}")
    if "<office:document" in head and head.startswith("<?xml"):
        raise Unreadable(f"{name} is {FLAT}. {READABLE}")
    if XML_START.match(head):
        return "xml"
    if len(CONTROL.findall(text)) > len(text) // 10 + 2:
        raise Unreadable(f"{name} is not text. {READABLE}")
    if suffix in (".json", ".jsonl", ".ndjson"):
        return "json"
    if address_list_file.is_addresses(text):
        return "addresses"
    if blocks_file.is_blocks(text, suffix):
        return "blocks"
    is_json = JSON_START.match(text) is not None
    is_cell = suffix in (".csv", ".tsv") and re.match(r"\[(?!\s*\{)", text) is not None
    return "json" if is_json and not is_cell else "table"


def _is_mail(text: str) -> bool:
    """Three or more header lines that only mails have, before the first blank line."""
    start = MAIL_START.match(text.replace("\r\n", "\n"))
    return start is not None and len({one.casefold() for one in MAIL_HEADERS.findall(start.group())}) >= 3
