"""An act that can be done once more, on other leads."""

from collections.abc import Callable, Sequence

from engine.board import QueueRow
from engine.commands import Order, Seen
from engine.value import Value

Leads = tuple[Seen, ...]


class Again(Value, kw_only=False):
    """How the order is made of the leads it is for, and what is said when it is done."""

    order: Callable[[Leads], Order]
    words: Callable[[Sequence[QueueRow]], str]
