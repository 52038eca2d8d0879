"""What is beside a name, a phone or a company, and what belongs to it."""

from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken_text

from engine.lead import Card


def card(folder: Path, text: str, name: str = "leads.csv") -> Card:
    """The card of the only lead in a text."""
    found = taken_text(folder, text, name, region="US")
    assert rejects(found) == []
    return leads(found)[0].card


@pytest.mark.parametrize(
    ("headings", "cells", "name"),
    [
        ("Voornaam,Tussenvoegsel,Achternaam", "Jan,van der,Berg", "Jan van der Berg"),
        ("姓,名", "山田,太郎", "山田 太郎"),
        ("First Name,Last Name", "NULL,NULL", ""),
        ("First Name,Last Name", "Nora,Null", "Nora Null"),
        ("First Name,Last Name", "Taro,Yamada", "Taro Yamada"),
    ],
)
def test_parts_of_a_name_stand_in_their_order(tmp_path: Path, headings: str, cells: str, name: str) -> None:
    """The family first where its script has it so; one Null is a name, two are a gap in a database."""
    assert card(tmp_path, f"{headings},Email\n{cells},a@x.example\n").name == name


def test_a_number_that_its_label_calls_a_fax_is_no_phone(tmp_path: Path) -> None:
    """In a table as in JSON; the next number is taken."""
    text = "Phone 1 - Label,Phone 1 - Value,Phone 2 - Value\nWork Fax,+12065550199,+12065550123\n"
    assert card(tmp_path, text).phone == "+12065550123"
    text = "Phone 1,Phone 1 Type,Phone 2\n+12065550199,Fax,+12065550123\n"
    assert card(tmp_path, text).phone == "+12065550123"
    text = '{"phones": [{"type": "fax", "number": "+12065550199"}, {"type": "m", "number": "+12065550123"}]}'
    assert card(tmp_path, text, "a.json").phone == "+12065550123"


def test_an_extension_beside_its_number_belongs_to_it(tmp_path: Path) -> None:
    """A column of extensions; what is written with the number itself goes before it."""
    text = "Phone,Ext.\n212-555-0101,345\n"
    assert (card(tmp_path, text).phone, card(tmp_path, text).phone_ext) == ("+12125550101", "345")
    assert card(tmp_path, "Phone,Ext.\n212-555-0101 x7,345\n").phone_ext == "7"
    assert card(tmp_path, "Phone,Ext.\n212-555-0101,front desk\n").phone_ext == ""


def test_marks_of_spreadsheets_and_links_of_exports_are_no_part_of_a_cell(tmp_path: Path) -> None:
    """The apostrophe before digits goes, one before a name stays; so does a link behind a company."""
    text = "Email,Last Name,Postcode,Company\na@x.example,'t Hooft,'83702,Stone Inc (https://x.example/Stone)\n"
    found = leads(taken_text(tmp_path, text))[0]
    assert (found.card.name, found.traits["postal_code"], found.card.company) == ("'t Hooft", "83702", "Stone Inc")


def test_headings_in_two_rows_are_one(tmp_path: Path) -> None:
    """A survey's questions over their parts, and a group over the company's columns."""
    survey = "ID,Your details?,,Call?\n,Name,Email,Response\n9,Joy,a@x.example,Yes\n"
    assert (card(tmp_path, survey).name, card(tmp_path, survey).extras["Call?"]) == ("Joy", "Yes")
    groups = "Contact,,Company,\nName,Email,Name,Size\nJoy,a@x.example,Abara Ltd,5\n"
    assert (card(tmp_path, groups).name, card(tmp_path, groups).company) == ("Joy", "Abara Ltd")


def test_groups_and_sums_of_a_report_are_no_records(tmp_path: Path) -> None:
    """Lines that a report puts between its rows reach nobody and are nobody's."""
    text = (
        "Region,Name,Email,Phone,City\nSource: Web (2 records)\nWest,Al,a@x.example,,Reno\n"
        "West Total,,,1,\nEast,Bo,b@x.example,,Erie\nTotal Recall,Cy,c@x.example,,Troy\n"
    )
    found = taken_text(tmp_path, text)
    assert [one.card.name for one in leads(found)] == ["Al", "Bo", "Cy"]
    assert rejects(found) == []
