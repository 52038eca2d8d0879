"""Whose address and whose number it is: of several columns the prospect's own, in whatever column they wrote it."""

from pathlib import Path

import pytest
from importer_builders import leads, taken_text

from engine.commands import NewLead
from importers.headings import meaning


def only(folder: Path, text: str | bytes) -> NewLead:
    (lead,) = leads(taken_text(folder, text, region="US"))
    return lead


@pytest.mark.parametrize(
    "heading",
    ["Gescannt von", "Erfasst durch", "Betreuer E-Mail", "Verkäufer", "Zuständiger Mitarbeiter", "Créé par",
     "Asesor", "Saisi par", "Correo del vendedor", "Modificado por", "Criado por", "Inserito da", "Booth staff"],
)  # fmt: skip
def test_whoever_took_the_lead_down_is_not_it(tmp_path: Path, heading: str) -> None:
    """Though they have an address in every row, and the prospects none."""
    rows = "".join(f"P{n};+1415555010{n};tina@stand.example\n" for n in range(3))
    found = leads(taken_text(tmp_path, f"Kunde;Telefon;{heading}\n{rows}", region="US"))
    assert [lead.card.email for lead in found] == ["", "", ""]


def test_an_unknown_heading_that_speaks_of_mail_goes_before_one_that_does_not(tmp_path: Path) -> None:
    """Where neither is known, their values alone would not tell."""
    lead = only(tmp_path, "Stand;Ihre Firmen-Mail hier\ntina@stand.example;ann@x.example\n")
    assert lead.card.email == "ann@x.example"


def test_an_unknown_heading_that_speaks_of_phones_is_one(tmp_path: Path) -> None:
    """Where no other is, and its values are written as phones."""
    assert only(tmp_path, "E-Mail;Handy (nachmittags)\na@x.example;(415) 555-0101\n").card.phone == "+14155550101"
    assert only(tmp_path, "E-Mail;Handy-Nr;Hotel\na@x.example;;(415) 555-0101\n").card.phone == ""


@pytest.mark.parametrize("heading", ["Telephone No.", "Cell Phone #", "Telefon Nr.", "WhatsApp com DDD"])
def test_the_number_of_a_phone_is_the_phone(heading: str) -> None:
    """The number of a company or of an order is something else."""
    assert meaning(heading).field == "phone"
    assert meaning("Order No").field != "phone"
    assert meaning("Company No.").field == ""


def test_a_phone_where_an_email_is_asked_for_is_called(tmp_path: Path) -> None:
    """Alone, or beside an address; but no short run of digits, which may be anything."""
    lead = only(tmp_path, "Name,Email,Phone\nAnn,(415) 555-0101,\n")
    assert (lead.card.phone, lead.card.warnings) == ("+14155550101", ())


def test_a_phone_beside_an_address_is_read(tmp_path: Path) -> None:
    """In one cell, however they are parted."""
    lead = only(tmp_path, "Name,Email\nAnn,ann@x.example / 415 555 0101\n")
    assert (lead.card.email, lead.card.phone) == ("ann@x.example", "+14155550101")


def test_an_email_where_a_phone_is_asked_for_is_written_to(tmp_path: Path) -> None:
    """Other rows have phones there."""
    found = leads(taken_text(tmp_path, "Name,Email,Phone\nAl,,4155550101\nBo,,4155550102\nCy,,cy@x.example\n"))
    assert [lead.card.email for lead in found][-1] == "cy@x.example"


def test_what_a_bill_says_goes_behind_what_the_person_says(tmp_path: Path) -> None:
    """Wherever the columns stand; without another it is read."""
    text = "Billing Email,Billing Phone,Email,Phone\npay@x.example,4155550199,ann@x.example,4155550101\n"
    lead = only(tmp_path, text)
    assert (lead.card.email, lead.card.phone) == ("ann@x.example", "+14155550101")
    assert only(tmp_path, "Name,Billing Email\nBo,pay@x.example\n").card.email == "pay@x.example"


def test_spanish_signs_are_read_as_spanish(tmp_path: Path) -> None:
    """`¿` is no Polish letter."""
    text = "¿Acepta?;Empresa;Correo;Notas\nSí;Peña;a@x.example;¡5ª!\n"
    lead = only(tmp_path, text.encode("cp1252"))
    assert (lead.card.company, "¿Acepta?" in lead.card.extras) == ("Peña", True)
