"""The six numbers at the top, in boxes or in one line."""

from bisect import bisect
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from textual import events
from textual.message import Message

from tui.rows import LATE, RISK
from tui.text import clean, width_of
from tui.tiles import OK, STYLE_OF, Tile
from tui.widgets.lines import Line, Lines, line_width

STRIPS = (("  ", True, True), ("  ", False, True), (" ", False, True), (" ", False, False))
"""How the one line is drawn, until it fits: the gap, whether with notes, whether with the word `ok`."""


class Tiles(Lines):
    """Six tiles side by side in boxes, or in one line where there is little room. Each can be clicked."""

    class Chosen(Message):
        """Somebody wants to see what a number is about."""

        def __init__(self, tile: Tile) -> None:
            super().__init__()
            self.tile = tile

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.tiles: tuple[Tile, ...] = ()

    def show(self, tiles: tuple[Tile, ...]) -> None:
        """Show other numbers."""
        if tiles != self.tiles or not self._drawn:
            self.tiles = tiles
            self.redraw()

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """Return the boxes, or the one line."""
        if not self.tiles:
            return ()
        return (sum(_strip(self.tiles, width), ()),) if height < 4 else _boxes(self.tiles, width)

    def on_click(self, event: events.Click) -> None:
        """Say which tile was clicked."""
        offset = event.get_content_offset(self)
        width, height = self.content_size
        if offset is None or not self.tiles:
            return
        cells = list(map(line_width, _strip(self.tiles, width))) if height < 4 else _shares(len(self.tiles), width)
        place = bisect(list(accumulate(cells)), offset.x)
        if place < len(cells):
            self.post_message(self.Chosen(self.tiles[place]))


def _strip(tiles: Sequence[Tile], width: int) -> list[Line]:
    """Return the tiles that fit into one line, a part for each, closer together when it is narrow."""
    for gap, has_note, has_ok in STRIPS:
        parts: list[Line] = []
        for tile in tiles:
            note = tile.note.replace("of ", "/") if has_note else ""
            part: Line = ((f"{gap if parts else ' '}{tile.short} ", "dim"), (f"{tile.number}{note}", "strong"))
            part += ((f" {tile.word}", STYLE_OF[tile.word]),) if tile.word and (has_ok or tile.word != OK) else ()
            parts.append(part)
        if sum(map(line_width, parts)) <= width:
            return parts
    return _strip(tiles[:-1], width) if len(tiles) > 1 else parts


def _shares(count: int, width: int) -> list[int]:
    """Return the widths of boxes that fill the width."""
    base, more = divmod(width, count)
    return [base + (at < more) for at in range(count)]


def _boxes(tiles: Sequence[Tile], width: int) -> list[Line]:
    """Return all tiles as four lines of boxes that fill the width."""
    rows: list[Line] = [(), (), (), ()]
    for tile, cells in zip(tiles, _shares(len(tiles), width), strict=True):
        box = _box(tile, cells)
        rows = [row + part for row, part in zip(rows, box, strict=True)]
    return rows


@lru_cache(maxsize=64)
def _box(tile: Tile, width: int) -> tuple[Line, Line, Line, Line]:
    inner = width - 4
    room = inner - width_of(tile.number) - width_of(tile.word) - 1
    note = f" {tile.note}" if tile.note and width_of(tile.note) < room else ""
    gap = " " * max(1, inner - width_of(tile.number + note) - width_of(tile.word))
    below = next((words for words in tile.below if width_of(words) <= inner), tile.below[-1] if tile.below else "")
    style = "breach" if tile.word == LATE else "warn" if tile.word == RISK else "dim"
    return (
        ((f"┌─ {tile.title} " + "─" * (width - width_of(tile.title) - 5) + "┐", style),),
        (
            ("│ ", style),
            (tile.number, "strong"),
            (note + gap, "dim"),
            (tile.word, STYLE_OF[tile.word]),
            (" │", style),
        ),
        (("│ ", style), (clean(below, inner), "dim"), (" │", style)),
        (("└" + "─" * (width - 2) + "┘", style),),
    )
