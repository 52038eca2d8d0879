"""Mails as Outlook saves them when they are dragged into a folder (`.msg`), written anew as the mails they were."""

import base64
from email.header import Header
from hashlib import sha256

from importers.files import ole
from importers.files.mail_parts import header, mail_of
from importers.record import Unreadable

PROPERTY = "__substg1.0_"
SUBJECT, HEADERS, BODY, PAGE = "0037", "007D", "1000", "1013"
SENDER_NAME, SENDERS = "0C1A", ("5D01", "0C1F")
FILE_NAMES, FILE_DATA = ("3707", "3704"), "3701"
TEXT, OLD_TEXT, BINARY = "001F", "001E", "0102"
"""What a property is: text of two bytes a letter, text in a western encoding, bytes."""
KEPT = (
    "Message-ID", "Date", "From", "To", "Reply-To", "Auto-Submitted", "List-Unsubscribe", "X-Failed-Recipients",
)  # fmt: skip
"""Headers that say what the mail is; what it consists of is said anew."""
BROKEN = "There is no Outlook message in it, or it is cut off: save it again, as .msg or .eml."
ASTRAY = "This Outlook message has attachments that cannot be told apart: save it as .eml, or save them beside it."


def as_mail(data: bytes) -> bytes:
    """The mail in a message. Raises Unreadable for one that is broken."""
    compound = ole.Compound(data)
    if not any(name.startswith(PROPERTY) for name in compound.names):
        raise Unreadable(BROKEN)
    message = _Message(compound)
    parts = [("text/plain", message.text(BODY).encode()), ("text/html", message.page())]
    bodies = [_part(f"{kind}; charset=utf-8", body) for kind, body in parts if body.strip()]
    files = [_part(f'application/octet-stream; name="{_encoded(name)}"', body) for name, body in message.files()]
    boundary = sha256(data).hexdigest()[:40]
    head = [*_headers(message), f"Content-Type: multipart/mixed; boundary={boundary}", ""]
    between = f"\r\n--{boundary}\r\n".encode()
    return b"\r\n".join(line.encode() for line in head) + between + between.join([*bodies, *files])


class _Message:
    """The properties of a message by their numbers."""

    def __init__(self, compound: ole.Compound) -> None:
        self._compound = compound

    def text(self, number: str) -> str:
        """A property as text; of equal ones the first is the message's own."""
        wide = next(iter(self._compound.every(PROPERTY + number + TEXT)), b"")
        narrow = next(iter(self._compound.every(PROPERTY + number + OLD_TEXT)), b"")
        return (wide.decode("utf-16-le", "replace") or narrow.decode("cp1252", "replace")).replace("\0", "")

    def page(self) -> bytes:
        """The markup of the body."""
        page = next(iter(self._compound.every(PROPERTY + PAGE + BINARY)), b"")
        return page or self.text(PAGE).encode()

    def files(self) -> list[tuple[str, bytes]]:
        """What is attached, each with its name."""
        data = self._compound.every(PROPERTY + FILE_DATA + BINARY)
        for number in FILE_NAMES:
            names = self._compound.every(PROPERTY + number + TEXT)
            if data and len(names) == len(data):
                told = [name.decode("utf-16-le", "replace").replace("\0", "") for name in names]
                return list(zip(told, data, strict=True))
        if data:
            raise Unreadable(ASTRAY)
        return []


def _headers(message: _Message) -> list[str]:
    """As they came over the net where the message kept them, else what Outlook knows itself."""
    came = mail_of(message.text(HEADERS).encode("utf-8", "replace"))
    said = {name: header(came, name) for name in KEPT}
    address = next((found for number in SENDERS if "@" in (found := message.text(number))), "")
    said["From"] = said["From"] or (f"{_encoded(message.text(SENDER_NAME))} <{address}>" if address else "")
    said["Subject"] = message.text(SUBJECT)
    return [f"{name}: {_encoded(text)}" for name, text in said.items() if text]


def _part(kind: str, body: bytes) -> bytes:
    """Text as it is, so that it can be read in the mail's raw text too; files in base64."""
    if kind.startswith("text/"):
        return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + body
    about = f"Content-Type: {kind}\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return about.encode() + base64.encodebytes(body)


def _encoded(text: str) -> str:
    """A header's text in seven bits and one line."""
    line = " ".join(text.replace('"', "'").split())
    return line if line.isascii() else Header(line, "utf-8", maxlinelen=10_000).encode()
