"""Which reader reads what: by content first, by the file's name second."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from importers import csv_file, json_file
from importers.decoding import encoding_of
from importers.record import FILE_BYTES_MAX, MIB, Hints, Read, Unreadable, one_line

Reader = Callable[[Path, Hints], Iterator[Read]]

READERS: dict[str, Reader] = {"table": csv_file.read, "json": json_file.read}
"""A new kind of file is a reader here and a line in how it is told apart."""

FOREIGN = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive: save the sheet as CSV, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or an encrypted workbook: save the sheet as CSV"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive: unpack it"),
    (b"BEGIN:VCARD", "a vCard"),
    (b"<?xml", "XML"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"<adf", "XML"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
"""What a file's first bytes give away, and the way out."""
JSON_START = re.compile(r'\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[\[{"\]\d-]|true|false|null|$))')
CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def reader_of(path: Path, hints: Hints) -> Reader:
    """Choose the reader of a file. Raises Unreadable for what none of them reads."""
    return READERS[kind_of(path, hints)]


def kind_of(path: Path, hints: Hints) -> str:
    """Tell what kind of file it is."""
    name = one_line(hints.name or path.name)
    if path.stat().st_size > FILE_BYTES_MAX:
        raise Unreadable(f"{name} is bigger than {FILE_BYTES_MAX // MIB} MiB; split it.")
    with path.open("rb") as stream:
        head = stream.read(4096)
        encoding = encoding_of(stream, hints.encodings)
    for mark, what in FOREIGN:
        if head.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(mark)].lower() == mark.lower():
            raise Unreadable(f"{name} is {what}. CSV, JSON and JSONL can be read.")
    text = head.decode(encoding.name, "replace")
    if len(CONTROL.findall(text)) > len(text) // 10 + 2:
        raise Unreadable(f"{name} is not text. CSV, JSON and JSONL can be read.")
    suffix = Path(name).suffix.casefold()
    if suffix in (".json", ".jsonl", ".ndjson"):
        return "json"
    is_json = JSON_START.match(text.lstrip("\ufeff\0")) is not None
    return "json" if is_json and not (suffix in (".csv", ".tsv") and text.lstrip().startswith("[")) else "table"
