"""Lead mails of portals and forms, and the mail that is no lead."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken_text

from engine.commands import NewLead

ADF = (
    "<adf><prospect><id>L-1</id><customer><contact><name>Ann Ash</name><email>ann@x.example</email>"
    "</contact></customer></prospect></adf>"
)


def mail(body: str = "", kind: str = "plain", **headers: str) -> EmailMessage:
    message = EmailMessage()
    told = {"From": "Portal <noreply@portal.example>", "To": "sales@us.example", "Subject": "New lead"}
    told |= {"Date": "Mon, 31 Aug 2026 12:00:00 +0100", "Message-ID": "<1@portal.example>"}
    for name, value in (told | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(body, subtype=kind)
    return message


def only(folder: Path, message: EmailMessage | bytes) -> NewLead:
    data = message if isinstance(message, bytes) else bytes(message)
    (lead,) = leads(taken_text(folder, data, "m.eml", region="GB"))
    return lead


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Name: Ann Ash\nEmail: ann@x.example\nPhone: 07700 900124\nMessage: Call me", "plain"),
        ("Hello,\n\nName:\nAnn Ash\n\nEmail:\nann@x.example\n\nTelephone:\n07700 900124\n\nComments:\nCall "
        "me", "plain"),
        ("*Name:* Ann Ash\n*Email:* ann@x.example\n*Phone:* 07700 900124\n*Message:*\nCall me\n-- \nPortal", "plain"),
        ("Name：Ann Ash\nメール：ann@x.example\nPhone： 07700 900124\nMessage： Call me", "plain"),
        ("> Name: Ann Ash\n> Email: ann@x.example\n> Phone: 07700 900124\n> Message: Call me", "plain"),
        (
            "<table><tr><td>Name</td><td>Ann Ash</td></tr><tr><td>Email</td><td><a href='mailto:a'>"
            "ann@x.example</a></td></tr>"
            "<tr><td>Phone</td><td>07700&nbsp;900124</td></tr><tr><td>Message</td><td>Call me</td></tr>"
            "</table><p>noreply@portal.example",
            "html",
        ),
        ("<p><b>Name:</b> Ann Ash<br><b>Email:</b> ann@x.example<br>Phone: 07700 900124<br>Message: Call "
        "me</p>", "html"),
        ("Dear agent\nSent by: noreply@portal.example\nName: Ann Ash\nEmail: ann@x.example\nPhone: 07700 "
        "900124\nMessage: Call me", "plain"),
    ],
)  # fmt: skip
def test_labels_and_values_are_found_however_they_lie(tmp_path: Path, body: str, kind: str) -> None:
    """Beside each other, under each other, in cells of a table, quoted, bold."""
    card = only(tmp_path, mail(body, kind)).card
    assert (card.name, card.email, card.phone, card.message) == (
        "Ann Ash",
        "ann@x.example",
        "+447700900124",
        "Call me",
    )


def test_the_lead_is_who_gets_the_answer(tmp_path: Path) -> None:
    """Without an address in the body it is in Reply-To, never in From of a machine."""
    assert only(tmp_path, mail("Phone: +447700900124", Reply_To="Ann <ann@x.example>")).card.email == "ann@x.example"
    (reject,) = rejects(taken_text(tmp_path, bytes(mail("Property: 5 Elm St")), "m.eml"))
    assert reject.reason.startswith("No contact")


def test_a_person_who_writes_is_the_lead(tmp_path: Path) -> None:
    """A mail without fields from a mailbox of no machine."""
    card = only(tmp_path, mail("Hi, a quote please.\nThanks", From='"Ash, Ann" <ann@x.example>')).card
    assert (card.name, card.email, card.message) == ("Ash, Ann", "ann@x.example", "Hi, a quote please.\nThanks")


@pytest.mark.parametrize("is_attached", [False, True])
def test_adf_in_a_mail_is_read_and_its_id_is_the_key(tmp_path: Path, is_attached: bool) -> None:
    """In the body or attached, whatever the body says."""
    message = mail("See attachment" if is_attached else ADF)
    if is_attached:
        message.add_attachment(ADF.encode(), maintype="application", subtype="octet-stream", filename="lead.xml")
    lead = only(tmp_path, message)
    assert (lead.source_key, lead.card.name) == ("L-1", "Ann Ash")


def test_a_forwarded_mail_keeps_the_key_of_the_original(tmp_path: Path) -> None:
    """The same enquiry, direct and forwarded as an attachment, is one lead."""
    inner = mail("Name: Ann Ash\nEmail: ann@x.example")
    outer = mail("fyi", From="boss@us.example", Message_ID="<2@us.example>")
    outer.add_attachment(inner)
    assert only(tmp_path, outer).source_key == only(tmp_path, inner).source_key


def test_the_header_lines_of_a_forwarded_mail_are_no_fields(tmp_path: Path) -> None:
    """The portal that stands in them is not the lead."""
    head = (
        "---------- Forwarded message ---------\nFrom: Portal <lead@portal.example>\nDate: Mon\nSubject: "
        "x\nTo: <s@us.example>\n"
    )
    card = only(tmp_path, mail(f"{head}\nName: Ann Ash\nEmail: ann@x.example", From="boss@us.example")).card
    assert card.email == "ann@x.example"


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"List_Unsubscribe": "<https://x.example>"}, "list"),
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"X_Failed_Recipients": "a@x.example"}, "delivery"),
    ],
)
def test_mail_of_machines_is_no_lead(tmp_path: Path, headers: dict[str, str], words: str) -> None:
    """Newsletters, answers of machines and reports of delivery are rejects that say so."""
    (reject,) = rejects(taken_text(tmp_path, bytes(mail("Email: ann@x.example", **headers)), "m.eml"))
    assert words in reject.reason


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: =?utf-8?B?//?=\nFrom: =?x?q?=\nTo: a@b\nContent-Type: text/plain; "
        b"charset=nonsense\n\nEmail: ann@x.example",
        b"Subject: =?ut\xe6-8?q?=C3?=\nFrom: a\nTo: b\nDate: x\n\nEmail: ann@x.example",
        b"Subject: x\nFrom: a\nTo: b\nDate: c\nContent-Type: text/plain; charset=a\0b\n\nEmail: ann@x.example \xff",
        b"Subject: x\nFrom: <<>>\nTo: ;;\nContent-Type: multipart/mixed; boundary=\n\nEmail: ann@x.example",
        b"Received: x\nFrom: a\nSubject: b\nContent-Transfer-Encoding: base64\nContent-Type: "
        b"text/plain\n\nRW1haWw6IGFubkB4LmV4YW1wbGU",
        b"\xef\xbb\xbfFrom a@b Mon\nFrom: a\nTo: b\nSubject: c\nContent-Type: text/plain; "
        b"charset=utf-16\n\nEmail: ann@x.example",
    ],
)  # fmt: skip
def test_broken_mail_is_read_as_far_as_it_goes(tmp_path: Path, data: bytes) -> None:
    """Unknown character sets, headers of nonsense, missing boundaries."""
    assert only(tmp_path, data).card.email == "ann@x.example"


def test_every_mail_of_a_mailbox_is_read(tmp_path: Path) -> None:
    """A mailbox saved as one file is a record per mail."""
    one = (
        "From a@x.example Mon Aug 31 10:00:00 2026\nFrom: {0}@x.example\nTo: s@us.example\nSubject: Hi\n\nCall me\n\n"
    )
    found = leads(taken_text(tmp_path, one.format("al") + one.format("bo"), "a.mbox"))
    assert [(lead.card.email, lead.place) for lead in found] == [
        ("al@x.example", "a.mbox mail 1"),
        ("bo@x.example", "a.mbox mail 2"),
    ]


def test_whoever_wrote_is_named_in_other_languages_too(tmp_path: Path) -> None:
    """`Von: Name <address>` is the lead; a message under its label is the message."""
    body = "Von: Max Muster <max@x.example>\nTelefon: 030 23125188\n\nNachrichtentext:\nBitte ein Angebot.\n"
    card = only(tmp_path, mail(body, From="WordPress <wordpress@shop.example>")).card
    assert (card.name, card.email, card.message) == ("Max Muster", "max@x.example", "Bitte ein Angebot.")


def test_a_page_without_labels_gives_its_phone_and_its_text(tmp_path: Path) -> None:
    """A phone that stands alone on its line is the lead's, and the message is text, not markup."""
    body = "<p>New contact</p><p>Ann Lee<br>020 7946 0111</p><p>When can I see it?</p>"
    headers = {"Reply-To": "Ann Lee <ann@x.example>", "From": "noreply@portal.example"}
    card = only(tmp_path, mail(body, "html", **headers)).card
    assert (card.email, card.phone) == ("ann@x.example", "+442079460111")
    assert "When can I see it?" in card.message
    assert "<" not in card.message


def test_nothing_of_a_mail_is_lost(tmp_path: Path) -> None:
    """Where no line is called the message, the whole text is kept on the card."""
    card = only(tmp_path, mail("Name: Ann\nEmail: ann@x.example\nI come on Tuesday.\n")).card
    assert "I come on Tuesday." in card.extras["mail text"]


def test_a_message_of_several_lines_in_a_table_is_whole(tmp_path: Path) -> None:
    """What stands under its first line in the same cell belongs to it."""
    rows = "<tr><td>E-Mail</td><td>a@x.example</td></tr><tr><td>Nachricht</td><td>Zeile 1<br>Zeile 2</td></tr>"
    assert only(tmp_path, mail(f"<table>{rows}</table>", "html")).card.message == "Zeile 1\nZeile 2"
