"""Builders for the tests of the importers' room."""

from datetime import UTC, datetime
from pathlib import Path

from engine.commands import NewLead
from importers.intake import Taken, read_file, read_payload
from importers.record import Hints, Reject, TestLead

SALT = b"a salt for tests"
NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(__file__).parent / "samples"
SHARED = ROOT.parent / "shared" / "samples"


def hints(**known: object) -> Hints:
    """What the floor of these tests knows."""
    return Hints(salt=SALT, now=NOW).but(**known)


def taken(path: Path, **known: object) -> list[Taken]:
    """Everything a file becomes."""
    return list(read_file(path, hints(**known)))


def taken_text(folder: Path, text: str | bytes, name: str = "leads.csv", **known: object) -> list[Taken]:
    """Everything a text becomes that is dropped as a file."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return taken(path, **known)


def posted(media_type: str, body: str | bytes, delivery: str = "delivery-1", **known: object) -> list[Taken]:
    """Everything a web-hook's body becomes."""
    data = body if isinstance(body, bytes) else body.encode()
    return read_payload(media_type, data, hints(**known), delivery)


def leads(found: list[Taken]) -> list[NewLead]:
    """The leads among what was taken."""
    return [one for one in found if isinstance(one, NewLead)]


def rejects(found: list[Taken]) -> list[Reject]:
    """The rejects among what was taken."""
    return [one for one in found if isinstance(one, Reject)]


def provider_tests(found: list[Taken]) -> list[TestLead]:
    """The test leads among what was taken."""
    return [one for one in found if isinstance(one, TestLead)]
