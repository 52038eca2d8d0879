"""What passes between the steps of taking something in: records and what became of them."""

from datetime import datetime

from engine.value import Value
from importers.limits import Limits

RAW_CHARS_MAX = 20_000
"""More of a record's raw text is cut, with a mark."""


class Unreadable(Exception):
    """A whole file or body that cannot be read; the message is a sentence for whoever dropped it."""


class Hints(Value):
    """What the floor knows that the bytes do not say."""

    source: str = "file"
    name: str = ""
    """The file's name, for people; its own name when empty."""
    provider: str = ""
    """Whose web-hook deliveries the source has; empty for any sender's."""
    region: str = ""
    """Default region of national phone numbers, ISO-2."""
    timezone: str = "UTC"
    """Zone of instants written without an offset."""
    encodings: tuple[str, ...] = ("cp1252",)
    """Tried in order for text that is not Unicode."""
    mapping: dict[str, str] = {}
    """Fields by heading, as the floor says itself: it is followed before any word list. `ignore` is no field."""
    salt: bytes = b""
    """The floor's own secret: without it a hash of an e-mail could be guessed back."""
    ignores_plus_tags: bool = False
    """Whether `ana+fair@x.com` tells of the same person as `ana@x.com`."""
    is_account_matched: bool = False
    """Whether companies are told by keys, so that their leads go to who has them."""
    limits: Limits = Limits()
    """How much is taken in at most."""
    now: datetime | None = None
    """What counts as the future; the machine's clock when None."""


class Record(Value):
    """One row, object or form: text by heading, in the order it came."""

    place: str
    cells: dict[str, str]
    raw: str


class Headings(Value):
    """The columns of a table, said before its first record so that an empty table can be judged too."""

    names: tuple[str, ...]
    place: str = ""
    """The file, or the sheet or page of it, that they stand in."""


class Reject(Value):
    """A record that could not be taken; `reason` is a sentence."""

    place: str
    reason: str
    raw: str


class TestLead(Value):
    """A provider's test lead: shown, never dealt, never counted."""

    __test__ = False

    place: str
    reason: str
    raw: str


Read = Record | Headings | Reject
"""What a reader yields."""


def cut(text: str, limit: int) -> str:
    """Return the text, cut at `limit` with a mark that says so."""
    return text if len(text) <= limit else f"{text[:limit]} … [cut, {len(text)} characters in all]"


def one_line(text: str, limit: int = 80) -> str:
    """Quote foreign text inside a sentence: one line, nothing that a terminal would obey."""
    shown = "".join(char if char.isprintable() else " " for char in text[: limit + 1]).strip()
    return shown if len(shown) <= limit else f"{shown[:limit]}…"
