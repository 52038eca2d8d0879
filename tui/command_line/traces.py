"""Traces of a person in texts and files: e-mail, phone and full name, however they are spelled and encoded."""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote_plus

NAME_WORDS_MIN = 2
"""A first name alone is too many people's."""
PHONE_DIGITS = 8
"""So many last digits tell a number, however its beginning is written."""
CHUNK_BYTES = 4 * 1024 * 1024
OVERLAP_CHARS = 1000
"""What is looked at twice, so that nothing is overlooked between two chunks."""
UNPACKED_MAX = 64 * 1024 * 1024

_NUMBER = re.compile(r"\d(?:[\s().\-–/]{0,3}\d){5,18}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")


class Traces:
    """What one person is known by."""

    def __init__(self, emails: Iterable[str], phones: Iterable[str], names: Iterable[str]) -> None:
        names = list(names)
        self._emails = [_apart(email.casefold()) for email in set(emails) if email]
        digits = ("".join(filter(str.isdecimal, phone)) for phone in set(phones))
        self._phones = tuple(number[-PHONE_DIGITS:] for number in digits if len(number) >= PHONE_DIGITS - 1)
        self._written = [name.casefold() for name in names if len(_WORD.findall(name)) >= NAME_WORDS_MIN]
        words = {frozenset(_WORD.findall(name.casefold())) for name in names}
        self._names = [name for name in words if len(name) >= NAME_WORDS_MIN]

    def __bool__(self) -> bool:
        return bool(self._emails or self._phones or self._names)

    def in_text(self, text: str) -> bool:
        """Whether a record, a line or a body holds something of the person."""
        return any(map(self._in_plain, _spellings(text)))

    def in_file(self, path: Path) -> bool:
        """Whether a file does; one that cannot be read holds nothing that we could know of."""
        try:
            return any(map(self.in_text, _lines(path)))
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            return False

    def in_bytes(self, path: Path) -> bool:
        """Whether a file of any kind holds e-mail, phone or the name as it was written, wherever it lies in it.

        Not for a database that this process has open: closing a file drops the locks that SQLite has on it.
        """
        held = Traces((), (), ())
        held._emails, held._phones = self._emails, self._phones
        before = ""
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                text = before + chunk.decode("utf-8", "replace")
                folded = text.casefold()
                if held._in_plain(text) or any(name in folded for name in self._written):
                    return True
                before = text[-OVERLAP_CHARS:]
        return False

    def _in_plain(self, text: str) -> bool:
        folded = text.casefold()
        if any(email.search(folded) for email in self._emails):
            return True
        bare = _ADDRESS.sub(" ", folded)  # an address spells names that may be another person's
        words = frozenset(_WORD.findall(bare)) if self._names else frozenset()
        if any(name <= words for name in self._names):
            return True
        return bool(self._phones) and any(
            "".join(filter(str.isdecimal, found[0])).endswith(self._phones) for found in _NUMBER.finditer(folded)
        )


def digest_of(path: Path) -> str:
    """The SHA-256 of a file; empty when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _apart(email: str) -> re.Pattern[str]:
    """The address by itself, not as the end or the beginning of a longer one."""
    return re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)")


def _spellings(text: str) -> Iterator[str]:
    """The text as it stands, and with the escapes of JSON and of forms taken out of it."""
    yield text
    if "\\u" in text:
        yield _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "%" in text:
        yield unquote_plus(text)


def _lines(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"PK\x03\x04"):
        yield from _members(path)
        return
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    for tried in (encoding, "cp1252"):
        try:
            with path.open(encoding=tried, errors="strict" if tried != "cp1252" else "replace") as text:
                yield from text
        except UnicodeError:
            continue
        return


def _members(path: Path) -> Iterator[str]:
    """The parts of a packed file, a spreadsheet's for one; so big a part that it must be a trap is not unpacked."""
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            if member.file_size <= UNPACKED_MAX:
                yield packed.read(member).decode("utf-8", "replace")
