"""The lines around the manager's panels, from the header down to the footer, brought up to date together."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from engine.board import Board
from tui.keys import footer_actions
from tui.seat import Seat
from tui.tiles import Tile, aged, tiles_of
from tui.widgets.bars import (
    Flash,
    OneLine,
    feed_line,
    footer_line,
    header_line,
    reps_line,
    tabs_line,
    trouble_line,
)
from tui.widgets.lines import Line, Lines
from tui.widgets.panels import QueueTable
from tui.widgets.tiles import Tiles

ABOVE = ("small", "header", "tiles", "trouble", "banner", "tabs")
BELOW = ("strip", "latest", "flash", "footer")
PANELS = ("queue", "reps", "intake", "feed")
PAST_GROUPS = ("MOVE", "VIEW", "BOARD")
"""The groups of keys that the footer names while the past is shown."""


class Edges:
    """Everything on the manager's screen that is not a panel."""

    def __init__(self, seat: Seat, zone: tzinfo | None, *, is_past: bool = False) -> None:
        self._actor = seat.words()
        self._is_past = is_past
        every = seat.actions().values()
        self._actions = tuple(one for one in every if not is_past or one.group in PAST_GROUPS)
        self._zone = zone
        self._bars = {name: OneLine(widget_id=name) for name in (*ABOVE, *BELOW) if name != "tiles"}
        self._tiles = Tiles(widget_id="tiles")
        self._foot: tuple[tuple[str, int], Line] = (("", 0), ())
        """The footer, and for which panel and width it is."""
        self._numbers: tuple[tuple[Board, int] | None, tuple[Tile, ...]] = (None, ())
        """The tiles, and of which board and how many acknowledged leads they are."""

    @property
    def widgets(self) -> Mapping[str, Lines]:
        """All of them by name."""
        return {**self._bars, "tiles": self._tiles}

    def show_always(self, board: Board | None, now: datetime, panel: str, flash: Flash | None, width: int) -> None:
        """Show what is there even before the first board."""
        self._bars["header"].show(header_line(board, now, self._zone, self._actor, width, self._is_past))
        self._bars["flash"].show(flash.line(now) if flash else ())
        if self._foot[0] != (panel, width):
            self._foot = ((panel, width), footer_line(footer_actions(panel, self._actions), width))
        self._bars["footer"].show(self._foot[1])

    def show_board(self, board: Board, now: datetime, late: Line, acknowledged: int) -> None:
        """Show the numbers and the banner."""
        told_of, tiles = self._numbers
        is_told = told_of is not None and told_of[0] is board and told_of[1] == acknowledged
        tiles = aged(tiles, board, now) if is_told else tiles_of(board, now, acknowledged)
        self._numbers = ((board, acknowledged), tiles)
        self._tiles.show(tiles)
        self._told("banner", late)

    def show_trouble(self, sentence: str) -> None:
        """Say what is wrong."""
        self._told("trouble", trouble_line(sentence))

    def show_tabs(self, board: Board, panel: str, queue: QueueTable, width: int) -> None:
        """Show what stands in for the panels that have no room."""
        titles = [(name, name.capitalize()) for name in PANELS]
        right = f"{queue.summary()}  {queue.held_words()}".strip() if panel == "queue" else ""
        if len(right) > width - 42:
            right = queue.held_words() or f"{len(queue.model):,} of {board.queue_total:,}"
        self._bars["tabs"].show(tabs_line(panel, titles, right, width))
        self._bars["strip"].show(reps_line(board.reps, width))
        self._bars["latest"].show(feed_line(board.feed[0] if board.feed else None, self._zone))

    def show_small(self, words: str) -> None:
        """Say that the window is too small."""
        self._bars["small"].show(((words, "warn"),))

    def _told(self, name: str, line: Line) -> None:
        """Show a line that takes room only while it says something."""
        bar = self._bars[name]
        if bar.display != bool(line):
            bar.display = bool(line)
        bar.show(line)
