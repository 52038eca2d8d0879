"""Headings of many languages, and words that only their values explain."""

import pytest

from importers.headings import meaning
from importers.mapping import plan


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("E-Mail-Adresse", "email"), ("Correo electrónico", "email"), ("メールアドレス", "email"),
        ("*Email*?", "email"),
        ("your-email", "email"), ("data.email", "email"), ("q32_email", "email"), ("emailAddress", "email"),
        ("properties.email.value", "email"), ("Person - Email - Work", "email"), ("EMAIL", "email"),
        ("Téléphone", "phone"), ("phone_number", "phone"), ("q34_phoneNumber.full", "phone"), ("Phone 2", "phone"),
        ("Telefonnummer (mobil)", "phone"), ("電話番号", "phone"), ("Company Phone", "phone_last"),
        ("company.name", "company"), ("Firma", "company"), ("会社名", "company"), ("product.name", ""),
        ("q28_name.first", "first_name"), ("firstName", "first_name"), ("Prénom", "first_name"),
        ("traits.company.employees", "employees"), ("address.city", "city"), ("Lead Owner", "owner"),
        ("pages_viewed", "score_pages_viewed"), ("utm_source", "source"), ("createdAt", "created_at"),
        ("Fax", ""), ("Company Name for Emails", ""), ("Email Status", ""), ("owner.email", ""),
        ("Assigned Agent Email", ""), ("recipient.emailAddress", ""), ("Shoe size", ""), ("", ""),
    ],
)  # fmt: skip
def test_headings(heading: str, field: str) -> None:
    """Spelling, case, accents, prefixes and nesting do not matter; whoever is not the lead is nobody."""
    assert meaning(heading).field == field


@pytest.mark.parametrize(
    ("columns", "heading", "field"),
    [
        ({"Title": ["Mr", "Ms."]}, "Title", "salutation"),
        ({"Title": ["CEO", "Buyer"]}, "Title", "job_title"),
        ({"Contact": ["a@x.example"]}, "Contact", "email"),
        ({"Contact": ["030 23125101"]}, "Contact", "phone"),
        ({"Contact": ["Ann Lee"]}, "Contact", "full_name"),
        ({"Lead": ["Ann Lee"]}, "Lead", "full_name"),
        ({"Lead": ["L-1001", "L-1002"]}, "Lead", "external_id"),
        ({"Number": ["030 23125101"]}, "Number", "phone"),
        ({"Number": ["7", "9"]}, "Number", ""),
        ({"Nom": ["Garnier"], "Prénom": ["Gil"]}, "Nom", "last_name"),
        ({"Nom": ["Gil Garnier"]}, "Nom", "full_name"),
        ({"Name": ["Garnier"], "Vorname": ["Gil"]}, "Name", "last_name"),
        ({"Nome": ["Inês"], "Sobrenome": ["Sá"]}, "Nome", "first_name"),
        ({"Nome": ["Inês Sá"]}, "Nome", "full_name"),
        ({"State": ["TX", "CA"]}, "State", "state"),
        ({"State": ["New", "Open"]}, "State", "status"),
        ({"Data": ["31/08/2026"]}, "Data", "created_at"),
        ({"Data": ["whatever"]}, "Data", ""),
        ({"Country Code": ["+49", "+44"]}, "Country Code", "phone_country_code"),
        ({"Country Code": ["DE", "FR"]}, "Country Code", "country"),
        ({"1.3": ["a@x.example", "b@x.example", "-"]}, "1.3", "email"),
        ({"field_6f8642e": ["(415) 555-0150"]}, "field_6f8642e", "phone"),
        ({"Order": ["4711123456", "4711123457"]}, "Order", ""),
        ({"occurredAt": ["1788253199500"]}, "occurredAt", ""),
        ({"Agent": ["a@x.example"]}, "Agent", "owner"),
    ],
)
def test_values_decide_ambiguous_words(columns: dict[str, list[str]], heading: str, field: str) -> None:
    """The same word means different things in different files."""
    fields = plan(columns, columns).fields
    assert next((name for name, found in fields.items() if heading in found), "") == field


def test_the_files_own_first_contact_column_leads() -> None:
    """Switchboards come last, columns found by their values after those found by their headings."""
    columns = {
        "x": ["a@x.example"],
        "Company Phone": ["1"],
        "Mobile": ["2"],
        "Email 2": ["c"],
        "Phone": ["3"],
        "Email": ["d"],
    }
    fields = plan(columns, columns).fields
    assert fields["phone"] == ("Mobile", "Phone")
    assert fields["email"] == ("Email 2", "Email", "x")
    assert fields["phone_last"] == ("Company Phone",)


def test_a_counter_is_seen_as_one() -> None:
    """1, 2, 3 is no id; 1001, 1002 is."""
    assert plan(["id"], {"id": ["1", "2", "3"]}).id_is_counter
    assert not plan(["id"], {"id": ["1001", "1002"]}).id_is_counter
