"""Which reader reads what: by content first, by the file's name second."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from importers.files import adf_file, csv_file, html_file, json_file, mail_file, vcard_file, xlsx_file, zip_bounds
from importers.files.decoding import encoding_of
from importers.limits import TOO_BIG, in_units, limits
from importers.record import Hints, Read, Unreadable, one_line

Reader = Callable[[Path, Hints], Iterator[Read]]

READERS: dict[str, Reader] = {
    "table": csv_file.read,
    "json": json_file.read,
    "workbook": xlsx_file.read,
    "page": html_file.read,
    "adf": adf_file.read,
    "vcard": vcard_file.read,
    "mail": mail_file.read,
}
"""A new kind of file is a reader here and a line in how it is told apart."""
ARCHIVE = "archive"
"""No reader of its own: each file in it has one."""

READABLE = "Tables (CSV, Excel), JSON, ADF, vCards, e-mails and ZIP archives of them can be read."
FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive: unpack it"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it"),
)
"""What a file's first bytes give away, and the way out."""
PACKED = (
    ("xl/workbook.bin", "a binary Excel workbook: save it as .xlsx"),
    ("word/", "a Word document"),
    ("ppt/", "a presentation"),
    ("content.xml", "an OpenDocument file: save it as .xlsx or CSV"),
)
PAGES = r"!doctype html|html|head|meta|body|table|style|div|\w*:?workbook"
MARKS = (
    ("vcard", re.compile(r"begin\s*:\s*vcard\b")),
    ("adf", re.compile(r"(?s)(?=<).{0,3000}?<(?:\w+:)?(?:adf|prospect)\b")),
    ("page", re.compile(rf"(?s)(?:<\?[^>]*>\s*){{0,3}}<(?:{PAGES})\b")),
)  # fmt: skip
"""How text begins, in lower case, and what it then is."""
MAIL_SUFFIXES = (".eml", ".mbox")
MAIL_HEADERS = re.compile(r"(?im)^(message-id|mime-version|received|from|to|subject|date|return-path|content-type):")
MAIL_START = re.compile(
    r"(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n|[A-Za-z][A-Za-z0-9-]*:[^\n]*\n)+"
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
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed_kind(path, name)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    bare = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    for mark, what in FOREIGN:
        if bare.startswith(mark):
            raise Unreadable(f"{name} is {what}. {READABLE}")
    return _text_kind(head.decode(encoding.name, "replace"), name)


def _packed_kind(path: Path, name: str) -> str:
    names = [entry.filename for entry in zip_bounds.entries(path, name)]
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
        return "mail"
    if head.startswith(("<?xml", "<!doctype", "<html")):
        raise Unreadable(f"{name} is XML of a kind that is not known. {READABLE}")
    if len(CONTROL.findall(text)) > len(text) // 10 + 2:
        raise Unreadable(f"{name} is not text. {READABLE}")
    if suffix in (".json", ".jsonl", ".ndjson"):
        return "json"
    is_json = JSON_START.match(text) is not None
    is_cell = suffix in (".csv", ".tsv") and re.match(r"\[(?!\s*\{)", text) is not None
    return "json" if is_json and not is_cell else "table"


def _is_mail(text: str) -> bool:
    """Three or more header lines that only mails have, before the first blank line."""
    start = MAIL_START.match(text.replace("\r\n", "\n"))
    return start is not None and len({one.casefold() for one in MAIL_HEADERS.findall(start.group())}) >= 3
