"""Mails written anew out of the parts that somebody has taken them apart into."""

import base64
from collections.abc import Iterable, Mapping
from email.header import Header
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

KEPT = (
    "Message-ID", "Date", "From", "To", "Reply-To", "Auto-Submitted", "List-Unsubscribe", "X-Failed-Recipients",
)  # fmt: skip
"""Headers that say what the mail is; what it consists of is said anew."""


class Attached(NamedTuple):
    """A file that came with a mail."""

    name: str
    data: bytes


def written(headers: Mapping[str, str], text: str, page: bytes, files: Iterable[Attached]) -> bytes:
    """The mail with these headers, its text, the text's copy in markup, and what is attached."""
    bodies = [("text/plain; charset=utf-8", text.encode("utf-8", "replace")), ("text/html; charset=utf-8", page)]
    parts = [_text_part(kind, body) for kind, body in bodies if body.strip()]
    parts += [_file_part(one) for one in files]
    boundary = sha256(b"".join(parts)).hexdigest()[:40]
    head = [f"{name}: {encoded(said)}" for name, said in headers.items() if said]
    head += [f"Content-Type: multipart/mixed; boundary={boundary}", ""]
    between = f"\r\n--{boundary}\r\n".encode()
    return b"\r\n".join(line.encode() for line in head) + between + between.join(parts)


def _text_part(kind: str, body: bytes) -> bytes:
    """Text as it is, so that it can be read in the mail's raw text too."""
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + body


def _file_part(file: Attached) -> bytes:
    name = quote(file.name.encode("utf-8", "replace"), safe="")
    where = f"Content-Disposition: attachment; filename*=utf-8''{name}\r\nContent-Transfer-Encoding: base64\r\n"
    return f"Content-Type: application/octet-stream\r\n{where}\r\n".encode() + base64.encodebytes(file.data)


def encoded(text: str) -> str:
    """A header's text in seven bits and one line."""
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    return line if line.isascii() else Header(line, "utf-8", maxlinelen=10_000).encode()
