"""A wall as lines for a terminal of any size: the digits as big as they go, everything else around them."""

from collections.abc import Sequence

from tui.big_text import big, big_height, big_width, can_be_big, drawable
from tui.keys import by_id, keys_text
from tui.on_wall.wall import Wall, WallRep
from tui.rows import LATE, RISK
from tui.text import cut, width_of
from tui.tiles import NOTHING, STYLE_OF, Tile
from tui.widgets.lines import EMPTY, Line, fill, line_width, spread

LEAST_WIDTH, LEAST_HEIGHT = 40, 12
GRIDS = (1, 2, 3, 6)
"""How many numbers may stand side by side."""
SCALE_MOST = 24
BIG_TITLE_ROWS, HUGE_TITLE_ROWS = 14, 26
"""From so many rows on a number's title is drawn big, too."""
BIG_REPS_ROWS = 40
FRAME_CELLS = 6
"""What a number's frame takes beside its title."""
REPS_PART = 3
"""The people take at most a third of a big wall, and a sixth of a small one."""
SMALL_REPS_PART = 6
NAME_LETTERS = 8
LEAVE_KEY = keys_text(by_id("back"), most=1)


def wall_lines(wall: Wall, width: int, height: int, leave_key: str = LEAVE_KEY) -> list[Line]:
    """Return exactly `height` lines of at most `width` cells."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return [((f"needs {LEAST_WIDTH}x{LEAST_HEIGHT}, have {width}x{height}"[:width], "warn"),)]
    head, foot = [_head(wall, width)], [_foot(wall, width, leave_key)]
    late = [_late(wall, width)] if wall.late_count else []
    reps = reps_lines(wall.reps, width, height // (REPS_PART if height >= BIG_REPS_ROWS else SMALL_REPS_PART))
    rest = height - len(head) - len(foot) - len(late) - len(reps)
    return [*head, *tile_lines(wall.tiles, width, rest), *late, *reps, *foot]


def _head(wall: Wall, width: int) -> Line:
    line = spread(((f" {wall.floor}", "bar_strong"),), ((f"{wall.clock} ", "bar_strong"),), width)
    return tuple((text, style or "bar") for text, style in fill(line, width, "bar"))


def _foot(wall: Wall, width: int, leave_key: str) -> Line:
    left: Line = ((f" {cut(wall.engine, width - 2)}", "dim" if wall.is_well else "alarm"),)
    return spread(left, ((f"floorboard wall · {leave_key} leaves ", "dim"),), width)


def _late(wall: Wall, width: int) -> Line:
    line: Line = ((f" !! {wall.late_count} PAST LIMIT ", "alarm"), ("  ", ""))
    for who, age in wall.late:
        part: Line = ((f"{who} ", ""), (f"{age}   ", "breach"))
        if line_width(line) + line_width(part) > width:
            break
        line += part
    return line


def tile_lines(tiles: Sequence[Tile], width: int, height: int) -> list[Line]:
    """Return the numbers in the grid in which the smallest of them is biggest, and every title whole."""
    titles = max(width_of(tile.title) for tile in tiles) + FRAME_CELLS
    grids = [it for it in GRIDS if width // it >= titles] or [1]
    columns = max(grids, key=lambda it: (_least(tiles, it, width, height), -abs(it - 3)))
    rows = -(-len(tiles) // columns)
    lines: list[Line] = []
    for at in range(rows):
        here = tiles[at * columns : (at + 1) * columns]
        deep = _share(height, rows, at)
        boxes = [_box(tile, _share(width, columns, place), deep) for place, tile in enumerate(here)]
        lines += [sum(parts, ()) for parts in zip(*boxes, strict=True)]
    return lines


def _least(tiles: Sequence[Tile], columns: int, width: int, height: int) -> int:
    """Return the cells of a pixel of the smallest number, in so many columns."""
    wide, deep = width // columns, height // -(-len(tiles) // columns)
    return min(x * y for x, y in (_scale(tile, wide, deep) for tile in tiles))


def _share(width: int, parts: int, at: int) -> int:
    return width // parts + (at < width % parts)


def _scale(tile: Tile, width: int, height: int) -> tuple[int, int]:
    """Return how wide and how many half rows high a number's pixels can be; noughts when it stays as it is."""
    title = _title_scale(height)
    room = height - 2 - (big_height(title) + 1 if title else 0)
    wide = max((it for it in range(1, SCALE_MOST) if big_width(tile.number, it) <= width - 2), default=0)
    high = max((it for it in range(1, 2 * wide + 1) if big_height(it) <= room), default=0)
    return min(wide, high), high


def _title_scale(deep: int) -> int:
    return 2 if deep >= HUGE_TITLE_ROWS else 1 if deep >= BIG_TITLE_ROWS else 0


def _box(tile: Tile, width: int, height: int) -> list[Line]:
    """Return one number in its frame, with its word on the frame, and big above it where there is room."""
    style = STYLE_OF[tile.word] if tile.word in (LATE, RISK) else "dim"
    inner, titles = width - 2, _title_scale(height)
    top = f"─ {tile.title} " if not titles else ""
    notes = (f"{tile.note}  {words}".strip() for words in tile.below)
    below = next((words for words in (*notes, *tile.below, tile.note) if width_of(words) <= inner - 8), "")
    foot = f"─ {below} " if below else ""
    word = f" {tile.word} ─" if tile.word else ""
    body: list[Line] = []
    if titles:
        body += [*_title(tile, inner, titles), EMPTY]
    wide, high = _scale(tile, width, height)
    number = big(tile.number, wide, high) if wide else (tile.number,)
    ink = "dim" if tile.number == NOTHING else "strong" if style == "dim" else style
    digits: list[Line] = [((_centred(row, inner), ink),) for row in number]
    spare = height - 2 - len(body) - len(digits)
    body += [EMPTY] * (spare // 2) + digits + [EMPTY] * (spare - spare // 2)
    lines: list[Line] = [((f"┌{top}{'─' * (inner - width_of(top))}┐", style),)]
    lines += [(("│", style), *fill(line, inner), ("│", style)) for line in body[: height - 2]]
    gap = inner - width_of(foot) - width_of(word)
    return [*lines, (("└" + foot + "─" * gap, style), (word, STYLE_OF[tile.word]), ("┘", style))]


def _title(tile: Tile, inner: int, scale: int) -> list[Line]:
    """Return the title and the word in big letters, the short title where the long one has no room."""
    word = tile.word.upper()
    room = inner - 4 - (big_width(word, scale) + 2 * scale if word else 0)
    name = next((it for it in (tile.title, tile.short) if big_width(it, scale) <= room), None)
    if name is None:
        return _title(tile, inner, scale - 1) if scale > 1 else [((f" {tile.title}  {tile.word}", "dim"),)]
    rows = zip(big(name, scale, scale), big(word, scale, scale) if word else [""] * big_height(scale), strict=True)
    return [spread((("  " + left, "dim"),), ((right + "  ", STYLE_OF[tile.word]),), inner) for left, right in rows]


def _centred(text: str, width: int) -> str:
    before = max(0, (width - width_of(text)) // 2)
    return " " * before + text


def reps_lines(reps: Sequence[WallRep], width: int, height: int) -> list[Line]:
    """Return who is there, in big letters where there is room for all of them."""
    if height >= BIG_REPS_ROWS // REPS_PART:
        for scale in (4, 3, 2, 1):
            lines = _big_reps(reps, width, height, scale)
            if lines:
                return lines
    return _small_reps(reps, width, height)


def _big_reps(reps: Sequence[WallRep], width: int, height: int, scale: int) -> list[Line]:
    letters = [drawable(rep.name)[:NAME_LETTERS] for rep in reps]
    if not reps or not all(map(can_be_big, letters)):
        return []
    each = max(big_width(f"● {name}", scale) for name in letters) + 3 * scale
    deep, columns = big_height(scale) + 2, max(1, width // each)
    rows = -(-len(reps) // columns)
    if rows * deep > height or each > width:
        return []
    columns = -(-len(reps) // rows)
    lines: list[Line] = []
    for at in range(rows):
        here = range(at * columns, min(len(reps), (at + 1) * columns))
        blocks = [_big_rep(reps[n], letters[n], _share(width, columns, n % columns), scale) for n in here]
        lines += [sum(parts, ()) for parts in zip(*blocks, strict=True)]
    return lines


def _big_rep(rep: WallRep, name: str, width: int, scale: int) -> list[Line]:
    rows = big(f"{rep.shape} {name}", scale, scale)
    words = f" {rep.word} {rep.detail}" + ("  next" if rep.is_next else "")
    lines = [fill(((f" {row}", rep.style),), width) for row in rows]
    return [*lines, fill(((words, "" if rep.style == "ok" else rep.style),), width), fill(EMPTY, width)]


def _small_reps(reps: Sequence[WallRep], width: int, height: int) -> list[Line]:
    parts: list[Line] = [
        (
            ("»" if rep.is_next else " ", "info"),
            (f"{rep.shape} ", rep.style),
            (f"{rep.name} ", ""),
            (rep.detail, "dim"),
        )
        for rep in reps
    ]
    each = max((line_width(part) for part in parts), default=1) + 2
    columns = max(1, width // each)
    rows = min(height, -(-len(parts) // columns)) if parts else 1
    if rows * columns < len(parts):
        parts[rows * columns - 1 :] = [((f" +{len(parts) - rows * columns + 1} more", "dim"),)]
    wide = width // columns
    lines = [sum((fill(part, wide) for part in parts[at * columns : (at + 1) * columns]), ()) for at in range(rows)]
    return lines if parts else [((" nobody is on the roster", "warn"),)]
