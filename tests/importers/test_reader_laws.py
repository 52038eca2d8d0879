"""Laws of every reader, on whatever bytes come."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importer_builders import hints, leads, taken_text
from workbook_builders import old_workbook, workbook

from importers.intake import Taken, read_file
from importers.record import Unreadable

EXAMPLES = int(os.environ.get("FLOORBOARD_FUZZ", "60"))
QUICK = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
SLOWEST_SECONDS = 1.0
"""What 64 KiB may take at most."""
ADF = (
    b"<adf>", b"<prospect status='new'>", b"<id source=a>", b"1</id>", b"<customer>", b"<contact>",
    b"<name part=full>",
    b"</name>", b"<email>", b"ann@x.example", b"</email>", b"<phone type=\"fax\">", b"415 555 0150",
    b"</prospect>", b"<br/>",
    b"<![CDATA[", b"]]>", b"<?XML VERSION", b"?>", b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"&a;", b"&", b"<",
    b">", b"=", b"'",
    b"<vehicle interest='trade-in'>", b"<year>", b"null", b"\0", b"<!--", b"-->", b"&#0;", b"&#xd800;",
    b" x = y ", b"<a:",
)  # fmt: skip
CARD = (
    b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"\r\n", b"\n ", b"=\r\n", b"=C3=AB", b"FN:", b"N:", b";", b"TEL",
    b"EMAIL:",
    b"a@b.example", b"+14155550150", b";TYPE=FAX", b";ENCODING=QUOTED-PRINTABLE", b";CHARSET=utf-7",
    b";CHARSET=idna", b"\\n",
    b"\\", b'"', b"item1.", b";PREF=1", b"ORG:", b"X-ABShowAs:COMPANY", b"\0", b"\xff", b"tel:", b";ENCODING=b", b":",
)  # fmt: skip
MAIL = (
    b"From: A <a@b.example>\n", b"To: x\n", b"Subject: =?utf-8?q?=C3?=\n", b"Content-Type: text/html\n",
    b"\n", b"Name: ", b"Email",
    b"Content-Type: multipart/mixed; boundary=x\n", b"--x\n", b"--x--\n",
    b"Content-Type: message/rfc822\n\n", b"Message-ID: <a@b>\n",
    b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n",
    b"charset=utf-16", b": ", b"<td>",
    b"<table>", b"<tr>", b"\t", b"-- \n", b"> ", b"a@b.example", b"+14155550150", b"Reply-To: ;;\n",
    b"<adf><prospect>", b"\xff", b"\0",
    b"Date: x\n", b"From", b"List-Unsubscribe: x\n", b"=?x?b?//?=",
    b"Content-Type: text/plain; name*0*=a'b\n", b"\xef\xbc\x9a",
)  # fmt: skip
PAGE = (
    b"<table>",
    b"<tr>",
    b"<td>",
    b"Email",
    b"a@b.example",
    b"</table>",
    b"<Row>",
    b"<Cell/>",
    b"<Data>",
    b"&#0;",
    b"\0",
    b"<",
)
STARTS = {
    "lead.xml": (b"<adf>", ADF), "card.vcf": (b"BEGIN:VCARD\n", CARD), "mail.eml": (b"From: a@b.example\n", MAIL),
    "page.xls": (b"<html>", PAGE),
}  # fmt: skip
FILES = st.sampled_from(sorted(STARTS)).flatmap(
    lambda name: st.tuples(
        st.just(name),
        st.lists(st.one_of(st.sampled_from(STARTS[name][1]), st.binary(max_size=6)), max_size=40).map(
            lambda parts: STARTS[name][0] + b"".join(parts)
        ),
    )
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def outcome(path: Path) -> list[Taken] | str:
    """What a file becomes, or the one sentence of its refusal."""
    try:
        return list(read_file(path, hints(region="US")))
    except Unreadable as refusal:
        return str(refusal)


@QUICK
@given(file=FILES)
def test_no_text_breaks_a_reader(folder: Path, file: tuple[str, bytes]) -> None:
    """Any ADF, card, mail or page is taken in, or refused with a sentence."""
    name, body = file
    path = folder / name
    path.write_bytes(body)
    outcome(path)


@QUICK
@given(data=st.data(), is_old=st.booleans())
def test_no_damage_to_a_workbook_breaks_a_reader(folder: Path, data: st.DataObject, is_old: bool) -> None:
    """Some bytes of a workbook are others: rows, or a sentence."""
    rows: list[list[object]] = [["Name", "Email", "Phone"], ["Ann", "ann@x.example", 4155550150.0]]
    path = old_workbook(folder / "a.xls", rows) if is_old else workbook(folder / "a.xlsx", {"S": rows})
    body = bytearray(path.read_bytes())
    used = [place for place, byte in enumerate(body) if byte] if is_old else range(len(body))
    for place in data.draw(st.lists(st.sampled_from(used), min_size=1, max_size=6)):
        body[place] = data.draw(st.integers(0, 255))
    path.write_bytes(body)
    outcome(path)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)


@QUICK
@given(names=st.lists(NAMES, min_size=1, max_size=20))
def test_every_card_ends_as_exactly_one_thing(folder: Path, names: list[str]) -> None:
    """Cards in are leads out, whatever the names."""
    escaped = [name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;") for name in names]
    text = "".join(f"BEGIN:VCARD\nFN:{name}\nEMAIL:a{n}@x.example\nEND:VCARD\n" for n, name in enumerate(escaped))
    assert len(leads(taken_text(folder, text, "all.vcf"))) == len(names)


@QUICK
@given(names=st.lists(NAMES, min_size=1, max_size=20))
def test_every_row_of_a_sheet_ends_as_exactly_one_thing(folder: Path, names: list[str]) -> None:
    """Rows in are leads out, whatever the names."""
    clean = ["".join(char for char in name if char not in "\ufffe\uffff") for name in names]
    rows: list[list[object]] = [["Name", "Email"], *([name, f"a{n}@x.example"] for n, name in enumerate(clean))]
    assert len(leads(list(read_file(workbook(folder / "b.xlsx", {"S": rows}), hints())))) == len(names)


@pytest.mark.parametrize("unit", sorted({*ADF, *CARD, *MAIL, *PAGE}), ids=repr)
@pytest.mark.parametrize("name", sorted(STARTS))
def test_no_repetition_takes_long(tmp_path: Path, name: str, unit: bytes) -> None:
    """64 KiB of one fragment are read within a second."""
    path = tmp_path / name
    path.write_bytes(STARTS[name][0] + unit * (64 * 1024 // len(unit)))
    began = time.process_time()
    outcome(path)
    assert time.process_time() - began < SLOWEST_SECONDS
