"""Files that nobody here reads: a sentence that names the file, what it is and the way out."""

import zipfile
from pathlib import Path

import pytest
from importer_builders import taken, taken_text

from importers.record import Unreadable

TAR = b"leads.csv".ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0")
FLAT = "<?xml version='1.0'?><office:document xmlns:office='urn:x'><office:body/></office:document>"
FOREIGN = [
    ("mail.dat", b"\x78\x9f\x3e\x22\x01\x00" + b"\0" * 60, r"winmail.dat.*save the mail itself as \.eml"),
    ("leads.tar", TAR, "a tar archive: unpack it"),
    ("leads.parquet", b"PAR1" + b"\0" * 60 + b"PAR1", "a Parquet file: save it as CSV"),
    ("leads.csv.zst", b"\x28\xb5\x2f\xfd" + b"\0" * 60, "Zstandard archive: unpack it"),
    ("leads.csv.bz2", b"BZh91AY&SY" + b"\0" * 60, "bzip2 archive: unpack it"),
    ("leads.csv.xz", b"\xfd7zXZ\0" + b"\0" * 60, "xz archive: unpack it"),
    ("leads.rtf", rb"{\rtf1\ansi Name\tab Email\par Al\tab al@x.example\par}", "Rich Text document: save the table"),
    ("Leads.gsheet", b'{"doc_id": "1abc", "email": "me@us.example"}', "a link.*open it and save that"),
    ("Leads.url", b"[InternetShortcut]\r\nURL=https://x.example\r\n", "a link.*open it and save that"),
    ("dump.sql", b"-- a dump\nINSERT INTO leads VALUES ('Al','al@x.example');\n", "dump of SQL: export the table"),
    ("meeting.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "a calendar: export the people"),
    ("leads.fods", FLAT.encode(), r"flat OpenDocument file: save it as \.ods"),
]


@pytest.mark.parametrize(("name", "body", "words"), FOREIGN, ids=[name for name, _, _ in FOREIGN])
def test_what_nobody_reads_is_told_with_the_way_out(tmp_path: Path, name: str, body: bytes, words: str) -> None:
    """Never a lead made of whoever shared a link, never `no list of leads` for what is one in another form."""
    with pytest.raises(Unreadable, match=words) as refusal:
        taken_text(tmp_path, body, name)
    assert str(refusal.value).startswith(name)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ({"Index/Document.iwa": "x", "preview.jpg": "x"}, "Apple Numbers file: export it as CSV"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, "but no spreadsheet"),
    ],
    ids=["numbers", "odt"],
)
def test_what_is_packed_in_a_zip_is_told_too(tmp_path: Path, inside: dict[str, str], words: str) -> None:
    """They are ZIP archives, and nobody wants to hear that."""
    with zipfile.ZipFile(tmp_path / "leads.zip", "w") as packed:
        for name, text in inside.items():
            packed.writestr(name, text)
    with pytest.raises(Unreadable, match=words):
        taken(tmp_path / "leads.zip")
