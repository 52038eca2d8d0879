"""What the outside knows: what was sent, dropped and ordered, and what was promised about it."""

from typing import NamedTuple

from engine.value import Value
from store.rows import Answer


class Given(Value):
    """An order, with what its terminal heard of it."""

    actor: str
    """No two orders have the same, so that their entries can be told apart."""
    words: str
    answer: Answer | None = None
    """None: the terminal never heard."""


class Dropped(NamedTuple):
    """A file in the inbox."""

    name: str
    emails: tuple[str, ...]
    rejects: int


class Truth:
    """Everything that the world did to the floor."""

    def __init__(self) -> None:
        self.sent: dict[str, str] = {}
        """E-mail by delivery, of all that were posted."""
        self.acknowledged: set[str] = set()
        """Deliveries that were answered with a 2xx."""
        self.dropped: list[Dropped] = []
        self.given: list[Given] = []
