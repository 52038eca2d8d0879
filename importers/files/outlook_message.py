"""Mails as Outlook saves them when they are dragged into a folder (`.msg`), written anew as the mails they were."""

from importers.files import ole, packed_rich_text, rich_text
from importers.files.mail_parts import header, mail_of
from importers.files.mail_writing import KEPT, Attached, encoded, written
from importers.record import Unreadable

PROPERTY = "__substg1.0_"
SUBJECT, HEADERS, BODY, PAGE, RICH_TEXT = "0037", "007D", "1000", "1013", "1009"
SENDER_NAME, SENDERS = "0C1A", ("5D01", "0C1F")
FILE_NAMES, FILE_DATA = ("3707", "3704"), "3701"
TEXT, OLD_TEXT, BINARY = "001F", "001E", "0102"
"""What a property is: text of two bytes a letter, text in a western encoding, bytes."""
BROKEN = "There is no Outlook message in it, or it is cut off: save it again, as .msg or .eml."
ASTRAY = "This Outlook message has attachments that cannot be told apart: save it as .eml, or save them beside it."


def as_mail(data: bytes) -> bytes:
    """The mail in a message. Raises Unreadable for one that is broken."""
    compound = ole.Compound(data)
    if not any(name.startswith(PROPERTY) for name in compound.names):
        raise Unreadable(BROKEN)
    message = _Message(compound)
    page = message.page()
    text = message.text(BODY)
    if not page.strip() and not text.strip():
        text = message.rich_text()
    return written(_headers(message), text, page, message.files())


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

    def rich_text(self) -> str:
        """What the body says, where it is only there with fonts and colours."""
        packed = next(iter(self._compound.every(PROPERTY + RICH_TEXT + BINARY)), b"")
        return rich_text.plain(packed_rich_text.unpacked(packed))

    def files(self) -> list[Attached]:
        """What is attached, each with its name."""
        data = self._compound.every(PROPERTY + FILE_DATA + BINARY)
        for number in FILE_NAMES:
            names = self._compound.every(PROPERTY + number + TEXT)
            if data and len(names) == len(data):
                told = [name.decode("utf-16-le", "replace").replace("\0", "") for name in names]
                return [Attached(name, one) for name, one in zip(told, data, strict=True)]
        if data:
            raise Unreadable(ASTRAY)
        return []


def _headers(message: _Message) -> dict[str, str]:
    """As they came over the net where the message kept them, else what Outlook knows itself."""
    came = mail_of(message.text(HEADERS).encode("utf-8", "replace"))
    said = {name: header(came, name) for name in KEPT}
    address = next((found for number in SENDERS if "@" in (found := message.text(number))), "")
    said["From"] = said["From"] or (f"{encoded(message.text(SENDER_NAME))} <{address}>" if address else "")
    return said | {"Subject": message.text(SUBJECT)}
