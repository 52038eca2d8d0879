"""What a file would become, said before it is taken."""

import csv
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importer_builders import hints, leads, rejects, taken, taken_text
from workbook_builders import workbook

from importers.preview import preview
from importers.record import Unreadable

TEXT = (
    "Name,Best number,Contact mail of rep,Email\nAnn,415 555 0150,rep@us.example,\n"
    "Bob,,rep@us.example,b@x.example\nC,,,\n"
)


def test_a_preview_says_what_each_column_is(tmp_path: Path) -> None:
    """Headings, fields, an example each, counts, the first leads and rejects."""
    path = tmp_path / "a.csv"
    path.write_text("Name,Email,Shoe\nAnn,ann@x.example,38\nBob,,40\n")
    seen = preview(path, hints())
    assert [(one.heading, one.field, one.example) for one in seen.columns] == [
        ("Name", "full_name", "Ann"),
        ("Email", "email", "ann@x.example"),
        ("Shoe", "", "38"),
    ]
    assert (seen.kind, seen.accepted, seen.rejected, seen.is_whole) == ("table", 1, 1, True)
    assert (seen.leads[0].card.name, seen.rejects[0].place) == ("Ann", "a.csv row 3")


def test_the_floor_can_say_what_its_headings_are(tmp_path: Path) -> None:
    """What is told of a heading wins over its words and its values; `ignore` makes it nobody's contact."""
    told = {"best NUMBER": "phone", "Contact mail of rep": "ignore"}
    found = leads(taken_text(tmp_path, TEXT, region="US", mapping=told))
    assert [(one.card.name, one.card.phone, one.card.email) for one in found] == [
        ("Ann", "+14155550150", ""),
        ("Bob", "", "b@x.example"),
    ]
    assert found[0].card.extras["Contact mail of rep"] == "rep@us.example"


def columns(path: Path) -> list[tuple[str, str, str]]:
    return [(one.table, one.heading, one.field) for one in preview(path, hints(region="DE")).columns]


def test_every_sheet_has_its_columns(tmp_path: Path) -> None:
    """A sheet is judged by its own values, however many rows stand on the sheet before it."""
    many = [["Name", "Email"], *([f"Ann {number}", f"a{number}@x.example"] for number in range(300))]
    path = workbook(tmp_path / "a.xlsx", {"Web": many, "Fair": [["Wer", "Kontakt"], ["Bo", "030 23125101"]]})
    assert columns(path) == [
        ("a.xlsx sheet Web", "Name", "full_name"),
        ("a.xlsx sheet Web", "Email", "email"),
        ("a.xlsx sheet Fair", "Wer", ""),
        ("a.xlsx sheet Fair", "Kontakt", "phone"),
    ]
    assert [one.card.phone for one in leads(taken(path, region="DE"))][-1] == "+493023125101"


def test_every_file_of_an_archive_has_its_columns(tmp_path: Path) -> None:
    """Those that can be read; a single one needs no name."""
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("one.csv", "Name,Email\nAnn,a@x.example\n")
        archive.writestr("broken.pdf", "%PDF")
        archive.writestr("two.json", '[{"mobile": "030 23125101"}]')
    assert columns(path) == [
        ("a.zip/one.csv", "Name", "full_name"),
        ("a.zip/one.csv", "Email", "email"),
        ("a.zip/two.json", "mobile", "phone"),
    ]
    seen = preview(path, hints(region="DE"))
    assert (seen.accepted, seen.rejected) == (2, 1)


def test_a_second_table_in_a_file_is_judged_by_its_own_values(tmp_path: Path) -> None:
    """And its columns are told apart from those above it."""
    path = tmp_path / "a.csv"
    path.write_text("Name,Email,City\nAl,a@x.example,Oslo\n\nContact,Email,City\n030 23125101,,Bonn\n")
    assert columns(path)[3:] == [
        ("a.csv, further down", "Contact", "phone"),
        ("a.csv, further down", "Email", "email"),
        ("a.csv, further down", "City", "city"),
    ]
    assert [one.card.phone for one in leads(taken(path, region="DE"))] == ["", "+493023125101"]


def test_what_stands_before_a_fault_is_shown_with_the_fault(tmp_path: Path) -> None:
    """A file that breaks off is taken up to there, and the preview says both."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"email": "a@x.example"}\n{"email": "b@x.example"}\n' + b"\xff" * 10)
    seen = preview(path, hints(encodings=("utf-8",)))
    found = taken(path, encodings=("utf-8",))
    assert (seen.accepted, seen.rejected) == (len(leads(found)), len(rejects(found)))


Row = list[str]
CELLS = st.sampled_from(
    ["", "Ann", "a@x.example", "030 23125101", "CEO", "Oslo", "x", "12.02.2025", "1", "yes", '"', ";"]
)
HEADINGS = st.sampled_from(["Name", "Email", "Phone", "Contact", "Title", "Date", "Shoe", "", "Telefon", "1.3", "id"])
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=5)
TABLES = st.lists(st.tuples(st.lists(HEADINGS, min_size=1, max_size=5), ROWS), max_size=3)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=TABLES, kind=st.sampled_from([",", ";", "\t"]))
def test_a_preview_says_what_taking_does(
    tmp_path: Path, tables: list[tuple[list[str], list[list[str]]]], kind: str
) -> None:
    """The same leads and rejects, and every cell whose column it calls kept beside is kept beside."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=kind)
    for names, rows in tables:
        writer.writerows([names, *rows])
    path = tmp_path / "a.csv"
    path.write_text(text.getvalue(), newline="")
    try:
        found = taken(path, region="DE")
    except Unreadable:
        return
    seen = preview(path, hints(region="DE"), shown_max=100)
    assert (list(seen.leads), list(seen.rejects)) == (leads(found), rejects(found))
    used = {one.heading for one in seen.columns if one.field}
    beside = {(heading, text) for lead in leads(found) for heading, text in lead.card.extras.items()}
    examples = {(one.heading, one.example) for one in seen.columns if one.example and one.heading not in used}
    is_ragged = any(len(row) < len(names) for names, rows in tables for row in rows)
    assert not leads(found) or rejects(found) or is_ragged or examples <= beside
