"""vCards of every version, as phones and mail programs write them."""

from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken_text

from engine.lead import Card
from importers.record import Unreadable


def card(folder: Path, *lines: str) -> Card:
    (lead,) = leads(taken_text(folder, "\r\n".join(("BEGIN:VCARD", *lines, "END:VCARD")), "a.vcf", region="US"))
    return lead.card


@pytest.mark.parametrize(
    "lines",
    [
        ("VERSION:2.1", "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:L=F6we;Zo=EB", "EMAIL;INTERNET:z@x.example"),
        ("VERSION:2.1", "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Zo=C3=AB=20=", "L=C3=B6we", "EMAIL:z@x.example"),
        ("VERSION:3.0", "item1.EMAIL;type=INTERNET:z@", " x.example", "item1.FN:Zoë Löwe"),
        ("VERSION:4.0", "N:Löwe;Zoë;;;", 'EMAIL;TYPE="work,home":z@x.example'),
        ("version:3.0", "fn:Zoë Löwe", "email:z@x.example"),
    ],
)
def test_a_card_of_any_version_gives_name_and_mail(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """Folded, quoted, grouped, in other character sets, with and without a formatted name."""
    found = card(tmp_path, *lines)
    assert (found.name, found.email) == ("Zoë Löwe", "z@x.example")


@pytest.mark.parametrize(
    ("lines", "phone", "extension"),
    [
        (("TEL;FAX:415 555 0101", "TEL;WORK;VOICE:415 555 0102"), "+14155550102", ""),
        (("TEL;TYPE=FAX:415 555 0101", "item2.TEL;TYPE=pref:415 555 0103"), "+14155550103", ""),
        (("TEL;VALUE=uri;TYPE=voice:tel:+1-415-555-0104;ext=12",), "+14155550104", "12"),
        (("TEL:415 555 0105", "TEL;PREF=1:415 555 0106"), "+14155550106", ""),
    ],
)
def test_the_phone_that_somebody_answers_is_taken(
    tmp_path: Path, lines: tuple[str, ...], phone: str, extension: str
) -> None:
    """No fax, the preferred number first, an extension kept."""
    found = card(tmp_path, *lines)
    assert (found.phone, found.phone_ext) == (phone, extension)


def test_a_card_of_a_company_names_no_person(tmp_path: Path) -> None:
    """An address book shows it as a company."""
    found = card(tmp_path, "FN:Ash Ltd", "ORG:Ash Ltd;Sales", "X-ABShowAs:COMPANY", "EMAIL:a@ash.example")
    assert (found.name, found.company) == ("", "Ash Ltd")


def test_escapes_and_addresses_are_opened(tmp_path: Path) -> None:
    r"""`\n` is a line break, `\;` stays within its part."""
    found = card(
        tmp_path, "NOTE:one\\, two\\nthree", "ORG:A\\;B", "ADR:;;5 Elm;Austin;TX;78701;USA", "EMAIL:a@b.example"
    )
    assert (found.message, found.company) == ("one, two\nthree", "A;B")


def test_an_address_book_is_a_record_per_card(tmp_path: Path) -> None:
    """A card without contact is a reject, one that is never closed ends at the next, the uid is the key."""
    text = (
        "BEGIN:VCARD\nFN:No\nBEGIN:VCARD\nUID:u-12345678901\nTEL:415 555 "
        "0107\nEND:VCARD\nnoise\nbegin:vcard\nEMAIL:c@x.example"
    )
    found = taken_text(tmp_path, text, "a.vcf", region="US")
    assert [one.place for one in rejects(found)] == ["a.vcf card 1"]
    assert [one.source_key[:2] for one in leads(found)] == ["u-", "h:"]


def test_what_stands_between_cards_is_a_reject(tmp_path: Path) -> None:
    """A card whose first line was lost is not passed over in silence."""
    text = "BEGIN:VCARD\nEMAIL:a@x.example\nEND:VCARD\n\nFN:Lost\nEMAIL:b@x.example\nEND:VCARD\n"
    found = taken_text(tmp_path, text, "a.vcf")
    assert [(one.place, "b@x.example" in one.raw) for one in rejects(found)] == [("a.vcf after card 1", True)]


def test_a_picture_in_a_card_is_left_out(tmp_path: Path) -> None:
    """Base64 values are no text."""
    found = card(tmp_path, "PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 9000, "EMAIL:a@b.example")
    assert not any("AAAA" in text for text in found.extras.values())


def test_an_empty_card_file_says_so(tmp_path: Path) -> None:
    """Without a single card it is refused."""
    with pytest.raises(Unreadable, match="holds no vCard"):
        taken_text(tmp_path, "begin:vcard:", "a.vcf")
