"""Outlook messages whose body is only rich text are read, and no body however hostile takes long or much."""

import random
import struct
from pathlib import Path

import pytest
from importer_builders import leads, taken
from test_outlook_messages import CAME, message

from importers.files import packed_rich_text
from importers.files.packed_rich_text import UNPACKED_MAX, unpacked
from importers.files.rich_text import plain

KNOWN = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
"""The example of [MS-OXRTFCP]."""


def literal(text: bytes, kind: bytes = b"LZFu", size: int | None = None) -> bytes:
    """Packed with nothing repeated: eight bytes behind each control byte."""
    pieces = [b"\0" + text[place : place + 8] for place in range(0, len(text), 8)]
    packed = b"".join(pieces) if kind == b"LZFu" else text
    return struct.pack("<II4sI", len(packed) + 12, len(text) if size is None else size, kind, 0) + packed


def lead_of(folder: Path, text: str):  # type: ignore[no-untyped-def]
    path = message(folder / "lead.msg", ("10090102", literal(text.encode("ascii"))), _0037="New lead", _007D=CAME)
    (lead,) = leads(taken(path))
    return lead


def test_the_example_of_the_format_unpacks() -> None:
    """With pieces out of the window that every packer knows."""
    assert unpacked(KNOWN) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert plain(unpacked(KNOWN)) == "hello world"


def test_a_piece_that_runs_into_itself_repeats() -> None:
    """`abab...` of one piece."""
    place = len(packed_rich_text.KNOWN)
    named = struct.pack(">H", place << 4 | 15)
    assert unpacked(struct.pack("<II4sI", 0, 19, b"LZFu", 0) + b"\x04ab" + named) == b"ab" * 9 + b"a"


def test_a_form_in_rich_text_is_a_lead(tmp_path: Path) -> None:
    """Paragraphs are lines; fonts, markup kept for browsers and what links point to are not said."""
    lead = lead_of(
        tmp_path,
        r"{\rtf1\ansi\ansicpg1252\fromhtml1 {\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial;}}{\colortbl\red0;}"
        r"{\*\htmltag84 <p>}\pard\plain Name: J\'f6rg Gro\u223 ?mann\par E-mail: "
        r'{\field{\*\fldinst HYPERLINK "mailto:x@y.example"}{\fldrslt jg@mann.example}}\line Phone:\tab +49 30 9018'
        r"20\par Company: {\f1\'ce\'ce\'ce} \{1\}\par}",
    )
    assert (lead.card.name, lead.card.email) == ("Jörg Großmann", "jg@mann.example")
    assert (lead.card.phone, lead.card.company) == ("+4930901820", "ООО {1}")


def test_japanese_letters_of_two_bytes_are_read(tmp_path: Path) -> None:
    """Each byte on its own, in the page of its font."""
    name = "".join(f"\\'{byte:02x}" for byte in "森 健".encode("cp932"))
    lead = lead_of(tmp_path, rf"{{\rtf1{{\fonttbl{{\f3\fcharset128 MS;}}}}\f3 Name: {name}\par Email: m@x.example}}")
    assert lead.card.name == "森 健"


def test_letters_beyond_sixteen_bits_are_joined() -> None:
    """And what stands behind them for older readers is passed over, be it many letters."""
    assert plain(rb"\u233\u233\par\u233") == "éé\né"
    assert plain(rb"{\rtf1 \uc2\u-10179?\'3f\u-8704 ??A{\uc0\u233}\u8364 \'80 EUR?}") == "😀A\xe9€EUR?"


@pytest.mark.parametrize("size", [0, 1, 0xFFFFFFFF])
def test_what_the_header_says_of_the_size_is_not_believed(size: int) -> None:
    """No more than there is, nor than the limit."""
    befores = [(len(packed_rich_text.KNOWN) + 17 * piece - 1) % 4096 << 4 | 15 for piece in range(160_000)]
    named = [struct.pack(">8H", *befores[place : place + 8]) for place in range(0, len(befores), 8)]
    bomb = struct.pack("<II4sI", 0, size, b"LZFu", 0) + b"\xff" + b"\xff".join(named)
    assert len(unpacked(bomb)) == min(size, UNPACKED_MAX)
    assert len(unpacked(literal(b"{" * 300, b"MELA", size))) == min(size, 300)


def test_no_body_is_too_broken() -> None:
    """Cut off anywhere, overwritten anywhere, or nothing but braces, backslashes and numbers."""
    dice = random.Random(5)
    for place in range(len(KNOWN)):
        plain(unpacked(KNOWN[:place]))
        plain(unpacked(KNOWN[:place] + dice.randbytes(2) + KNOWN[place + 2 :]))
    for text in (b"{" * 50_000, b"}" * 50_000, b"\\" * 50_001, b"\\'" * 30_000, b"\\u" * 30_000, b"\\a-" * 30_000):
        assert len(plain(text)) <= len(text)
    assert unpacked(b"") == unpacked(literal(b"x", b"????")) == b""
