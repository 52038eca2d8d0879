"""Which encoding a file's text is in: byte order mark, then strict UTF-8, then what the floor configured."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from importers.files.guessing import ESCAPED, guess

CHUNK = 1024 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
GUESS_BYTES = 64 * 1024
NOTHING_TOLD = ("cp1252",)
"""What is tried when the floor says nothing: then a guess goes before it."""
STRAY = "floorboard.stray"
NEARLY = 20
"""So many times more letters that are UTF-8 than bytes that are not: the latter are strays."""
LETTERS = re.compile("[\u0080-\ufffc]+")
DECLARED = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?\s*([A-Za-z][\w.:-]{1,30})", re.IGNORECASE)


class Encoding(NamedTuple):
    """A codec's name, and whether broken bytes become U+FFFD."""

    name: str
    errors: str


def encoding_of(stream: BinaryIO, fallbacks: tuple[str, ...]) -> Encoding:
    """Choose the encoding of a whole stream; it is left at its start."""
    stream.seek(0)
    head = stream.read(4096)
    try:
        for mark, name in MARKS:
            if head.startswith(mark):
                return Encoding(name, "replace")
        if wide := _wide_without_mark(head):
            return Encoding(wide, "replace")
        return _first_that_fits(stream, fallbacks)
    finally:
        stream.seek(0)


DECLARED_BYTES = 2048
"""From the start of markup, in which it says its encoding."""


def declared(head: bytes) -> tuple[str, ...]:
    """The encoding that markup says it is in, where there is a text codec of that name."""
    match = DECLARED.search(head)
    try:
        name = codecs.lookup(match.group(1).decode()).name if match else ""
        return (name,) if name and b"a".decode(name) == "a" else ()
    except (LookupError, UnicodeError, AttributeError):
        return ()


def encoding_of_markup(stream: BinaryIO, fallbacks: tuple[str, ...]) -> Encoding:
    """The encoding of markup: what it says of itself goes before other fallbacks. The stream stands behind a BOM."""
    return encoding_of(stream, (*declared(stream.read(DECLARED_BYTES)), *fallbacks))


def decode(body: bytes, encoding: Encoding) -> str:
    """Decode bytes with the chosen encoding."""
    return body.decode(encoding.name, encoding.errors)


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 in a western script has a NUL at every other byte. Strict UTF-8 would take it, NULs and all."""
    half = len(head) // 2
    if half < 2 or head.count(0) < half * 0.6:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd >= half * 0.6 and even <= half * 0.1:
        return "utf-16-le"
    if even >= half * 0.6 and odd <= half * 0.1:
        return "utf-16-be"
    return None


def _first_that_fits(stream: BinaryIO, fallbacks: tuple[str, ...]) -> Encoding:
    stream.seek(0)
    head = stream.read(GUESS_BYTES)
    if _fits(stream, "utf-8"):
        return Encoding("iso2022_jp", "replace") if ESCAPED.search(head) else Encoding("utf-8", "strict")
    if _is_nearly_utf8(stream):
        return Encoding("utf-8", STRAY)
    guesses = (guess(head),) if fallbacks == NOTHING_TOLD else ()
    for name in (*guesses, *fallbacks):
        if _fits(stream, name):
            return Encoding(name, "strict")
    return Encoding((*guesses, *fallbacks, "utf-8")[0], "replace")


def _is_nearly_utf8(stream: BinaryIO) -> bool:
    """Whether a few bytes only are of another encoding: lines that were pasted in."""
    stream.seek(0)
    whole = stray = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in _chunks(stream):
        text = decoder.decode(chunk)
        stray += text.count("\ufffd")
        whole += sum(map(len, LETTERS.findall(text)))
    return stray * NEARLY < whole


def _stray(fault: UnicodeError) -> tuple[str, int]:
    """A byte that is not UTF-8, among much that is, is read as western text."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    return fault.object[fault.start : fault.end].decode("cp1252", "replace"), fault.end


codecs.register_error(STRAY, _stray)


def _fits(stream: BinaryIO, name: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        for chunk in _chunks(stream):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
