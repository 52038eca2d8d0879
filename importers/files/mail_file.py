"""Reads e-mails saved as files: a portal's or a form's lead mail, ADF in it, or one that was forwarded.

The structure is read by the tolerant old policy of the standard library: the new one raises on broken headers.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from importers.cells.emails import emails
from importers.files import adf, gauge, mail_text, markup
from importers.limits import MIB
from importers.record import RAW_CHARS_MAX, Hints, Read, Record, Reject, Unreadable

MAIL_BYTES_MAX = 32 * MIB
PARTS_MAX = 200
NESTED_MAX = 5
"""A mail forwarded more often than this is not opened further."""
BETWEEN = re.compile(rb"\r?\n(?=From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [^\n]*\n[A-Za-z-]+:)")
"""What stands between the mails of a mailbox."""
HEADER_CHARS_MAX = 2_000
NOBODY = re.compile(
    r"^(?:no.?reply|do.?not.?reply|leads?|notifications?|mailer|mailer-daemon|postmaster|wordpress|webmaster|alerts?|"
    r"support|info|system|bounce.*|forms?|crm|team|news(?:letter)?|portal|admin)(?:[+.-].*)?@",
    re.IGNORECASE,
)
"""Mailboxes of machines: whoever they write for, they are not the lead."""
MACHINES_ANSWER = frozenset({"auto-replied", "auto-generated-reply"})
AGAIN = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|tr|rv|enc)\s*:\s*)+", re.IGNORECASE)

Mail: TypeAlias = "Message[str, str]"


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield the record of each mail of the file, or one per prospect of the ADF in it."""
    name = hints.name or path.name
    if path.stat().st_size > MAIL_BYTES_MAX:
        raise Unreadable(f"{name} is a mail of more than {MAIL_BYTES_MAX // MIB} MiB.")
    mails = BETWEEN.split(path.read_bytes())
    for number, mail in enumerate(gauge.counted(mails, len(mails)), 1):
        data = re.sub(rb"\A(?:\xef\xbb\xbf)?\s*(?:From [^\n]*\n)?", b"", mail)
        raw = data[: 2 * RAW_CHARS_MAX].decode("utf-8", "replace")
        place = name if len(mails) == 1 else f"{name} mail {number}"
        yield from _records(message_from_bytes(data, policy=policy.compat32), place, raw, hints)


def _records(outer: Mail, name: str, raw: str, hints: Hints) -> Iterator[Read]:
    if why := _why_no_lead(outer):
        yield Reject(place=name, reason=why, raw=raw)
        return
    mail = _innermost(outer)
    texts = list(_texts(mail, hints))
    for _, text in texts:
        found = _prospects(text, name)
        for number, record in enumerate(found, 1):
            yield record.but(cells={**_around(mail, number), **record.cells})
        if found:
            return
    yield Record(place=name, cells=_cells(mail, texts), raw=raw)


def _prospects(text: str, name: str) -> list[Record]:
    """The prospects of ADF in a text; none when it only looks like it."""
    try:
        return list(adf.records(text, name)) if adf.holds_adf(text) else []
    except Unreadable:
        return []


def _why_no_lead(mail: Mail) -> str:
    """Reports of delivery, answers of machines and newsletters are mail, but nobody's enquiry."""
    if mail.get_content_type() == "multipart/report" or _header(mail, "X-Failed-Recipients"):
        return "This mail is a report about the delivery of another, not a lead."
    if _header(mail, "Auto-Submitted").casefold().partition(";")[0].strip() in MACHINES_ANSWER:
        return "This mail is an automatic answer, not a lead."
    if _header(mail, "List-Unsubscribe"):
        return "This mail was sent to a list (it has List-Unsubscribe), it is not a lead."
    return ""


def _innermost(mail: Mail) -> Mail:
    """The original of a mail that was forwarded as an attachment."""
    for _ in range(NESTED_MAX):
        inner = next((part for part in _parts(mail) if part.get_content_type() == "message/rfc822"), None)
        found = _payload(inner) if inner is not None else None
        if not isinstance(found, list) or not found or not isinstance(found[0], Message):
            break
        mail = found[0]
    return mail


def _parts(mail: Mail) -> Iterator[Mail]:
    """The parts of a mail, not those of the mails attached to it."""
    waiting, seen = [mail], 0
    while waiting and seen < PARTS_MAX:
        part = waiting.pop(0)
        seen += 1
        yield part
        payload = _payload(part)
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting = [*(one for one in payload if isinstance(one, Message)), *waiting]


def _payload(part: Mail) -> object:
    """What a part holds; nothing when its headers are such nonsense that the library gives up."""
    try:
        return part.get_payload()
    except (MessageError, LookupError, ValueError):
        return None


def _texts(mail: Mail, hints: Hints) -> Iterator[tuple[str, str]]:
    """Text parts with their type; plain ones first, so that their copy in markup is asked second."""
    found = [(part.get_content_type(), _decoded(part, hints)) for part in _parts(mail) if _is_text(part)]
    yield from sorted(found, key=lambda pair: pair[0] != "text/plain")


def _is_text(part: Mail) -> bool:
    kind, name = part.get_content_type(), str(part.get_filename("") or "").casefold()
    if part.get_content_maintype() == "multipart":
        return not part.is_multipart()  # Its boundary is missing: what is in it can still be read as it stands.
    return kind in ("text/plain", "text/html", "text/xml", "application/xml", "application/adf+xml") or name.endswith(
        (".xml", ".adf")
    )


def _decoded(part: Mail, hints: Hints) -> str:
    try:
        data = part.get_payload(decode=True)
    except (MessageError, LookupError, ValueError):
        return ""
    if not isinstance(data, bytes):
        return ""
    declared = part.get_content_charset("utf-8")
    is_wrong = declared.startswith(("utf-16", "utf-32")) and b"\0" not in data
    for encoding in ("utf-8" if is_wrong else declared, "utf-8", *hints.encodings):
        try:
            return data.decode(encoding).replace("\0", "")
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace").replace("\0", "")


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
        cells["message" if not said else "mail text"] = "\n".join(body).strip()
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
    for header in ("Reply-To", "From") if is_personal else ("Reply-To",):
        name, address = parseaddr(_header(mail, header))
        found = emails(address)
        if found and not NOBODY.match(found[0]) and not (header == "Reply-To" and _is_own(mail, found[0])):
            cells["email"] = found[0]
            if name and "full name" not in cells:
                cells["full name"] = name
            return


def _is_own(mail: Mail, address: str) -> bool:
    """Whether answers go back to the portal itself or to ourselves."""
    return any(address in emails(_header(mail, header)) for header in ("To", "Delivered-To")) or (
        address in emails(_header(mail, "From")) and NOBODY.match(address) is not None
    )


def _around(mail: Mail, number: int = 1) -> dict[str, str]:
    """What the headers say of the enquiry: its key, when it was sent, what about, and through whom."""
    message_id = _header(mail, "Message-ID").strip("<> ").casefold()
    part = f"#{number}" if number > 1 else ""
    sent = _header(mail, "Date")
    return {
        "message id": f"m:{sha256(message_id.encode('utf-8', 'replace')).hexdigest()[:40]}{part}"
        if message_id
        else "",
        "created time": re.sub(r"\s*\([^)]*\)\s*$", "", sent),
        "mail subject": AGAIN.sub("", _header(mail, "Subject")),
        "provider sender": _header(mail, "From"),
    }


def _header(mail: Mail, name: str) -> str:
    """A header as text, whatever it is encoded in."""
    values = mail.get_all(name) or [""]
    raw = str(values[0])[:HEADER_CHARS_MAX]
    try:
        text = str(make_header(decode_header(raw)))
    except (MessageError, LookupError, UnicodeError, ValueError):
        text = raw
    return " ".join("".join(char for char in text if char.isprintable() or char.isspace()).split())
