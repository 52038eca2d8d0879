"""What rich text (RTF) says, as plain text: its letters and line breaks, not how they look."""

import re
from typing import NamedTuple

TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z\r\n])|([{}])|([^\\{}\r\n\0]+)|\\?[\r\n]"
)
HIDDEN = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "footer",
    "footerl", "footerr", "footnote", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl",
    "themedata", "datastore", "filetbl", "revtbl", "latentstyles", "nonshppict", "fldinst",
})  # fmt: skip
"""Groups that are not read by people."""
SAID = {
    "par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "\t", "cell": "\t", "emdash": "—",
    "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ",
    "enspace": " ", "nestcell": "\t", "nestrow": "\n",
}  # fmt: skip
SYMBOLS = {"~": "\xa0", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 77: "mac_roman",
}  # fmt: skip
"""What a font is written in, by the number of its character set."""
PAGES = {932: "cp932", 936: "gbk", 949: "cp949", 950: "cp950", 65001: "utf-8", 874: "cp874"} | {
    number: f"cp{number}" for number in (437, 850, 852, 866, *range(1250, 1259))
}


class _Group(NamedTuple):
    """What holds within a pair of braces."""

    is_hidden: bool = False
    is_fonts: bool = False
    is_new: bool = True
    """Nothing of it was read yet: the next word says what it is."""
    fallback: int = 1
    """So many letters stand behind each Unicode one, for readers that know none."""
    font: int = -1


def plain(data: bytes) -> str:
    """The text of a document. Raises nothing, however broken it is."""
    reading = _Reading()
    for token in TOKEN.finditer(data.decode("latin-1")):
        reading.read(token)
    return reading.text()


class _Reading:
    """A document while it is read."""

    def __init__(self) -> None:
        self._group, self._outer = _Group(), list[_Group]()
        self._parts: list[str] = []
        self._bytes = bytearray()
        self._page, self._fonts = "cp1252", dict[int, str]()
        self._skipped = 0

    def read(self, token: re.Match[str]) -> None:
        """Read one word, letter, brace or run of text."""
        word, number, byte, symbol, brace, run = token.groups()
        if brace:
            self._open_or_close(brace)
        elif word:
            self._obey(word, int(number) if number else None)
        elif byte:
            self._put_bytes(bytes.fromhex(byte))
        elif symbol == "*":
            self._group = self._group._replace(is_hidden=True)
        elif symbol:
            self._put(SYMBOLS.get(symbol, ""))
        elif run:
            self._put_bytes(run.encode("latin-1"))

    def text(self) -> str:
        """All that was said; halves of a letter are joined."""
        self._decode()
        whole = "".join(self._parts).encode("utf-16-le", "surrogatepass")
        return whole.decode("utf-16-le", "replace")

    def _open_or_close(self, brace: str) -> None:
        self._decode()
        self._skipped = 0
        if brace == "{":
            self._outer.append(self._group)
            self._group = self._group._replace(is_new=True)
        elif self._outer:
            self._group = self._outer.pop()

    def _obey(self, word: str, number: int | None) -> None:
        self._decode()
        if self._group.is_new:
            is_hidden = self._group.is_hidden or word in HIDDEN
            is_fonts = self._group.is_fonts or word == "fonttbl"
            self._group = self._group._replace(is_hidden=is_hidden, is_fonts=is_fonts, is_new=False)
        if word in SAID:
            self._say(SAID[word])
        elif word == "u" and number is not None:
            self._say(chr(number & 0xFFFF))
            self._skipped = self._group.fallback
        elif word == "uc" and number is not None:
            self._group = self._group._replace(fallback=min(max(number, 0), 8))
        elif word == "ansicpg":
            self._page = PAGES.get(number or 0, "cp1252")
        elif word == "f" and number is not None:
            self._group = self._group._replace(font=number)
        elif word == "fcharset" and self._group.is_fonts:
            self._fonts[self._group.font] = CHARSETS.get(number or 0, "")

    def _say(self, text: str) -> None:
        """Something that stands for no letter before it."""
        self._skipped = 0
        self._put(text)

    def _put(self, text: str) -> None:
        self._decode()
        if text and self._skipped:
            self._skipped -= 1
        elif not self._group.is_hidden:
            self._parts.append(text)

    def _put_bytes(self, data: bytes) -> None:
        kept = data[self._skipped :]
        self._skipped -= len(data) - len(kept)
        self._group = self._group._replace(is_new=False)
        if not self._group.is_hidden:
            self._bytes += kept

    def _decode(self) -> None:
        """Bytes that stand together are letters of the font's own page."""
        if self._bytes:
            page = self._fonts.get(self._group.font) or self._page
            self._parts.append(self._bytes.decode(page, "replace"))
            self._bytes.clear()
