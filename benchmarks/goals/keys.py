"""From the byte of a key to the picture it leads to: at rest, while much changes, and while a file is taken in."""

from random import Random

from benchmarks.floors import asked, lay
from benchmarks.line import Line, at_most
from benchmarks.plan import Plan, quantile
from benchmarks.rows import write_rows
from benchmarks.terminal import Terminal

LATE_SECONDS = 0.4
QUIET_SECONDS = 0.12


def measure(plan: Plan) -> list[Line]:
    """On a board of 2,000 leads, then on a real one while a file is taken in."""
    keys = plan.pick(300, 60)
    with Terminal("benchmarks.many_rows", ("resting",)) as board:
        board.settle()
        lines = _lines("at rest", _moves(board, keys), 10, 33) + _overlays(board, plan.pick(30, 8))
    with Terminal("benchmarks.many_rows", ("busy",)) as board:
        board.read(4)
        lines += _lines("200 changes a second", _moves(board, keys), None, 50)
    return lines + _lines(*_during_intake(plan), None, 50)


def _lines(words: str, spans: list[float], middle: float | None, late: float) -> list[Line]:
    line = Line(what=f"key to paint, {words}", unit="ms")
    half, most = quantile(spans, 0.5), quantile(spans, 0.99)
    return [
        line.but(what=f"{line.what}, median", ours=(half,), wanted=at_most(middle) if middle else None),
        line.but(what=f"{line.what}, p99", ours=(most,), wanted=at_most(late)),
    ]


def _moves(board: Terminal, count: int, run: int = 12) -> list[float]:
    """Milliseconds until the cursor stands on its new row, so many down and as many up.

    The longest wait for one that is not seen: at the foot of the table `j` moves the rows instead.
    """
    dice = Random(3)
    return [_move(board, b"j" if (number // run) % 2 == 0 else b"k", dice) for number in range(count)]


def _move(board: Terminal, key: bytes, dice: Random) -> float:
    before, pressed = board.cursor(), board.press(key)
    moved = board.feed(board.read_all(LATE_SECONDS, 0.05 + 0.05 * dice.random()), before)
    return 1000 * ((moved - pressed) if moved else LATE_SECONDS)


def _overlays(board: Terminal, count: int) -> list[Line]:
    """Opening the keys' overlay and closing it, to the last byte of either."""
    opened: list[float] = []
    closed: list[float] = []
    for _ in range(count):
        for key, spans in ((b"?", opened), (b"q", closed)):
            pressed = board.press(key)
            chunks = board.read_all(1.0, QUIET_SECONDS)
            spans.append(1000 * ((chunks[-1][0] if chunks else pressed + 1.0) - pressed))
    return [
        Line(what="opening an overlay, median", unit="ms", ours=(quantile(opened, 0.5),), wanted=at_most(35)),
        Line(what="closing it by q, median", unit="ms", ours=(quantile(closed, 0.5),), wanted=at_most(20)),
    ]


def _during_intake(plan: Plan) -> tuple[str, list[float]]:
    """Keys on a floor whose engine takes a file in, until it is in."""
    root, rows = lay(plan.folder("keys")), plan.pick(20_000, 4_000)
    (root / "inbox").mkdir()
    write_rows(root / "inbox" / "first.csv", 60, seed=2)
    spans: list[float] = []
    with Terminal("tui.cli", ("--floor", str(root))) as board:
        board.settle()
        write_rows(root / "half", rows).rename(root / "inbox" / "rows.csv")
        while len(spans) < 1000 and not asked(root, "SELECT 1 FROM files WHERE name = 'rows.csv' AND is_done"):
            spans += _moves(board, 12, run=1)
    return f"while {rows:,} rows are taken in", spans
