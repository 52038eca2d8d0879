"""Reads e-mails saved as files: a portal's or a form's lead mail, ADF or a table in it, or one that was forwarded."""

import re
from collections.abc import Iterator
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path

from importers.cells.emails import emails
from importers.files import adf, gauge, mail_table, mail_text, markup, ole, outlook_message
from importers.files.mail_parts import Mail, file_name, header, innermost, mail_of, parts, texts
from importers.limits import MIB
from importers.record import RAW_CHARS_MAX, Hints, Read, Record, Reject, Unreadable

MAIL_BYTES_MAX = 32 * MIB
BETWEEN = re.compile(rb"\r?\n(?=From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [^\n]*\n[A-Za-z-]+:)")
"""What stands between the mails of a mailbox."""
NOBODY = re.compile(
    r"^(?:no.?reply|do.?not.?reply|leads?|notifications?|mailer|mailer-daemon|postmaster|wordpress|webmaster|alerts?|"
    r"support|info|system|bounce.*|forms?|crm|team|news(?:letter)?|portal|admin|reports?|reporting|"
    r"exports?|digest|updates?|automat(?:ed|ion)|robot|scheduler)(?:[+.-].*)?@",
    re.IGNORECASE,
)
"""Mailboxes of machines: whoever they write for, they are not the lead."""
MACHINES_ANSWER = frozenset({"auto-replied", "auto-generated-reply"})
AGAIN = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|tr|rv|enc)\s*:\s*)+", re.IGNORECASE)


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield the record of each mail of the file, or one per prospect of the ADF in it."""
    name = hints.name or path.name
    if path.stat().st_size > MAIL_BYTES_MAX:
        raise Unreadable(f"{name} is a mail of more than {MAIL_BYTES_MAX // MIB} MiB.")
    mails = BETWEEN.split(_bytes(path))
    for number, mail in enumerate(gauge.counted(mails, len(mails)), 1):
        data = re.sub(rb"\A(?:\xef\xbb\xbf)?\s*(?:From [^\n]*\n)?", b"", mail)
        raw = data[: 2 * RAW_CHARS_MAX].decode("utf-8", "replace")
        place = name if len(mails) == 1 else f"{name} mail {number}"
        yield from _records(mail_of(data), place, raw, hints)


def _bytes(path: Path) -> bytes:
    """A mail as it was sent, whatever Outlook made of it."""
    data = path.read_bytes()
    return outlook_message.as_mail(data) if data.startswith(ole.MAGIC) else data


def _records(outer: Mail, name: str, raw: str, hints: Hints) -> Iterator[Read]:
    if why := _why_no_lead(outer):
        yield Reject(place=name, reason=why, raw=raw)
        return
    mail = innermost(outer)
    said = list(texts(mail, hints))
    for kind, text in said:
        found = _prospects(text, name) or (mail_table.records(text, name) if kind == "text/html" else [])
        for number, record in enumerate(found, 1):
            yield record.but(cells={**_around(mail, number), **record.cells})
        if found:
            return
    yield Record(place=name, cells=_cells(mail, said), raw=raw)


def _prospects(text: str, name: str) -> list[Record]:
    """The prospects of ADF in a text; none when it only looks like it."""
    try:
        return list(adf.records(text, name)) if adf.holds_adf(text) else []
    except Unreadable:
        return []


def brings_lists(path: Path, hints: Hints) -> "Mail | None":
    """The mail of a file, where it names nobody itself: then what is attached may be the leads."""
    data = _bytes(path) if path.stat().st_size <= MAIL_BYTES_MAX else b""
    if not data or BETWEEN.search(data):
        return None
    mail = innermost(mail_of(data))
    said = list(texts(mail, hints))
    names_somebody = mail_text.has_contact(_said(said)[0]) or any(adf.holds_adf(text) for _, text in said)
    return None if names_somebody else mail


def _why_no_lead(mail: Mail) -> str:
    """Reports of delivery, answers of machines and newsletters are mail, but nobody's enquiry."""
    if mail.get_content_type() == "multipart/report" or header(mail, "X-Failed-Recipients"):
        return "This mail is a report about the delivery of another, not a lead."
    if header(mail, "Auto-Submitted").casefold().partition(";")[0].strip() in MACHINES_ANSWER:
        return "This mail is an automatic answer, not a lead."
    if header(mail, "List-Unsubscribe"):
        return "This mail was sent to a list (it has List-Unsubscribe), it is not a lead."
    return ""


def _cells(mail: Mail, texts: list[tuple[str, str]]) -> dict[str, str]:
    """The fields of the body, or of its copy in markup; then who is to be answered."""
    said, body = _said(texts)
    cells = {**_around(mail), **said}
    if not any(
        emails(text) for heading, text in said.items() if not heading.startswith(mail_text.ADDRESSES_OF_OTHERS)
    ):
        _ask_headers(mail, cells, is_personal=not mail_text.has_contact(said))
    if not mail_text.has_contact(said):
        cells["phone"] = mail_text.lone_phone(body)
    if "message" not in {heading.casefold() for heading in cells}:
        cells["mail text" if mail_text.is_form(said) else "message"] = "\n".join(body).strip()
    return {"email": "", "phone": "", **{heading: text for heading, text in cells.items() if text}}


def _said(texts: list[tuple[str, str]]) -> tuple[dict[str, str], list[str]]:
    """The fields of the first text that names somebody, else of the first with fields, and its lines."""
    said: dict[str, str] = {}
    body: list[str] = []
    for kind, text in texts:
        lines = markup.lines(text) if kind == "text/html" else text.splitlines()
        found = mail_text.fields(lines)
        if not body or not said or (mail_text.has_contact(found) and not mail_text.has_contact(said)):
            said, body = found, lines if found or not body else body
    return said, body


def _ask_headers(mail: Mail, cells: dict[str, str], is_personal: bool) -> None:
    """Answers go to the lead; a mail without fields was written by whoever sent it, unless that is a machine."""
    for asked in ("Reply-To", "From") if is_personal else ("Reply-To",):
        name, address = parseaddr(header(mail, asked))
        found = emails(address)
        if found and not NOBODY.match(found[0]) and not (asked == "Reply-To" and _is_own(mail, found[0])):
            cells["email"] = found[0]
            if name and "full name" not in cells:
                cells["full name"] = name
            return


def _is_own(mail: Mail, address: str) -> bool:
    """Whether answers go back to the portal itself or to ourselves."""
    return any(address in emails(header(mail, one)) for one in ("To", "Delivered-To")) or (
        address in emails(header(mail, "From")) and NOBODY.match(address) is not None
    )


def _around(mail: Mail, number: int = 1) -> dict[str, str]:
    """What the headers say of the enquiry: its key, when it was sent, what about, and through whom."""
    message_id = header(mail, "Message-ID").strip("<> ").casefold()
    part = f"#{number}" if number > 1 else ""
    sent = header(mail, "Date")
    return {
        "message id": f"m:{sha256(message_id.encode('utf-8', 'replace')).hexdigest()[:40]}{part}"
        if message_id
        else "",
        "created time": re.sub(r"\s*\([^)]*\)\s*$", "", sent),
        "mail subject": AGAIN.sub("", header(mail, "Subject")),
        "provider sender": header(mail, "From"),
        "attachments": "; ".join(filter(None, map(file_name, parts(mail)))),
    }
