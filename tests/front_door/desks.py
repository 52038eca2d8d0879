"""A desk's thread on a ledger in memory, and hints over which a reader stumbles."""

from datetime import UTC, datetime

from importers.record import Hints

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"


def hints(source: str, name: str) -> Hints:
    """Hints that stumble over a certain name."""
    if "stumble" in name + source:
        raise RuntimeError("the words of Jane Doe")
    return Hints(source=source or "inbox", name=name, salt=b"salt")
