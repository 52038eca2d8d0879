"""What is to be known of pools at a glance: which are full since when, and what climbs a ladder of before."""

from collections.abc import Iterator
from datetime import tzinfo

from engine.board import Board
from tui.rows import clock_text


def plight_lines(board: Board, zone: tzinfo | None = None) -> Iterator[str]:
    """A line for each."""
    for pool, full in board.plight.full.items():
        yield f"{pool} at cap since {clock_text(full.since_at, zone)}, {full.waiting} waiting"
    if board.old_ladders:
        verb = "waits" if board.old_ladders == 1 else "wait"
        yield f"{board.old_ladders} {verb} on the overflow ladder of before: floorboard ladder applies the new one"


def plight_words(board: Board | None, zone: tzinfo | None) -> str:
    """All of it behind a title; nothing where there is nothing."""
    return "".join(f"  ! {words}" for words in plight_lines(board, zone)) if board else ""
