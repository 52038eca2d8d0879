"""How many functions may be called to read a web-hook's body: each is read alone, and pays for itself."""

from datetime import UTC, datetime

from benchmarks.dealing import bodies_of
from benchmarks.rows import rows
from importers.intake import read_payload
from importers.record import Hints
from tests.budgets.counting import calls, within

BODIES = 50


def test_a_body_that_comes_alone_has_a_budget() -> None:
    """What its headings mean, and what columns they make, is known from the deliveries before it."""
    hints = Hints(source="website", salt=b"salt", now=datetime(2026, 9, 7, tzinfo=UTC))
    before, bodies = bodies_of(rows(2 * BODIES))[:BODIES], bodies_of(rows(2 * BODIES))[BODIES:]

    def read(some: list[bytes]) -> None:
        for body in some:
            read_payload("application/json", body, hints)

    read(before)
    within("functions called to read a body of 26 fields", calls(lambda: read(bodies)) / BODIES, 385)
