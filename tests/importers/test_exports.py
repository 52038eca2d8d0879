"""Files as tools of many countries export them, and as people then spoil them."""

from pathlib import Path
from typing import NamedTuple

import pytest
from importer_builders import SAMPLES, leads, rejects, taken_text


class Sheet(NamedTuple):
    """A table with one person in it."""

    what: str
    encoding: str
    region: str
    name: str
    phone: str
    company: str
    text: str


def sheets() -> list[Sheet]:
    lines = (SAMPLES / "exports.tsv").read_text("utf-8").splitlines()[1:]
    return [Sheet(*line.split("\t")) for line in lines]


@pytest.mark.parametrize("sheet", sheets(), ids=lambda sheet: sheet.what)
def test_the_right_person_is_in_the_right_fields(tmp_path: Path, sheet: Sheet) -> None:
    """Name, e-mail, phone and company, whatever the language, its old encoding, or what was done to the cells."""
    text = sheet.text.replace("\\n", "\n").replace("\\t", "\t").replace("\\x1a", "\x1a")
    found = taken_text(tmp_path, text.encode(sheet.encoding), region=sheet.region.strip("-"))
    assert rejects(found) == []
    card = leads(found)[0].card
    assert (card.name, card.email, card.phone, card.company) == (
        sheet.name,
        "a@x.example",
        sheet.phone,
        sheet.company,
    )


def test_a_line_pasted_in_from_elsewhere_spoils_no_other(tmp_path: Path) -> None:
    """One byte that is no UTF-8 among many that are: that cell is read as western text, the others as they are."""
    rows = "".join(f"Jörg,n{number}@x.example\n" for number in range(60))
    found = leads(taken_text(tmp_path, f"Name,Email\n{rows}".encode() + b"B\xf6b,b@x.example\n"))
    assert {one.card.name for one in found} == {"Jörg", "Böb"}


def test_headings_that_stand_again_are_no_rejects(tmp_path: Path) -> None:
    """Files that were put behind each other, with their marks and headings."""
    text = "\ufeffName,Email\r\nAl,a@x.example\r\ufeffName,Email\nBo,b@x.example\n\nName,Email\nCy,c@x.example"
    found = taken_text(tmp_path, text)
    assert [one.card.name for one in leads(found)] == ["Al", "Bo", "Cy"]
    assert rejects(found) == []


def test_a_second_table_is_read_by_its_own_headings(tmp_path: Path) -> None:
    """Two tables in one file, each with a title: the second has its columns in another order."""
    text = "Open\nName,Email,City\nAl,a@x.example,Oslo\n\nClosed\nEmail,Phone,Name\nb@x.example,+493023125101,Bo\n"
    found = taken_text(tmp_path, text)
    assert [(one.card.name, one.card.email, one.card.phone) for one in leads(found)] == [
        ("Al", "a@x.example", ""),
        ("Bo", "b@x.example", "+493023125101"),
    ]
    assert rejects(found) == []


def test_a_full_name_that_is_not_the_persons_gives_way(tmp_path: Path) -> None:
    """Beside first and last name, `Name` may be the account's."""
    found = leads(taken_text(tmp_path, "First Name,Last Name,Email,Name\nAl,Ek,a@x.example,Acme AB\n"))
    assert (found[0].card.name, found[0].card.extras["Name"]) == ("Al Ek", "Acme AB")


def test_a_long_word_before_the_first_foreign_letter_is_no_trouble(tmp_path: Path) -> None:
    """The guess looks at words from their first letter outside of ASCII."""
    text = f"Name,Email\n{'a' * 200}ö,b@x.example\n"
    assert leads(taken_text(tmp_path, text.encode("cp1252")))[0].card.email == "b@x.example"
