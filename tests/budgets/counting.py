"""Budgets: counts of what is done, which no noise of a machine can move, and how they are taken."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


def within(what: str, count: float, budget: float) -> None:
    """Hold a count against its budget."""
    over = f"{what}: {count:,.1f}, and the budget is {budget:,.1f}."
    assert count <= budget, (
        f"{over} Look for what is done twice, or once for each of many: `git stash` shows the count before it."
        " Must it be so, raise the budget and say why in the commit."
    )


def calls(work: Callable[[], object], kinds: tuple[str, ...] = ("call",)) -> int:
    """How many functions of Python a work calls; comprehensions count where Python runs them as functions.

    With `c_call` among the kinds those that Python is built of count too: what is done for each of many is seen.
    """
    count = 0

    def noted(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in kinds

    before = sys.getprofile()
    sys.setprofile(noted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def statements(db: sqlite3.Connection) -> Iterator[list[str]]:
    """Every statement that a connection carries out meanwhile, each row of an `executemany` for itself."""
    seen: list[str] = []
    db.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        db.set_trace_callback(None)
