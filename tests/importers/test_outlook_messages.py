"""Mails dragged out of Outlook: read like the mails they were, their attachments too, and broken ones told."""

from contextlib import suppress
from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken
from workbook_builders import compound

from importers.record import Unreadable

FORM = "Name: Ann Müller\r\nEmail: ann@x.example\r\nPhone: +14155550101\r\nMessage: Hi\r\n"
CAME = "From: Portal <noreply@portal.example>\r\nMessage-ID: <1@p>\r\nDate: Sun, 30 Aug 2026 12:00:00 +0000\r\n"


def message(path: Path, *more: tuple[str, bytes], **texts: str) -> Path:
    """A message of these properties: texts of two bytes a letter, and more as they are."""
    wide = {f"__substg1.0_{number.strip('_')}001F": text.encode("utf-16-le") for number, text in texts.items()}
    return compound(path, wide | {f"__substg1.0_{number}": data for number, data in more})


def test_a_lead_mail_is_a_lead(tmp_path: Path) -> None:
    """By its labels; the Message-ID that it came with is the key, as of the same mail saved as .eml."""
    path = message(tmp_path / "lead.msg", _0037="New lead – Ärger", _1000=FORM, _0C1A="Portal", _007D=CAME)
    (lead,) = leads(taken(path))
    assert (lead.card.name, lead.card.email, lead.card.phone) == ("Ann Müller", "ann@x.example", "+14155550101")
    assert lead.card.extras["mail subject"] == "New lead – Ärger"
    assert lead.source_key.startswith("m:")
    assert "Ann Müller" in lead.card.raw


def test_who_wrote_it_is_the_lead_where_it_names_nobody(tmp_path: Path) -> None:
    """In a western encoding, and with an address of Outlook's own beside the real one."""
    body = ("1000001E", "Bitte um Rückruf: 415 555 0150".encode("cp1252"))
    path = message(tmp_path / "a.msg", body, _0C1A="Jörg Ohm", _5D01="joerg@ohm.example", _0C1F="/O=X/CN=JOERG")
    (lead,) = leads(taken(path, region="US"))
    assert (lead.card.name, lead.card.email, lead.card.phone) == ("Jörg Ohm", "joerg@ohm.example", "+14155550150")


def test_the_list_attached_to_it_is_read(tmp_path: Path) -> None:
    """And whoever sent the report is no lead."""
    table = ("37010102", b"Name,Email\nAl,al@x.example\nBo,bo@x.example\n")
    path = message(tmp_path / "r.msg", table, _1000="see attached", _0C1F="reports@crm.example", _3707="leads.csv")
    assert [lead.card.email for lead in leads(taken(path))] == ["al@x.example", "bo@x.example"]


def test_attachments_without_names_are_told(tmp_path: Path) -> None:
    """They could be the leads: nothing is passed over."""
    path = message(tmp_path / "r.msg", ("37010102", b"Name,Email\nAl,al@x.example\n"), _1000="see attached")
    with pytest.raises(Unreadable, match=r"save it as \.eml"):
        taken(path)


def test_a_message_with_nobody_in_it_is_a_reject(tmp_path: Path) -> None:
    """With its text, for whoever looks."""
    (refused,) = rejects(taken(message(tmp_path / "n.msg", _1000="Lunch at noon?")))
    assert "Lunch at noon?" in refused.raw


def test_a_broken_message_is_told(tmp_path: Path) -> None:
    """Cut off, or with any part overwritten: a lead, a reject or a sentence, never a fault of ours."""
    whole = message(tmp_path / "a.msg", _1000=FORM, _007D=CAME).read_bytes()
    for place in (*range(24, 76, 2), *range(512, 700, 12), *range(1024, 1500, 7)):
        path = tmp_path / "b.msg"
        path.write_bytes(whole[:place] + b"\xff\x00\x80" + whole[place + 3 :])
        with suppress(Unreadable):
            assert taken(path)
    path.write_bytes(whole[:600])
    with pytest.raises(Unreadable):
        taken(path)
