"""What a browser's wall is told: the newest board as JSON, with its ages as of now."""

from datetime import tzinfo

import msgspec

from engine.board import Board
from engine.value import Value
from tui.clock import Clock
from tui.on_wall.wall import wall_of
from tui.ports import Viewer
from tui.tiles import Tile


class News:
    """The newest board, read by one thread and told by another."""

    def __init__(self, viewer: Viewer, clock: Clock, zone: tzinfo | None) -> None:
        self._viewer, self._clock, self._zone = viewer, clock, zone
        self._board: Board | None = None
        self.trouble = ""

    def read(self) -> None:
        """Read the board where there is a newer one. Raises StoreError."""
        news = self._viewer.board()
        self._board = news if isinstance(news, Board) else self._board
        self.trouble = ""

    def told(self) -> bytes:
        """Return the wall as one line of JSON."""
        if self._board is None:
            return msgspec.json.encode(
                {"floor": "floorboard", "clock": "", "tiles": [], "late": [], "late_count": 0, "reps": []}
                | {"engine": self.trouble or "opening the floor…", "is_well": not self.trouble}
            )
        wall = wall_of(self._board, self._clock(), self._zone, self.trouble)
        return msgspec.json.encode(_named(wall) | {"tiles": [_tile(tile) for tile in wall.tiles]})


def _tile(tile: Tile) -> dict[str, object]:
    """Return a number with words that fit beside its note."""
    return _named(tile) | {"below": tile.below[:2][-1] if tile.below else ""}


def _named(value: Value) -> dict[str, object]:
    """Return the fields of a value by their names, those too that are as usual."""
    return msgspec.structs.asdict(value)  # type: ignore[arg-type]
