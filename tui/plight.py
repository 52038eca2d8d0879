"""What is to be known of pools at a glance: which are full since when, and what climbs a ladder of before."""

from collections.abc import Iterator
from datetime import tzinfo

from engine.board import Glance
from tui.rows import clock_text


def plight_lines(board: Glance, zone: tzinfo | None = None) -> Iterator[str]:
    """A line for each."""
    yield from full_words(board, zone)
    if board.old_ladders:
        verb = "waits" if board.old_ladders == 1 else "wait"
        yield f"{board.old_ladders} {verb} on the overflow ladder of before: floorboard ladder applies the new one"


def full_words(board: Glance, zone: tzinfo | None) -> Iterator[str]:
    """Since when each full pool is, and how many leads wait there."""
    for pool, full in board.plight.full.items():
        yield f"{pool} at cap since {clock_text(full.since_at, zone)}, {full.waiting} waiting"


def plight_words(board: Glance | None, zone: tzinfo | None) -> str:
    """All of it behind a title, the shortest first; nothing where there is nothing."""
    if board is None:
        return ""
    old = f"  ! {board.old_ladders} on an old ladder" if board.old_ladders else ""
    return old + "".join(f"  ! {words}" for words in full_words(board, zone))
