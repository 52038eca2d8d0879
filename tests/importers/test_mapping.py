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
        ("Name (First)", "first_name"), ("Name (Last)", "last_name"), ("Address (City)", "city"),
        ("お名前（姓）", "last_name"),
        ("Business City", "city"), ("Ort geschäftlich", "city"), ("Default Address Zip", "postal_code"),
        ("account.address.city", "city"), ("Account Created", ""), ("Home Type", ""), ("Home Value", ""),
        ("Company Type", ""), ("Company Share", ""), ("Ihr Name", "full_name"), ("Office Source", ""),
        ("What's the best phone number to reach you?", "phone"), ("And your *last name*?", "last_name"),
        ("Unter welcher Telefonnummer erreichen wir Sie?", "phone"), ("Which company do you work for?", "company"),
        ("Can we contact you?", ""), ("Is this your first?", ""), ("User's full name", "full_name"),
        ("Scanned By Email", ""), ("Advisor Phone", ""), ("Host Email", ""), ("Network ID", ""),
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
        ({"Can we email you?": ["Yes", "No"]}, "Can we email you?", ""),
        ({"What is your email?": ["a@x.example"]}, "What is your email?", "email"),
        ({"User Email": ["rep@us.example"], "Invitee Email": ["a@x.example"]}, "User Email", ""),
        ({"User Email": ["a@x.example"], "Email": []}, "User Email", "email"),
        ({"Email": ["a@x.example"], "Told by": ["rep@us.example"]}, "Told by", ""),
        ({"Told by": ["a@x.example"]}, "Told by", "email"),
        ({"#": ["k2j3h4k5j6h7"]}, "#", "external_id"),
        ({"#": ["1", "2"]}, "#", ""),
        ({"Email": ["a@x.example"], "Work": ["4155550100"]}, "Work", "phone"),
        ({"Email": ["a@x.example"], "Home": ["rented"]}, "Home", ""),
        ({"Company": ["recAb3dEf6hIj9kLm"]}, "Company", ""),
        ({"Time": ["14:05"]}, "Time", "time_of_day"),
    ],
)
def test_values_decide_ambiguous_words(columns: dict[str, list[str]], heading: str, field: str) -> None:
    """The same word means different things in different files."""
    fields = plan(columns, columns).fields
    assert next((name for name, found in fields.items() if heading in found), "") == field


def test_the_files_own_first_contact_column_leads() -> None:
    """Switchboards come last, columns found by their values after those found by their headings."""
    columns = {
        "field_7": ["a@x.example"],
        "Company Phone": ["1"],
        "Mobile": ["2"],
        "Email 2": ["c"],
        "Phone": ["3"],
        "Email": ["d"],
    }
    fields = plan(columns, columns).fields
    assert fields["phone"] == ("Mobile", "Phone")
    assert fields["email"] == ("Email 2", "Email", "field_7")
    assert fields["phone_last"] == ("Company Phone",)


def test_a_counter_is_seen_as_one() -> None:
    """1, 2, 3 is no id; 1001, 1002 is."""
    assert plan(["id"], {"id": ["1", "2", "3"]}).id_is_counter
    assert not plan(["id"], {"id": ["1001", "1002"]}).id_is_counter
