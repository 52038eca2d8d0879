"""The store's own nouns: what it keeps beside the journal and its projections."""

from datetime import datetime
from typing import TYPE_CHECKING

from engine.value import Value

if TYPE_CHECKING:
    from engine.commands import Order


class StoreError(Exception):
    """The database cannot do its work now; the message is a sentence with the way out."""


class DiskFailed(StoreError):
    """The disk failed under the database: what it holds is known again only once it was opened anew and checked."""


class Outdated(StoreError):
    """The tables are of an older version: whoever opens the database for writing brings them up to date."""


class Newer(StoreError):
    """A newer floorboard has brought the tables up to date: this process reads and writes them no more."""


class Stopped(Exception):
    """Somebody asked for something else meanwhile."""


class Head(Value):
    """The journal's last entry."""

    seq: int = 0
    hash: str = ""


class Lease(Value):
    """Who listens and ticks for this floor. `epoch` grows with every new holder and fences off the old one."""

    holder: str
    pid: int
    epoch: int
    renewed_at: datetime
    listening: str = ""
    trouble: str = ""
    troubled: tuple[str, ...] = ()
    """The parts of the engine that `trouble` is about."""


class Counts(Value):
    """What became of the records of a delivery."""

    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    tests: int = 0


class SpooledHook(Value):
    """A web-hook delivery that is kept safe until it is dealt with."""

    id: int
    source: str
    media_type: str
    body: bytes
    received_at: datetime
    delivery: str = ""
    digest: str = ""
    """SHA-256 of the body as it came."""
    counts: Counts = Counts()
    """What became of its records."""
    why: str = ""


class RejectRow(Value):
    """A record that could not be taken."""

    source: str
    place: str
    reason: str
    raw: str
    origin: str = ""
    is_test: bool = False
    delivery: int = 0
    """The delivery's number in the spool; nought for a file."""
    id: int = 0
    """Given by the store."""
    became: str = ""
    """The lead that it is by now, after it was tried again."""


class Tried(Value):
    """What a new try of a reject came to: the lead that it became, else why it is still none."""

    became: str = ""
    reason: str = ""
    is_test: bool = False
    answer: str = ""
    """Why it could not be tried at all."""


class FileRow(Value):
    """A dropped file and what became of it."""

    sha256: str
    name: str
    source: str = ""
    taken_at: datetime
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    tests: int = 0
    rows_done: int = 0
    is_done: bool = False
    why: str = ""
    size: int = 0
    bytes_done: int = 0
    """How much of it is behind us, as far as its records tell."""
    done_at: datetime | None = None
    path: str = ""
    """Where it lay, when it was taken in from outside the inbox."""
    asked_at: datetime | None = None
    """Since when somebody wants it to be tried again."""
    again_at: datetime | None = None
    """When its bytes were dropped once more, and nothing was made of them."""
    again_as: str = ""
    """Under which name that was."""


class WaitingOrder(Value):
    """An order that another terminal left for the engine."""

    id: int
    actor: str
    order: "Order"


class Answer(Value, forbid_unknown_fields=False):
    """What became of an order: done at an entry, or refused with a sentence. A newer engine may say more."""

    ok: bool
    seq: int = 0
    sentence: str = ""
    also: str = ""
    """What else came of it, as a clause: what became of the leads of a rep who was sent away."""
    changed: tuple[str, ...] = ()
    """Leads that somebody else changed meanwhile, when that is why."""


class Message(Value):
    """A message to a customer that waits to be sent."""

    id: int
    """The entry that asked for it."""
    lead_id: str
    channel: str
    """`sms` or `email`."""
    at: datetime
    name: str
    to: str
    """The address; empty where there is none, or none that may be used."""
    why: str = ""
    """Why it cannot be sent."""
