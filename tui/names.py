"""What reps are called where there is room for all of a name, and where there is not."""

from collections import Counter
from collections.abc import Sequence

from engine.board import Board, RepRow


def names_of(board: Board) -> dict[str, str]:
    """Return rep ids to names."""
    return {rep.id: rep.name or rep.id for rep in board.reps}


def short_names(reps: Sequence[RepRow]) -> dict[str, str]:
    """Return rep ids to names for narrow columns, shortened only as far as nobody else is called so.

    The first word; else with the last one's initial; else all of it.
    """
    ways = {rep.id: _shortened(rep.name or rep.id) for rep in reps}
    taken = [Counter(way[at] for way in ways.values()) for at in range(2)]
    return {
        rep_id: first if taken[0][first] == 1 else initial if taken[1][initial] == 1 else whole
        for rep_id, (first, initial, whole) in ways.items()
    }


def _shortened(name: str) -> tuple[str, str, str]:
    words = name.split()
    return (words[0], f"{words[0]} {words[-1][0]}.", name) if len(words) > 1 else (name, name, name)
