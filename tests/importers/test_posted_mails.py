"""Mails that came to an address and were posted on are read like mails that were dropped."""

import base64
import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hook_builders import AT, mailgun_fields, opened, source_of
from importer_builders import leads, posted, rejects, taken_text

from engine.commands import NewLead
from importers.hooks.payload import FORM
from importers.providers import PROVIDERS
from importers.record import Unreadable

JSON = "application/json"
PARTS = "multipart/form-data; boundary=xYzZY"
CONTACT_FORM = "Name: Mila Ørsted\nE-mail: mila@orsted.example\nPhone: +45 32 12 34 56\nMessage: A quote, please.\n"
LIST = "Vorname;Name;E-Mail\nIda;Lund;ida@lund.example\nBo;Krag;bo@krag.example\n"
PERSON = "Hello,\n\nplease call me back: +1 415 555 0144\n\nJane\n"


def mailgun(**more: str) -> tuple[str, bytes]:
    fields = {"recipient": "sales@floor.example", "sender": "bounce-77@relay.example", "subject": "Hi"}
    fields |= {"from": '"Doe, Jané" <jane@doe.example>', "body-plain": PERSON, "stripped-text": "Hello,"}
    headers = [["Message-Id", "<77@relay.example>"], ["Date", "Mon, 31 Aug 2026 10:00:00 +0200"]]
    fields |= {"message-headers": json.dumps(headers), "timestamp": "1", "token": "t", "signature": "s"}
    return FORM, urlencode(fields | {name.replace("_", "-"): text for name, text in more.items()}).encode()


def sendgrid(*files: tuple[str, bytes], charset: str = "utf-8", **more: str) -> tuple[str, bytes]:
    envelope, charsets = json.dumps({"to": ["sales@floor.example"]}), json.dumps({"text": charset, "to": "UTF-8"})
    fields = {"headers": "Message-ID: <5@grid.example>\nReply-To: \n", "envelope": envelope, "charsets": charsets}
    fields |= {"from": "Jane Doe <jane@doe.example>", "to": "sales@floor.example", "text": PERSON, "SPF": "pass"}
    fields |= {"subject": "Hi"}
    parts = [(f'name="{name}"', text.encode(charset)) for name, text in (fields | more).items()]
    parts += [(f'name="attachment{n}"; filename="{name}"', data) for n, (name, data) in enumerate(files, 1)]
    body = b"".join(
        b"--xYzZY\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + data + b"\r\n"
        for head, data in parts
    )
    return PARTS, body + b"--xYzZY--\r\n"


def postmark(*files: tuple[str, bytes], **more: object) -> tuple[str, bytes]:
    full = {"Email": "jane@doe.example", "Name": 'Jané "JD" Doe', "MailboxHash": ""}
    document = {"FromName": "x", "From": "jane@doe.example", "FromFull": full, "To": "in@hash.example", "Cc": ""}
    document |= {"OriginalRecipient": "in@hash.example", "Subject": "Hi", "MessageID": "22c74902", "ReplyTo": ""}
    document |= {"Date": "Mon, 31 Aug 2026 10:00:00 +0200", "TextBody": PERSON, "HtmlBody": "<p>Hello</p>"}
    document |= {"Headers": [{"Name": "Message-ID", "Value": "<9@mark.example>"}]}
    attached = [{"Name": name, "Content": base64.b64encode(data).decode()} for name, data in files]
    return JSON, json.dumps(document | {"Attachments": attached} | more).encode()


BODY = {"mailgun": "body-plain", "sendgrid": "text", "postmark": "TextBody"}
MADE = {"mailgun": mailgun, "sendgrid": sendgrid, "postmark": postmark}


def one_of(provider: str, **more: str) -> NewLead:
    (lead,) = leads(posted(*MADE[provider](**more), provider=provider))
    return lead


@pytest.mark.parametrize("provider", MADE)
@pytest.mark.parametrize("named", ["", "its own"])
def test_who_wrote_is_the_lead(provider: str, named: str) -> None:
    """With the number in the text; also where the source names no provider."""
    (lead,) = leads(posted(*MADE[provider](), provider=provider if named else ""))
    assert (lead.card.email, lead.card.phone) == ("jane@doe.example", "+14155550144")
    assert lead.card.name in ("Doe, Jané", "Jane Doe", "Jané JD Doe")
    assert "please call me back" in lead.card.message
    assert lead.source_key.startswith("m:")


@pytest.mark.parametrize("provider", MADE)
def test_the_person_in_a_forms_mail_is_the_lead(provider: str) -> None:
    """Not the mailbox of the machine that wrote it."""
    lead = one_of(provider, **{BODY[provider]: CONTACT_FORM})
    assert (lead.card.name, lead.card.email) == ("Mila Ørsted", "mila@orsted.example")
    assert (lead.card.phone, lead.card.message) == ("+4532123456", "A quote, please.")


@pytest.mark.parametrize("provider", ["sendgrid", "postmark"])
def test_the_list_attached_to_a_posted_mail_is_read(provider: str) -> None:
    """Whoever sent it is nobody; the list's name may hold any letter."""
    sent = MADE[provider](("Anmeldungen März.csv", LIST.encode()), **{BODY[provider]: "see attached"})  # type: ignore[operator]
    assert [lead.card.email for lead in leads(posted(*sent, provider=provider))] == [
        "ida@lund.example",
        "bo@krag.example",
    ]


def test_each_field_is_read_in_the_letters_it_is_written_in() -> None:
    """SendGrid hands the text on as it came, and says what that was."""
    (lead,) = leads(posted(*sendgrid(charset="iso-2022-jp", text="お名前: 森 健\nメール: mori@x.example\n")))
    assert (lead.card.name, lead.card.email) == ("森 健", "mori@x.example")


def test_a_mail_posted_whole_is_read_as_it_is() -> None:
    """As Mailgun and SendGrid post it where they are asked to."""
    head = b"From: Jane <jane@doe.example>\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"
    body = urlencode({"recipient": "s@x.example", "sender": "j@x.example", "body-mime": head + b"J\xfcrgen\r\n"})
    (lead,) = leads(posted(FORM, body.encode(), provider="mailgun"))
    assert (lead.card.email, lead.card.message) == ("jane@doe.example", "Jürgen")


def test_the_same_mail_dropped_has_the_same_key(tmp_path: object) -> None:
    """So it is one lead however it comes."""
    mail = f"From: Jane <jane@doe.example>\r\nMessage-ID: <77@relay.example>\r\n\r\n{PERSON}"
    (dropped,) = leads(taken_text(tmp_path, mail, "a.eml"))  # type: ignore[arg-type]
    assert one_of("mailgun").source_key == dropped.source_key


@pytest.mark.parametrize("provider", MADE)
def test_a_newsletter_is_no_lead(provider: str) -> None:
    """Nor is the report of a delivery."""
    header = {"mailgun": {"message_headers": json.dumps([["List-Unsubscribe", "<x>"]])}}
    header |= {"sendgrid": {"headers": "List-Unsubscribe: <x>\n"}}
    header |= {"postmark": {"Headers": [{"Name": "List-Unsubscribe", "Value": "<x>"}]}}  # type: ignore[dict-item]
    (refused,) = rejects(posted(*MADE[provider](**header[provider]), provider=provider))  # type: ignore[arg-type]
    assert "List-Unsubscribe" in refused.reason


NONSENSE = [
    b"[]",
    b"{}",
    b'{"Headers": [[]], "FromFull": 7}',
    b'{"TextBody": {"a": 1}, "Attachments": [{"Content": "%"}, 7]}',
    b'{"Subject": "\\ud800", "FromFull": {"Name": "\\ud800", "Email": "a\\ud800"}, "RawEmail": 3}',
]


@pytest.mark.parametrize("provider", MADE)
@pytest.mark.parametrize("body", NONSENSE)
def test_a_mail_without_anything_is_a_reject(provider: str, body: bytes) -> None:
    """Whatever stands where something else should."""
    assert len(rejects(posted(JSON, body, provider=provider))) == 1


def test_a_form_with_too_many_fields_is_unreadable() -> None:
    """As any form is."""
    with pytest.raises(Unreadable):
        posted(FORM, b"&".join(b"a%d=1" % n for n in range(600)), provider="mailgun")


@pytest.mark.parametrize(("minutes", "key", "status"), [(0, "k", 200), (6, "k", 401), (0, "guessed", 401)])
async def test_mailgun_signs_the_time_and_a_word(minutes: int, key: str, status: int) -> None:
    """Over a real socket; what is old is not taken again."""
    _, body = mailgun(**mailgun_fields(key, AT - timedelta(minutes=minutes)))
    async with opened({"mailgun": source_of("mailgun", "k")}) as house:
        answer = await house.send("POST", "/hooks/mailgun", body, {"Content-Type": FORM})
        assert (answer.status, len(house.spool.kept)) == (status, int(status == 200))


def test_a_mail_reader_stands_behind_each_of_them() -> None:
    """A provider with a letter is none of the tables."""
    assert {name for name, one in PROVIDERS.items() if one.letter} == set(MADE)
