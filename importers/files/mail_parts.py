"""The parts of an e-mail, and what is said in them, however broken its headers are.

The structure is read by the tolerant old policy of the standard library: the new one raises on broken headers.
"""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from typing import TypeAlias

from importers.record import Hints, one_line

PARTS_MAX = 200
NESTED_MAX = 5
"""A mail forwarded more often than this is not opened further."""
HEADER_CHARS_MAX = 2_000

Mail: TypeAlias = "Message[str, str]"


def mail_of(data: bytes) -> Mail:
    """Read a mail's structure; nothing in it is too broken for that."""
    return message_from_bytes(data, policy=policy.compat32)


def innermost(mail: Mail) -> Mail:
    """The original of a mail that was forwarded as an attachment."""
    for _ in range(NESTED_MAX):
        inner = next((part for part in parts(mail) if part.get_content_type() == "message/rfc822"), None)
        found = payload(inner) if inner is not None else None
        if not isinstance(found, list) or not found or not isinstance(found[0], Message):
            break
        mail = found[0]
    return mail


def parts(mail: Mail) -> Iterator[Mail]:
    """The parts of a mail, not those of the mails attached to it."""
    waiting, seen = [mail], 0
    while waiting and seen < PARTS_MAX:
        part = waiting.pop(0)
        seen += 1
        yield part
        inside = payload(part)
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting = [*(one for one in inside if isinstance(one, Message)), *waiting]


def payload(part: Mail) -> object:
    """What a part holds; nothing when its headers are such nonsense that the library gives up."""
    try:
        return part.get_payload()
    except (MessageError, LookupError, ValueError):
        return None


def texts(mail: Mail, hints: Hints) -> Iterator[tuple[str, str]]:
    """Text parts with their type; plain ones first, so that their copy in markup is asked second."""
    found = [(part.get_content_type(), decoded(part, hints)) for part in parts(mail) if _is_text(part)]
    yield from sorted(found, key=lambda pair: pair[0] != "text/plain")


def _is_text(part: Mail) -> bool:
    kind, name = part.get_content_type(), file_name(part).casefold()
    if part.get_content_maintype() == "multipart":
        return not part.is_multipart()  # Its boundary is missing: what is in it can still be read as it stands.
    return kind in ("text/plain", "text/html", "text/xml", "application/xml", "application/adf+xml") or name.endswith(
        (".xml", ".adf")
    )


def unpacked(part: Mail) -> bytes:
    """The bytes of a part, whatever they are packed in."""
    try:
        data = part.get_payload(decode=True)
    except (MessageError, LookupError, ValueError):
        return b""
    return data if isinstance(data, bytes) else b""


def file_name(part: Mail) -> str:
    """What an attachment is called; nothing for the mail's own text."""
    return one_line(_plain(str(part.get_filename("") or "")[:HEADER_CHARS_MAX]))


def decoded(part: Mail, hints: Hints) -> str:
    """The text of a part, in what it says or in what it looks like."""
    data = unpacked(part)
    declared = part.get_content_charset("utf-8")
    is_wrong = declared.startswith(("utf-16", "utf-32")) and b"\0" not in data
    for encoding in ("utf-8" if is_wrong else declared, "utf-8", *hints.encodings):
        try:
            return data.decode(encoding).replace("\0", "")
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace").replace("\0", "")


def header(mail: Mail, name: str) -> str:
    """A header as text, whatever it is encoded in."""
    values = mail.get_all(name) or [""]
    text = _plain(str(values[0])[:HEADER_CHARS_MAX])
    return " ".join("".join(char for char in text if char.isprintable() or char.isspace()).split())


def _plain(raw: str) -> str:
    """A text of a header without what it is encoded in."""
    try:
        return str(make_header(decode_header(raw)))
    except (MessageError, LookupError, UnicodeError, ValueError):
        return raw
