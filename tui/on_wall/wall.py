"""What a wall shows of a board: the numbers, what is late, and who is there. Terminal and browser draw the same.

Law: a wall hangs where customers walk by, so no lead's person is on it: a late lead is its company, else its id.
"""

from datetime import datetime, tzinfo

from engine.board import Board, RepRow
from engine.rep import Availability
from engine.value import Value
from tui.rows import clock_text, rep_state, rep_style, since, span_text
from tui.text import cut
from tui.tiles import Tile, tiles_of

LATE_MOST = 12
NAME_CELLS = 16


class WallRep(Value):
    """One person: the shape and word of their state, and how long or how full."""

    shape: str
    name: str
    word: str
    detail: str
    style: str
    is_next: bool


class Wall(Value):
    """All that is on a wall. Every text in it is safe to show."""

    floor: str
    clock: str
    tiles: tuple[Tile, ...]
    late: tuple[tuple[str, str], ...]
    """Company or id, and age; the oldest first."""
    late_count: int
    reps: tuple[WallRep, ...]
    engine: str
    is_well: bool


def wall_of(board: Board, now: datetime, zone: tzinfo | None, trouble: str = "") -> Wall:
    """Return what a wall shows of a board."""
    oldest, waiting, breached, in_limit, ready, fair = _ordered(tiles_of(board, now))
    late = sorted(
        (row for row in board.queue if row.due_at is not None and row.due_at <= now),
        key=lambda row: (row.queued_at, row.id),
    )
    down = f" {span_text(since(board.engine.renewed_at, now))}" if board.engine.renewed_at else ""
    engine = "engine ok" if board.engine.is_alive else f"engine DOWN{down}"
    return Wall(
        floor=cut(board.floor, 60),
        clock=clock_text(now, zone),
        tiles=(oldest, waiting, breached, in_limit, ready, fair),
        late=tuple(
            (cut(row.company or row.id, 32), span_text(since(row.queued_at, now))) for row in late[:LATE_MOST]
        ),
        late_count=max(len(late), board.tiles.breached),
        reps=tuple(_rep(row, now) for row in board.reps),
        engine=cut(trouble, 120) if trouble else engine,
        is_well=board.engine.is_alive and not trouble,
    )


def _ordered(tiles: tuple[Tile, ...]) -> tuple[Tile, ...]:
    waiting, oldest, in_limit, breached, ready, fair = tiles
    return (oldest, waiting, breached, in_limit, ready, fair)


def _rep(row: RepRow, now: datetime) -> WallRep:
    shape, word = rep_state(row)
    load = f"{row.load}/{row.capacity}" if row.capacity else f"{row.load}"
    is_out = row.availability in (Availability.AWAY, Availability.NOT_RESPONDING)
    return WallRep(
        shape=shape,
        name=cut(row.name or row.id, NAME_CELLS),
        word=cut(word, NAME_CELLS),
        detail=span_text(since(row.since_at, now)) if is_out else "" if shape == "×" else load,
        style=rep_style(row),
        is_next=row.is_next,
    )
