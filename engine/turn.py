"""All that the engine sees of the outside world: the moment, who asks, why, and a seed for chance."""

from datetime import datetime

from engine.value import Value

HOUSE = "floor"
"""The actor of everything that the floor does by itself."""


class Turn(Value):
    """The moment of one decision."""

    now: datetime
    actor: str
    """Who acts: a person's id, or `HOUSE`."""
    cause: str = ""
    """What brought it about: an order's id, a file's digest and row, `tick`."""
    seed: int = 0


class Refused(Exception):
    """The operator asked for what cannot be; the message is a sentence for them, with the way out."""


class Conflict(Refused):
    """Somebody else was quicker; `changed` names the leads that are no longer as they were seen."""

    def __init__(self, sentence: str, changed: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.changed = changed


class PolicyError(Exception):
    """The house rules cannot hold; the message names what and the way out."""
