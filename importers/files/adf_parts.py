"""Where the prospects stand in a text of ADF, each letter as it came.

Law: what is cut out of the text is cut, never written anew, so that what is kept of a prospect is what was sent.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

OPENS = re.compile(r"<(?:[\w.-]+:)?prospect(?=[ \t\r\n/>])", re.IGNORECASE)
CLOSES = re.compile(r"</(?:[\w.-]+:)?prospect\s*>", re.IGNORECASE)
HIDES = re.compile(r"<!--|<!\[CDATA\[")
COMMENT, MARKED = "<!--", "<![CDATA["
ENDS = {COMMENT: "-->", MARKED: "]]>"}
OTHERS = re.compile(r"(?is)<((?:\w+:)?(?:vendor|provider))\b(?:(?!<\1\b).)*?</\1\s*>|<\?[^<>]*>")
"""The dealer and the portal, and declarations: an address in them is no customer's."""
MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+")
LINE = re.compile(r"[^\r\n]+")


class Piece(NamedTuple):
    """A stretch of the text: plain (no mark), a comment or a marked section."""

    mark: str
    start: int
    end: int


class Parts(NamedTuple):
    """The prospects of a text, and the lines with addresses that stand in none of them."""

    prospects: list[str]
    outside: str


def parts_of(text: str) -> Parts:
    """Cut a text at its prospects; one that is never closed ends where the next begins."""
    bare, told = _without(text, COMMENT, MARKED), _without(text, COMMENT)
    starts = [match.start() for match in OPENS.finditer(bare)]
    prospects: list[str] = []
    outside: list[str] = []
    done = 0
    for start, following in zip(starts, [*starts[1:], len(text)], strict=False):
        outside += _lines_with_addresses(text, told, done, start)
        closed = CLOSES.search(bare, start, following)
        done = closed.end() if closed else following
        prospects.append(text[start:done])
    return Parts(prospects, "\n".join([*outside, *_lines_with_addresses(text, told, done, len(text))]))


def pieces(text: str) -> Iterator[Piece]:
    """The text in stretches. A comment without an end is text, a marked section without one lasts to the end."""
    at, last_comment = 0, text.rfind(ENDS[COMMENT])
    for opened in HIDES.finditer(text):
        mark = opened.group()
        if opened.start() < at or (mark == COMMENT and last_comment < opened.end()):
            continue
        yield Piece("", at, opened.start())
        end = text.find(ENDS[mark], opened.end())
        at = len(text) if end < 0 else end + len(ENDS[mark])
        yield Piece(mark, opened.start(), at)
    yield Piece("", at, len(text))


def _without(text: str, *marks: str) -> str:
    """The text with what is so marked blanked, letter by letter."""
    return "".join(
        " " * (one.end - one.start) if one.mark in marks else text[one.start : one.end] for one in pieces(text)
    )


def _lines_with_addresses(text: str, told: str, start: int, end: int) -> Iterator[str]:
    """The lines of a stretch between prospects that name a mailbox which is not the dealer's."""
    for line in LINE.finditer(OTHERS.sub(lambda match: " " * len(match.group()), told[start:end])):
        if MAILBOX.search(line.group()):
            yield text[start + line.start() : start + line.end()]
