"""Mails that bring leads along: as an attachment, or row by row in a table."""

from pathlib import Path

from importer_builders import hints, leads, rejects, taken_text

from importers.files.mail_parts import file_name, mail_of
from importers.preview import columns_of

CSV = "Name,Email\nAl,al@x.example\nBo,bo@x.example\n"


def mail(body: str, *files: tuple[str, str], sender: str = "reports@ads.example") -> str:
    """A mail with a text and attachments."""
    parts = [f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"]
    parts += [
        f'Content-Type: application/octet-stream; name="{name}"\n'
        f'Content-Disposition: attachment; filename="{name}"\n\n{text}\n'
        for name, text in files
    ]
    inside = "".join(f"--b\n{part}" for part in parts)
    head = f"From: {sender}\nTo: sales@us.example\nSubject: Leads\nMessage-ID: <1@ads.example>\nMIME-Version: 1.0\n"
    return f'{head}Content-Type: multipart/mixed; boundary="b"\n\n{inside}--b--\n'


def test_the_leads_are_in_the_attachment(tmp_path: Path) -> None:
    """Whoever sent the report is no lead; places name the mail and what is attached."""
    found = taken_text(tmp_path, mail("Your leads of today.", ("leads.csv", CSV)), "daily.eml")
    assert [(one.card.email, one.place) for one in leads(found)] == [
        ("al@x.example", "daily.eml/leads.csv row 2"),
        ("bo@x.example", "daily.eml/leads.csv row 3"),
    ]
    assert rejects(found) == []
    assert [one.field for one in columns_of(tmp_path / "daily.eml", hints())] == ["full_name", "email"]


def test_an_attachment_that_nobody_reads_is_a_reject(tmp_path: Path) -> None:
    """The mail names nobody, so the way out is told for what may hold the leads."""
    found = taken_text(tmp_path, mail("Your leads.", ("leads.pdf", "%PDF-1.4")), "daily.eml")
    assert leads(found) == []
    assert any("daily.eml/leads.pdf is a PDF" in one.reason for one in rejects(found))


def test_what_a_customer_attaches_is_no_list_of_leads(tmp_path: Path) -> None:
    """A person's own mail is the lead; the drawing beside it is only named."""
    order = ("sizes.csv", "Width,Height\n1,2\n")
    found = taken_text(tmp_path, mail("Can you make these?", order, sender="Cy Do <cy@do.example>"), "ask.eml")
    (lead,) = leads(found)
    assert (lead.card.email, lead.card.extras["attachments"]) == ("cy@do.example", "sizes.csv")
    assert rejects(found) == []


def test_a_form_mail_with_a_list_beside_it_is_its_own_lead(tmp_path: Path) -> None:
    """Where the text names somebody, attachments are documents."""
    found = taken_text(tmp_path, mail("Name: Cy\nEmail: cy@do.example", ("others.csv", CSV)), "form.eml")
    assert [one.card.email for one in leads(found)] == ["cy@do.example"]


def test_bad_rows_of_an_attached_list_are_rejects(tmp_path: Path) -> None:
    """Also those before its first lead."""
    found = taken_text(tmp_path, mail("Leads.", ("l.csv", "Name,Email\nNobody,\nAl,al@x.example\n")), "a.eml")
    assert (len(leads(found)), [one.place for one in rejects(found)]) == (1, ["a.eml/l.csv row 2"])


def test_a_name_that_begins_to_be_encoded_again_and_again_costs_little() -> None:
    """It is cut before it is decoded: the library looks for an end from each beginning."""
    part = mail_of(b'Content-Disposition: attachment; filename="' + b"=?a?q?" * 100_000 + b'"\r\n\r\nx')
    assert file_name(part).startswith("=?a?q?")
