"""Excel workbooks as people keep them, and as others forge them."""

import zipfile
from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken, taken_text
from workbook_builders import Dated, Rows, compound, old_workbook, workbook

from importers.record import Unreadable

HEAD: list[object] = ["Name", "Email", "Phone", "Created"]
ANN: list[object] = ["Ann", "ann@x.example", 442079460119, Dated(46265.5)]


def test_the_headings_may_stand_under_a_title(tmp_path: Path) -> None:
    """A title, a blank row and a total are no records; places count as Excel does."""
    rows = [["Leads of August"], [], HEAD, ANN, ["Bob", "b@x.example"], ["Total", None, 2]]
    found = leads(taken(workbook(tmp_path / "a.xlsx", {"S": rows})))
    assert [(one.card.name, one.place) for one in found] == [("Ann", "a.xlsx row 4"), ("Bob", "a.xlsx row 5")]


def test_number_cells_are_written_as_people_read_them(tmp_path: Path) -> None:
    """A phone kept as a number has no `.0`, and a number too long for a spreadsheet is no id."""
    rows = [["Lead ID", *HEAD, "Budget"], [1.5e18, *ANN, 12.5], [123456789012, "Al", "al@x.example", None, None, 3]]
    first, second = leads(taken(workbook(tmp_path / "a.xlsx", {"S": rows}), region="GB"))
    assert first.card.phone == "+442079460119"
    assert first.source_key.startswith("h:")
    assert second.source_key == "123456789012"


@pytest.mark.parametrize(("is_1904", "days"), [(False, 46265.5), (True, 44803.5)])
@pytest.mark.parametrize("kind", [Dated, float])
def test_days_are_counted_from_the_workbooks_own_epoch(
    tmp_path: Path, is_1904: bool, days: float, kind: type[float]
) -> None:
    """The same noon of 2026, counted from 1900 or from 1904, formatted as a date or left as a number."""
    path = workbook(tmp_path / "a.xlsx", {"S": [HEAD, [*ANN[:3], kind(days)]]}, is_1904=is_1904)
    received = leads(taken(path))[0].received_at
    assert received is not None
    assert received.isoformat() == "2026-08-31T12:00:00+00:00"


def test_the_sheet_with_leads_is_chosen(tmp_path: Path) -> None:
    """Neither the first sheet nor a hidden one is taken when a later visible one holds the contacts."""
    sheets = {
        "Read me": [["Nothing here"]],
        "Old": [[*HEAD, "Company"], [*ANN, "Old Ltd"]],
        "New": [HEAD, ["Bob", "b@x.example"]],
    }
    found = taken(workbook(tmp_path / "a.xlsx", sheets, hidden=("Old",)))
    assert [one.card.name for one in leads(found)] == ["Bob"]
    assert [one.place for one in rejects(found)] == ["a.xlsx sheet Old"]


def test_a_hidden_sheet_is_better_than_none(tmp_path: Path) -> None:
    """When only a hidden sheet has contacts, it is read."""
    path = workbook(tmp_path / "a.xlsx", {"Cover": [["Hello"]], "Data": [HEAD, ANN]}, hidden=("Data",))
    assert len(leads(taken(path))) == 1


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    """Excel 97's own format."""
    found = leads(
        taken(old_workbook(tmp_path / "a.xls", [["Name", "Email", "Phone"], ["Änn", "a@x.example", 442079460119]]))
    )
    assert [(one.card.name, one.card.phone) for one in found] == [("Änn", "+442079460119")]


@pytest.mark.parametrize(
    "text",
    [
        "<html><head><meta charset=utf-8></head><table><tr><td>Name<td>Email"
        "<tr><td>Zoë &amp; Co<td>z@x.example</table>",
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        "<Worksheet><Table><Row><Cell><Data>Name</Data></Cell><Cell><Data>Email</Data></Cell></Row><Row><Cell>"
        "<Data>Zoë &amp; Co</Data></Cell><Cell><Data>z@x.example</Data></Cell></Row></Table></Worksheet></Workbook>",
        "<table><tr><td>Prospect name<td>Email<tr><td>Zoë &amp; Co<td>z@x.example</table>",
        "Name\tEmail\nZoë & Co\tz@x.example\n",
    ],
    ids=["web page", "spreadsheet markup", "bare table", "tabs"],
)
def test_what_is_only_called_a_workbook_is_read_as_what_it_is(tmp_path: Path, text: str) -> None:
    """Many tools save a web page or text with tabs under the name `.xls`."""
    found = leads(taken_text(tmp_path, text, "report.xls"))
    assert [(one.card.name, one.card.email) for one in found] == [("Zoë & Co", "z@x.example")]


def test_an_empty_workbook_and_one_without_contacts(tmp_path: Path) -> None:
    """Nothing in it is a refusal; a table of something else is one reject."""
    with pytest.raises(Unreadable, match="is empty"):
        taken(workbook(tmp_path / "a.xlsx", {"S": []}))
    assert (
        len(rejects(taken(workbook(tmp_path / "b.xlsx", {"S": [["Item", "Stock"], ["Nut", 5], ["Bolt", 7]]})))) == 1
    )


def test_protected_workbooks_say_so(tmp_path: Path) -> None:
    """Encrypted, old and new."""
    new = compound(tmp_path / "a.xlsx", {"EncryptedPackage": b"x", "EncryptionInfo": b"y"})
    old = old_workbook(tmp_path / "b.xls", [["Email"]], extra=b"\x2f\0\x02\0\0\0")
    for path in (new, old):
        with pytest.raises(Unreadable, match="protected by a password"):
            taken(path)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row><c r='ZZZZZZ99999999999'><v>1</v></c></row>",
        '<row r="4000000000"><c><v>1</v></c></row>',
    ],
)
def test_two_cells_far_apart_do_not_fill_the_memory(tmp_path: Path, rows: str) -> None:
    """What a sheet would need is asked before it is opened."""
    with pytest.raises(Unreadable, match=r"cells|broken"):
        taken(workbook(tmp_path / "a.xlsx", {"S": rows}))


def test_far_cells_of_an_old_workbook_are_refused(tmp_path: Path) -> None:
    """Its own format allows more than it ever shows."""
    far = b"\x03\x02\x0e\0" + b"\xff\xff\xff\xff" + b"\0" * 10
    path = old_workbook(tmp_path / "a.xls", [["Email"]])
    data = path.read_bytes().replace(b"\x04\x02\x13\0", far + b"\x04\x02\x13\0", 1)
    path.write_bytes(data)
    with pytest.raises(Unreadable, match="cells"):
        taken(path)


def test_a_sheet_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """Seventy megabytes of blanks in a file of a few kilobytes."""
    path = workbook(tmp_path / "a.xlsx", {"S": [HEAD, ANN]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", " " * 70_000_000)
    with pytest.raises(Unreadable, match="100 times"):
        taken(path)


@pytest.mark.parametrize("keep", [30, 200, 600, 1500])
def test_a_torn_workbook_is_one_sentence(tmp_path: Path, keep: int) -> None:
    """A download that broke off."""
    for path in (workbook(tmp_path / "a.xlsx", {"S": [HEAD, ANN]}), old_workbook(tmp_path / "b.xls", [["Email"]])):
        path.write_bytes(path.read_bytes()[:keep])
        with pytest.raises(Unreadable):
            taken(path)


def test_every_sheet_that_could_reach_a_person_is_read(tmp_path: Path) -> None:
    """A sheet per month, a hidden one and one of notes: those that are shown and hold contacts are taken."""
    months: dict[str, Rows | str] = {
        month: [["Name", "Email"], [month, f"{month.lower()}@x.example"]] for month in ("May", "June", "Old")
    }
    sheets: dict[str, Rows | str] = {"Notes": [["Read me"], ["nothing"]], **months}
    found = leads(taken(workbook(tmp_path / "a.xlsx", sheets, hidden=("Old",))))
    assert [(one.card.name, one.place) for one in found] == [
        ("May", "a.xlsx sheet May row 2"),
        ("June", "a.xlsx sheet June row 2"),
    ]


def test_every_table_of_a_page_that_could_reach_a_person_is_read(tmp_path: Path) -> None:
    """Two tables of leads and one of menus."""
    table = "<table><tr><th>Name<th>Email<tr><td>{0}<td>{0}@x.example</table>"
    page = f"<html><table><tr><td>menu</table>{table.format('al')}{table.format('bo')}"
    assert [one.card.name for one in leads(taken_text(tmp_path, page, "a.xls"))] == ["al", "bo"]
