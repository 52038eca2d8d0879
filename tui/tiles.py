"""The six numbers that say how the floor does, each beside its target and with a word for how it stands."""

from datetime import datetime

from engine.board import Board
from engine.value import Value
from tui.names import names_of, short_names
from tui.rows import LATE, RISK, since, span_text
from tui.text import cut

OK = "ok"
OLDEST = "OLDEST"
NOTHING = "–"
"""Stands where there is no number yet."""

STYLE_OF = {LATE: "breach", RISK: "warn", OK: "ok", "": "dim"}

WAITING_MOST = 10
IN_LIMIT_LEAST = 90.0
READY_LEAST = 0.5
FAIR_LEAST = 0.90
WARN_PART = 0.8

LEADS_OF = {"WAITING": "is:waiting", OLDEST: "is:waiting", "IN LIMIT": "is:risk", "BREACHED NOW": "is:late"}
"""Which leads a tile is about, as a word of the filter; of those in the limit, the ones about to leave it.

The other tiles are about reps.
"""


class Tile(Value):
    """One number. `below` are the same words at several lengths, longest first."""

    title: str
    short: str
    number: str
    word: str
    note: str = ""
    below: tuple[str, ...] = ()


def tiles_of(board: Board, now: datetime, acknowledged: int = 0) -> tuple[Tile, ...]:
    """Return a board's six tiles."""
    return (
        _waiting(board),
        _oldest(board, now),
        _in_limit(board),
        _breached(board, acknowledged),
        _ready(board),
        _fairness(board),
    )


def aged(tiles: tuple[Tile, ...], board: Board, now: datetime) -> tuple[Tile, ...]:
    """Return a board's tiles as they are later: one of them alone tells an age."""
    return tuple(_oldest(board, now) if tile.title == OLDEST else tile for tile in tiles)


def _waiting(board: Board) -> Tile:
    count = board.tiles.waiting
    word = OK if count <= WAITING_MOST else RISK if count <= 2 * WAITING_MOST else LATE
    note = f"of {board.tiles.unanswered:,}"
    below = (
        f"target {WAITING_MOST} or less; {board.tiles.unanswered:,} unanswered",
        f"target {WAITING_MOST} or less",
        f"target ≤ {WAITING_MOST}",
    )
    return Tile(title="WAITING", short="WAIT", number=f"{count:,}", note=note, word=word, below=below)


def _oldest(board: Board, now: datetime) -> Tile:
    limit = board.first_touch_seconds
    if board.tiles.oldest_at is None:
        return Tile(title=OLDEST, short=OLDEST, number=NOTHING, word=OK, below=(f"limit {span_text(limit)}",))
    age = since(board.tiles.oldest_at, now)
    word = LATE if age >= limit else RISK if age >= WARN_PART * limit else OK
    return Tile(title=OLDEST, short=OLDEST, number=span_text(age), word=word, below=(f"limit {span_text(limit)}",))


def _in_limit(board: Board) -> Tile:
    below: tuple[str, ...] = (f"target {IN_LIMIT_LEAST:.0f}%",)
    answered = board.tiles.answered_in_time + board.tiles.answered_late
    if not answered:
        return Tile(title="IN LIMIT", short="SLA", number=NOTHING, word="", below=below)
    part = 100 * board.tiles.answered_in_time / answered
    word = OK if part >= IN_LIMIT_LEAST else RISK if part >= IN_LIMIT_LEAST - 10 else LATE
    below = (f"target {IN_LIMIT_LEAST:.0f}% of {answered:,}", *below)
    return Tile(title="IN LIMIT", short="SLA", number=f"{part:.1f}%", word=word, below=below)


def _breached(board: Board, acknowledged: int) -> Tile:
    count = board.tiles.breached
    below = (f"{acknowledged:,} acknowledged",) if acknowledged else ("target 0",)
    return Tile(title="BREACHED NOW", short="BREACH", number=f"{count:,}", word=LATE if count else OK, below=below)


def _ready(board: Board) -> Tile:
    ready, reps = board.tiles.available, board.tiles.reps
    least = max(1, round(reps * READY_LEAST))
    word = LATE if not ready and reps else RISK if ready < least else OK
    return Tile(
        title="REPS READY",
        short="READY",
        number=f"{ready}",
        note=f"of {reps}",
        word=word,
        below=(f"minimum {least}",),
    )


def _fairness(board: Board) -> Tile:
    index = board.tiles.fairness
    if index is None:
        return Tile(title="FAIRNESS", short="FAIR", number=NOTHING, word="", below=(f"target {FAIR_LEAST:.2f}",))
    word = OK if index >= FAIR_LEAST else RISK if index >= FAIR_LEAST - 0.1 else LATE
    names, short = names_of(board), short_names(board.reps)
    worst, lag = board.tiles.worst_rep, board.tiles.worst_lag
    below: tuple[str, ...] = (f"target {FAIR_LEAST:.2f}",)
    if worst is not None and abs(lag) >= 0.05:
        amount = f"{abs(lag):.1f} {'owed' if lag > 0 else 'ahead'}"
        below = (
            f"{cut(names.get(worst, worst), 16)} {amount}",
            f"{cut(short.get(worst, worst), 7)} {amount}",
            *below,
        )
    return Tile(title="FAIRNESS", short="FAIR", number=f"{index:.2f}", word=word, below=below)
