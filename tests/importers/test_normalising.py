"""What people and spreadsheets write, read as what they meant."""

from datetime import UTC, datetime

import pytest
from email_validator import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st
from importer_builders import NOW

from importers.cells import dates, numbers
from importers.cells.countries import country
from importers.cells.emails import PLAIN, STAND_IN, emails
from importers.cells.mangled import spelled_out
from importers.cells.phones import phones


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann@X.Example", "ann@x.example"),
        ("Ann Lee <ann@x.example>", "ann@x.example"),
        ("mailto:ann@x.example?subject=Hi", "ann@x.example"),
        ("E-Mail: ann@x.example.", "ann@x.example"),
        ("\u200bann@x.example\ufeff", "ann@x.example"),
        ("ann@x.example; bo@x.example", "ann@x.example bo@x.example"),
        ("ann@x.example / bo@x.example", "ann@x.example bo@x.example"),
        ("zoe.brontë@example.com", "zoe.brontë@example.com"),
        ("x@münchen.example", "x@münchen.example"),
        ("a@noemail.invalid", "a@noemail.invalid"),
        ("nobody", ""),
        ("nobody at x.example", ""),
        ("a@b", ""),
        ("a..b@x.example", ""),
        ("@x.example", ""),
        ("a@-x.example", ""),
    ],
)
def test_emails(text: str, found: str) -> None:
    """Addresses as people and mail programs write them."""
    assert " ".join(emails(text)) == found


@settings(max_examples=200, deadline=None)
@given(text=st.from_regex(PLAIN, fullmatch=True))
def test_the_fast_path_takes_nothing_that_the_library_would_not(text: str) -> None:
    """What is taken without asking the library, the library takes as it is."""
    assert validate_email(text + STAND_IN, check_deliverability=False).normalized == text + STAND_IN


@pytest.mark.parametrize(
    ("text", "country", "area", "found"),
    [
        ("901820", "", "030", "+4930901820"),
        ("90 18 20", "030", "", "+4930901820"),
        ("30901820", "+49", "", "+4930901820"),
        ("030 901820", "", "0221", "+4930901820"),
        ("+49 30 901820", "", "0221", "+4930901820"),
        ("30901820", "0049", "", "+4930901820"),
    ],
)
def test_codes_in_columns_of_their_own(text: str, country: str, area: str, found: str) -> None:
    """A country's code goes before a number, an area's before a local one."""
    assert [one.number for one in phones(text, "DE", country, area).found] == [found]


@pytest.mark.parametrize(
    ("text", "region", "found"),
    [
        ("+49 (0)30 23125 101", "", "+493023125101"),
        ("0049 30 23125101", "FR", "+493023125101"),
        ("030 / 23125101", "DE", "+493023125101"),
        ("030  23125101", "DE", "+493023125101"),
        ("06 39 98 12 60", "FR", "+33639981260"),
        ("M: 07700 900112; H: 020 7946 0112", "GB", "+447700900112 +442079460112"),
        ("Mob. 07700 900112", "GB", "+447700900112"),
        ("+44 (0)7700 900113 (mobile)", "GB", "+447700900113"),
        ("Fax: 020 7946 0112", "GB", ""),
        ("020 7946 0112 (Fax)", "GB", ""),
        ("001-672-799-2170x5610", "US", "+16727992170 ext 5610"),
        ("(415) 555-0150 ext. 12", "US", "+14155550150 ext 12"),
        ("tel:+1-418-555-0154;ext=102", "", "+14185550154 ext 102"),
        ("'+971 50 555 0102", "", "+971505550102"),
        ("p:+493023125101", "GB", "+493023125101"),
        ("447700900150", "GB", "+447700900150"),
        ("442079460119", "", "+442079460119"),
        ("442079460119.0", "GB", "+442079460119"),
        ("０３－００００－０２０１", "JP", "+81300000201"),
        ("٠٥٠٥٥٥٠١٠٢", "AE", "+971505550102"),
        ("+919000000001 / +919000000002", "IN", "+919000000001 +919000000002"),
        ("+919988776655|8877665544", "IN", "+919988776655 +918877665544"),
        ("071 111 1111 ::: 072 222 2222", "LK", "+94711111111 +94722222222"),
        ("1-800-555-GOLF", "US", "+18005554653"),
        ("+1 555-1234", "US", "+1 555-1234"),
        ("030 23125101", "", "030 23125101"),
        ("12", "DE", ""),
        ("n/a", "DE", ""),
        ("Please call 030 23125101", "DE", ""),
        ("4.47701E+11", "GB", "damaged"),
        ("4,47701E+11", "DE", "damaged"),
        ("#########", "DE", "damaged"),
        ("<test lead: dummy data for phone_number>", "DE", "damaged"),
    ],
)
def test_phones(text: str, region: str, found: str) -> None:
    """Numbers as people and spreadsheets write them; what was destroyed is never guessed."""
    read = phones(text, region)
    shown = [f"{one.number} ext {one.extension}" if one.extension else one.number for one in read.found]
    assert " ".join(shown) or ("damaged" if read.is_damaged else "") == found
    assert read.is_damaged == (found == "damaged")


def test_a_separate_calling_code_goes_before_the_number() -> None:
    """`+44` beside `9876543224` is one number."""
    assert phones("9876543224", "IN", "+44").found[0].number == "+449876543224"
    assert phones("+919876543222", "IN", "+44").found[0].number == "+919876543222"


@pytest.mark.parametrize("text", ["555-555-5555", "123-456-7890", "+1 1111111111", "0000000"])
def test_everybodys_number_is_a_placeholder(text: str) -> None:
    """It stays on the card, but links nobody."""
    assert phones(text, "US").found[0].is_placeholder


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="0123456789+()-./ xE,;|#", max_size=24), region=st.sampled_from(["", "DE", "US"]))
def test_no_text_breaks_the_phone_reader(text: str, region: str) -> None:
    """Whatever it is, each number found has seven known digits or more."""
    assert all(sum(char.isdigit() for char in one.number) >= 7 for one in phones(text, region).found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deutschland", "DE"), ("السعودية", "SA"), ("대한민국", "KR"), ("Ελλάδα", "GR"),
        ("Suomi", "FI"), ("UK", "GB"), ("U.S.A.", "US"), ("Holland", "NL"), ("Czech Republic", "CZ"),
        ("日本", "JP"), ("Suisse", "CH"), ("ÖSTERREICH", "AT"), ("Brasil", "BR"), ("fr", "FR"), ("DEU", "DE"),
        ("The Netherlands", "NL"), ("España", "ES"), ("Atlantis", ""), ("EU", ""), ("", ""), ("??", ""),
    ],
)  # fmt: skip
def test_countries(text: str, code: str) -> None:
    """Names in many languages, codes, and what people write instead."""
    assert country(text) == code


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-08-31T10:12:13.123Z", "2026-08-31T10:12:13.123+00:00"),
        ("2026-05-14T11:36:10+03:00", "2026-05-14T08:36:10+00:00"),
        ("2026-03-12 09:14", "2026-03-12T08:14:00+00:00"),
        ("03.02.2026 07:30", "2026-02-03T06:30:00+00:00"),
        ("31/08/2026 17:05:09", "2026-08-31T15:05:09+00:00"),
        ("2/18/21, 11:08 AM", "2021-02-18T10:08:00+00:00"),
        ("8/31/2026 3:05\u202fPM", "2026-08-31T13:05:00+00:00"),
        ("May 13, 2026 2:20 PM", "2026-05-13T12:20:00+00:00"),
        ("2026年8月31日", "2026-08-30T22:00:00+00:00"),
        ("2026.05.15", "2026-05-14T22:00:00+00:00"),
        ("1788253200", "2026-09-01T09:00:00+00:00"),
        ("1788253200000", "2026-09-01T09:00:00+00:00"),
        ("yesterday", None),
        ("31/31/2026", None),
        ("", None),
    ],
)
def test_instants(text: str, moment: str | None) -> None:
    """Layouts of many exports; without an offset they are the floor's own time."""
    read = dates.instant(text, month_first=False, timezone="Europe/Berlin", now=NOW)
    assert read == (datetime.fromisoformat(moment) if moment else None)


@pytest.mark.parametrize("text", ["2026-09-01T09:06:00Z", "1999-12-31", "1970-01-01T00:00:00Z"])
def test_an_enquiry_is_neither_of_the_future_nor_of_long_ago(text: str) -> None:
    """Such an instant is none."""
    with pytest.raises(dates.Untimely):
        dates.instant(text, month_first=False, timezone="UTC", now=NOW)


def test_a_column_decides_its_own_order_of_day_and_month() -> None:
    """One value that can be read only one way decides for all; else the floor's region does."""
    assert dates.is_month_first(["03/04/2026", "12/31/2025"], "DE")
    assert not dates.is_month_first(["03/04/2026", "31/12/2025"], "US")
    assert dates.is_month_first(["03/04/2026"], "US")
    assert not dates.is_month_first(["03/04/2026"], "DE")
    read = dates.instant("03/04/2026", month_first=True, timezone="UTC", now=NOW)
    assert read == datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.500,00", 12500), ("1,001-5,000", 1001), ("51-200", 51), ("5001+", 5001), ("USD 1,200,000.00", 1200000),
        ("EUR 1 200 000,00", 1200000), ("1.250", 1250), ("1.250,50", 1250.5), ("9.99", 9.99), ("<5k", 5000),
        ("5-10k", 5000), ("80L", 8000000), ("1.5Cr", 15000000), ("900000000.0", 900000000), ("1'250'000", 1250000),
        ("none", None), ("", None), ("-5", -5),
    ],
)  # fmt: skip
def test_amounts(text: str, number: float | None) -> None:
    """Any country's separators, currencies, factors, and the lower bound of a range."""
    assert numbers.amount(text) == number


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes", "yes"),
        ("ja", "yes"),
        ("1", "yes"),
        ("Oui", "yes"),
        ("FALSE", "no"),
        ("nein", "no"),
        ("maybe", ""),
        ("", ""),
    ],
)
def test_answers(text: str, answer: str) -> None:
    """Yes, no, or nothing known."""
    assert numbers.yes_or_no(text) == answer


def test_days_that_lost_their_format_are_dates() -> None:
    """A spreadsheet's count of days, with a point or a comma before the hours."""
    told = {"month_first": False, "timezone": "UTC", "now": NOW}
    assert (
        dates.instant("46265.5", **told) == dates.instant("46265,5", **told) == datetime(2026, 8, 31, 12, tzinfo=UTC)
    )
    assert dates.instant("12345", **told) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Tel.: 0171/234 56 78 (abends)", ["+491712345678"]),
        ("0171/2345678 nur abends", ["+491712345678"]),
        ("(0171) 2345678 o. 030 1234567", ["+491712345678", "+49301234567"]),
        ("bitte anrufen: +49 171 2345678", ["+491712345678"]),
        ("Fax 030 1234567 89", []),
    ],
)
def test_words_around_a_number_do_not_spoil_it(text: str, numbers: list[str]) -> None:
    """Neither the area code nor a second number is lost to what people write beside it."""
    assert [one.number for one in phones(text, "DE").found] == numbers


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("M&uuml;ller &amp; Co", "Müller & Co"),
        ("JÃ¶rg", "Jörg"),
        ("CafÃ© â€“ Bar", "Café – Bar"),
        ("x.example/?a=1&copy=2", "x.example/?a=1&copy=2"),
        ("São Tomé &#27;", "São Tomé &#27;"),
        ("Ã la carte", "Ã la carte"),
    ],
)
def test_mangled_letters_are_put_right(text: str, meant: str) -> None:
    """Entities and bytes that were read wrongly; what may be meant as it stands is left alone."""
    assert spelled_out(text) == meant
