"""ADF as dealers' tools send it, much of it no XML at all."""

from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken_text

from engine.commands import NewLead
from importers.record import Unreadable

CONTACT = "<contact><name part=full>Ann Ash</name><email>ann@x.example</email><phone>415 555 0150</phone></contact>"


def only(folder: Path, text: str | bytes) -> NewLead:
    (lead,) = leads(taken_text(folder, text, "lead.xml", region="US"))
    return lead


def prospect(inside: str = CONTACT, around: str = "") -> str:
    return f"<adf><prospect>{around}<customer>{inside}</customer></prospect></adf>"


@pytest.mark.parametrize(
    "text",
    [
        '\n\n<?adf version="1.0"?>\n<?XML VERSION "1.0"?>\n' + prospect(around="<id sequence=1></id>"),
        "<?xml version='1.0' encoding='ISO-8859-1'?><!DOCTYPE adf SYSTEM 'http://x.example/a.dtd'>" + prospect(),
        prospect(CONTACT + "<comments>R&D & more<br/>now&nbsp;please &bogus;</comments>"),
        "<ADF><PROSPECT><CUSTOMER>" + CONTACT + "</CUSTOMER></PROSPECT></ADF>",
        '<a:adf xmlns:a="urn:x"><a:prospect><a:customer>' + CONTACT + "</a:customer></a:prospect></a:adf>",
        prospect().removesuffix("</prospect></adf>"),
        "<prospect><customer>" + CONTACT + "</customer></prospect>",
    ],
    ids=["late declaration", "doctype", "ampersands", "capitals", "namespace", "torn", "no root"],
)
def test_broken_markup_is_read_all_the_same(tmp_path: Path, text: str) -> None:
    """Whatever the tool did to it, the customer is found."""
    card = only(tmp_path, text).card
    assert (card.name, card.email, card.phone) == ("Ann Ash", "ann@x.example", "+14155550150")


def test_comments_keep_their_lines(tmp_path: Path) -> None:
    """Line breaks, marked sections and names that only HTML knows are read as text."""
    text = prospect(CONTACT + "<comments>one &amp; two<br>three<![CDATA[ <b> & four]]>&nbsp;&eacute;</comments>")
    assert only(tmp_path, text).card.message == "one & two\nthree <b> & four é"


def test_nobody_but_the_customer_is_a_contact(tmp_path: Path) -> None:
    """A prospect without a way to reach the customer is a reject, whoever else is named."""
    other = "<contact><name>Dealer</name><email>d@dealer.example</email><phone>415 555 0199</phone></contact>"
    text = (
        f"<adf><prospect><customer><contact><name>Al</name><email>null</email></contact></customer><vendor>"
        f"{other}</vendor>"
        f"<provider><email>p@portal.example</email>{other}</provider></prospect></adf>"
    )
    (reject,) = rejects(taken_text(tmp_path, text, "lead.xml"))
    assert reject.reason.startswith("No contact")


def test_the_providers_id_is_the_key_with_its_source(tmp_path: Path) -> None:
    """A resent prospect has the same key; the counter `sequence` is none."""
    told = [f'<id sequence="{n}" source="cars.example">77-A</id>' for n in (1, 2)]
    first, second = (
        only(tmp_path, prospect(around=one).replace("<prospect>", "<prospect status='resend'>")) for one in told
    )
    assert first.source_key == second.source_key == "cars.example 77-A"
    assert first.traits["status"] == "resend"
    assert only(tmp_path, prospect(around='<id sequence="3" source="cars.example"/>')).source_key.startswith("h:")


def test_several_prospects_are_several_leads(tmp_path: Path) -> None:
    """One file, two customers, places counted."""
    two = prospect() + prospect(CONTACT.replace("ann@", "bob@"))
    found = leads(taken_text(tmp_path, two, "lead.xml"))
    assert [(one.card.email, one.place) for one in found] == [
        ("ann@x.example", "lead.xml prospect 1"),
        ("bob@x.example", "lead.xml prospect 2"),
    ]


def test_a_fax_is_no_phone_and_the_preferred_one_leads(tmp_path: Path) -> None:
    """Voice and mobile numbers count; what is marked as preferred comes first."""
    phones = (
        '<phone type="fax">415 555 0101</phone><phone>415 555 0102</phone><phone preferredcontact="1">'
        "415 555 0103</phone>"
    )
    assert only(tmp_path, prospect(f"<contact>{phones}</contact>")).card.phone == "+14155550103"


def test_the_wanted_vehicle_is_the_product(tmp_path: Path) -> None:
    """What the customer gives in exchange is kept beside it; a business is the company."""
    cars = (
        "<vehicle interest='trade-in'><make>Ford</make></vehicle><vehicle><year>2026</year><make>Kia</make></vehicle>"
    )
    lead = only(tmp_path, prospect(CONTACT.replace("<name", "<name type=business>Ash Ltd</name><name", 1), cars))
    assert (lead.traits["product"], lead.card.extras["trade in"], lead.card.company) == (
        "2026 Kia",
        "Ford",
        "Ash Ltd",
    )


def test_entities_are_never_opened(tmp_path: Path) -> None:
    """Neither a billion laughs nor a file of this machine."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE adf [<!ENTITY l0 "ha">{laughs}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    lead = only(tmp_path, text + prospect(CONTACT + "<comments>&l9; &x; ok</comments>"))
    assert lead.card.message == "&l9; &x; ok"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<adf>" + "<a>" * 100_000, "nested deeper|no prospect"),
        ("<adf><prospect>" + "<customer>" * 200 + CONTACT, "nested deeper"),
        ("<adf>nobody</adf>", "no prospect"),
        ("<?xml version='1.0'?><rss/>", "no list"),
    ],
)
def test_what_is_no_prospect_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    """Too deep, empty or another kind of XML."""
    with pytest.raises(Unreadable, match=words):
        taken_text(tmp_path, text, "lead.xml")


def test_an_address_that_broken_markup_left_outside_is_a_reject(tmp_path: Path) -> None:
    """The tag that ends the prospect came too early: what stands behind it is not passed over in silence."""
    text = f"<adf>{prospect()}<customer><contact><email>late@x.example</email></contact></customer></adf>"
    found = taken_text(tmp_path, text, "a.xml")
    assert len(leads(found)) == 1
    assert [("broken" in one.reason, "late@x.example" in one.raw) for one in rejects(found)] == [(True, True)]


def test_a_reject_keeps_what_was_sent_to_the_letter(tmp_path: Path) -> None:
    """Markup so broken that no parser keeps it all: the raw text is the file's own, with every bracket."""
    sent = "<prospect><customer><contact><email>ann@@x.esample<+email><!-- 1 --><name>A & B</contact></prospect>"
    (reject,) = rejects(taken_text(tmp_path, f"<adf>{sent}<br/></adf>", "a.xml"))
    assert reject.raw == sent


def test_a_prospect_in_a_comment_is_none(tmp_path: Path) -> None:
    """Nor is one in a marked section, and the end of one there is no end."""
    hidden = f"<!-- {prospect()} --><![CDATA[</prospect><prospect>]]>"
    lead = only(tmp_path, prospect(CONTACT + f"<comments>{hidden}</comments>"))
    assert (lead.card.email, lead.card.message) == ("ann@x.example", "</prospect><prospect>")


def test_a_prospect_that_is_never_closed_ends_where_the_next_begins(tmp_path: Path) -> None:
    """Two customers, although the first tag is open."""
    two = prospect().removesuffix("</prospect></adf>") + prospect(CONTACT.replace("ann@", "bob@"))
    assert [one.card.email for one in leads(taken_text(tmp_path, two, "a.xml"))] == ["ann@x.example", "bob@x.example"]


def test_an_address_in_a_marked_section_without_an_end_is_a_reject(tmp_path: Path) -> None:
    """The section swallows the rest of the file for a parser, not for us."""
    found = taken_text(tmp_path, f"<adf>{prospect()}<![CDATA[]]<email>late@x.example</email>", "a.xml")
    assert [one.raw for one in rejects(found)] == ["</adf><![CDATA[]]<email>late@x.example</email>"]


def test_a_dealer_outside_of_the_prospects_is_no_loss(tmp_path: Path) -> None:
    """Vendor and provider are no leads, wherever they stand."""
    text = f"<adf>{prospect()}<provider><email>leads@portal.example</email></provider></adf>"
    assert rejects(taken_text(tmp_path, text, "a.xml")) == []


def test_a_tag_that_is_never_closed_ends_at_the_next_field(tmp_path: Path) -> None:
    """What stands in the next tag is no part of the address."""
    contact = "<contact><email>a@x.example<phone>415 555 0150</contact>"
    card = only(tmp_path, f"<adf><prospect><customer>{contact}</customer></prospect></adf>").card
    assert (card.email, card.phone) == ("a@x.example", "+14155550150")
