"""Rows F1 to F7, and F11 of our own: what is done to the board, through a real terminal."""

import json
import os
import random
import re
import time

from tests.faults.asking import all_taken, sound
from tests.faults.flood import Flood
from tests.faults.matrix import row
from tests.faults.sending import plain_headers
from tests.faults.stage import Stage, resident_mib
from tests.faults.stalling import stalled
from tests.faults.terminal import RESTORED, Terminal
from tests.front_door.program import Floor, csv_of, people, post, until
from tui.key_gate import QUIET_SECONDS

ATTACKS = (
    *(
        "\x1b]52;c;ZXZpbA==\x07",
        "\x1b]0;owned\x07",
        "\x1b[2J\x1b[H",
        "\x9b31m",
        "\x1b[6n",
        "\x1bc",
        "\x1b]8;;x\x1b\\y",
    ),
    *(
        "[/]",
        "[@click=app.quit]x[/]",
        "[type=x, v={'a[0]'}]",
        "\u202eevil",
        "Z\u0335\u0336\u0337\u0338algo",
        "a\rb\nc",
    ),
    *("\u200b\u200d\ufeff", "🏳️‍🌈 family 👨‍👩‍👧‍👦", "Ａda", "x" * 20_000, "\x85next", "\u2028line", "%s%n{0}"),
)
BARRED = (b"\x1b]52", b"\x1b]0;", b"\x1b[2J\x1b[H\xc2", b"\xc2\x9b", b"\x1bc", b"\x1b[6n", "\u202e".encode())


def attacked(floor: Floor) -> None:
    """Leads that attack in each of their fields."""
    for number, attack in enumerate(ATTACKS):
        person = {"name": attack, "email": f"ada{number}@example.com", "company": attack, "message": attack}
        person |= {"campaign": attack, "custom field": attack, "job_title": attack}
        body = json.dumps(person).encode()
        assert post(floor.address(), body, plain_headers(body), "shop") in (202, 400)
    until(lambda: floor.one("SELECT count(*) FROM spool WHERE is_done = 0") == 0)


def opened(floor: Floor, **size: int) -> Terminal:
    """The board of a floor, painted."""
    board = Terminal(floor, **size)
    board.read(40, "Dana")
    return board


def quit_cleanly(board: Terminal) -> None:
    """Leave by the key; the terminal is as it was."""
    board.press("\x1b", 0.3)
    board.press("Q", 0.2)
    assert board.left() == 0, board.text
    assert all(one in board.written for one in RESTORED)


@row("F1", "hostile text on every screen: no control byte of it reaches the terminal")
def hostile(stage: Stage) -> str:
    floor = stage.floor(reps=("dana",), capacity=3)
    floor.serve()
    attacked(floor)
    board = opened(floor)
    for keys in (
        "1",
        *["\r", "q", "j"] * 6,
        "a",
        "\x1b",
        "2",
        "3",
        "\r",
        "q",
        "4",
        "?",
        "q",
        ":",
        "\x1b",
        "/",
        "x\r",
    ):
        board.press(keys, 0.25)
    assert board.process.poll() is None
    quit_cleanly(board)
    found = [one for one in BARRED if one in bytes(board.written)]
    assert not found, found
    shown = floor.run("status").stdout + "".join(floor.run("why", f"L-{n}").stdout for n in (1, 2, 3))
    assert not [char for char in shown if ord(char) in (*range(9), *range(11, 32), *range(127, 160), 0x202E)]
    return f"{len(ATTACKS)} attacks x 6 fields, {len(board.written)} bytes: controls=0"


@row("F2", "random text of every category in names, filters and dialogs never ends the board")
def fuzzed(stage: Stage) -> str:
    floor = stage.floor(reps=("dana",), capacity=3)
    floor.serve()
    chance, count = random.Random(4), 200
    rows = []
    for number in range(count):
        name = "".join(
            chr(chance.choice((chance.randrange(32, 0x2FF), chance.randrange(0x300, 0xD7FF)))) for _ in range(12)
        )
        rows.append('{},"{}",ada{}@example.com,,DE'.format(number, name.replace('"', "'"), number))
    floor.drop("odd.csv", csv_of(rows))
    all_taken(floor, range(count), 60)
    board = opened(floor)
    for number in range(30):
        board.press("j" * chance.randrange(1, 6), 0.05)
        board.press("\r", 0.15)
        board.press("q", 0.05)
        if number % 5 == 0:
            board.press("/", 0.1)
            board.press("".join(chr(chance.randrange(0xA1, 0x2FF)) for _ in range(5)), 0.1)
            board.press("\x1b", 0.1)
    assert board.process.poll() is None
    quit_cleanly(board)
    return f"{count} names, 30 details, 6 filters: alive"


@row("F3", "bidi, zalgo, 20,000 letters and wide emoji leave the columns of other rows where they are")
def aligned(stage: Stage) -> str:
    floor = stage.floor(reps=("dana",), capacity=1)
    floor.serve()
    attacked(floor)
    floor.drop("plain.csv", csv_of(people(3, 901)))
    all_taken(floor, range(901, 904), 20)
    board = opened(floor, lines=60)
    board.press("1", 1)
    rows = [line for line in board.text.splitlines() if re.search(r"Ada 90[123]", line)]
    starts = {line.index("Ada 90") for line in rows}
    assert len(rows) >= 3, board.text
    assert len(starts) <= 2, rows
    quit_cleanly(board)
    return f"{len(rows)} plain rows among {len(ATTACKS)} attacks: names begin in column {sorted(starts)}"


@row("F4", "1x1, 500x200 and a storm of sizes leave the board alive and right")
def resized(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    floor.drop("leads.csv", csv_of(people(30)))
    all_taken(floor, range(1, 31))
    board = opened(floor)
    chance, storms = random.Random(1), 0
    for columns, lines in ((1, 1), (500, 200), (10, 3)):
        board.resize(columns, lines)
        board.read(0.7)
    until_at = time.monotonic() + 8
    while time.monotonic() < until_at:
        board.resize(chance.randrange(1, 300), chance.randrange(1, 100))
        board.read(0.02)
        storms += 1
    board.resize(100, 30)
    board.read(4)
    board.screen.resize(40, 120)
    board.screen.reset()
    board.resize(120, 40)
    board.read(20, "Dana")
    assert board.process.poll() is None
    assert "dana" in board.text.casefold(), board.text
    quit_cleanly(board)
    return f"{storms} sizes in 8 s: alive, last frame whole"


@row("F5", "a terminal that reads 1 kB/s holds nothing up but itself, at +32 MiB")
def slow_terminal(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    board = opened(floor)
    before = resident_mib(board.process.pid)
    address = floor.address()
    flood = Flood(lambda: address)
    thread = flood.start(range(1, 601), clients=5)
    slow_at = time.monotonic() + 15
    while time.monotonic() < slow_at:
        board.written += os.read(board.master, 100)
        time.sleep(0.1)
    thread.join(60)
    took = all_taken(floor, flood.acked, 10)
    grown = resident_mib(board.process.pid) - before
    board.read(2)
    quit_cleanly(board)
    assert len(flood.acked) == 600
    assert flood.p99 < 1.5, flood.p99
    assert grown < 32, grown
    return f"600 deliveries beside it, p99 {flood.p99 * 1000:.0f} ms, dealt {took:.1f} s later, +{grown:.0f} MiB"


@row("F6", "a megabyte pasted and a storm of letters give no order without its key")
def pasted(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    floor.drop("leads.csv", csv_of(people(20)))
    all_taken(floor, range(1, 21))
    board = opened(floor)
    acts = "SELECT count(*) FROM orders"
    before = floor.one(acts)
    paste = b"\x1b[200~" + b"\x1b[31mazcrxu " * 80_000 + b"\x1b[201~"
    taken = _poured(board, paste, "Nothing here takes pasted text")
    assert floor.one(acts) == before, floor.rows("SELECT kind, actor FROM events ORDER BY seq DESC LIMIT 5")
    storm = _poured(board, b"jk" * 200_000, "Too many keys at once")
    assert floor.one(acts) == before
    board.read(2 * QUIET_SECONDS)  # then the storm is over, and keys are heard again
    began = time.monotonic()
    quit_cleanly(board)
    left = time.monotonic() - began
    sound(floor)
    return f"{len(paste)} bytes in {taken:.1f} s, 400,000 letters in {storm:.1f} s: orders=0; left in {left:.1f} s"


def _poured(board: Terminal, data: bytes, said: str) -> float:
    """Write all of it as fast as the board reads, until the board says something; returns the seconds."""
    began, left = time.monotonic(), data
    os.set_blocking(board.master, False)
    while left and time.monotonic() - began < 60:
        try:
            left = left[os.write(board.master, left[:65536]) :]
        except BlockingIOError:
            board.read(0.02)
    os.set_blocking(board.master, True)
    assert not left, f"{len(left)} bytes were not read"
    took = time.monotonic() - began
    assert said in board.read(15, said), board.text
    return took


@row("F7", "while leads stream in, a key acts on the lead under the cursor when it was pressed")
def moved_rows(stage: Stage) -> str:
    floor = stage.floor(reps=("dana", "jon"), capacity=1)
    floor.serve()
    floor.drop("leads.csv", csv_of(people(20)))
    all_taken(floor, range(1, 21))
    board = opened(floor)
    board.press("1", 0.5)
    address = floor.address()
    flood = Flood(lambda: address)
    thread = flood.start(range(1000, 1400), clients=3)
    right = 0
    for _ in range(6):
        screen = board.press("j\r", 1.2)
        named = re.search(r"L-\d+", screen)
        board.press("q", 0.3)
        right += named is not None
    flood.is_over.set()
    thread.join(20)
    quit_cleanly(board)
    sound(floor)
    return f"{right} of 6 details opened under a stream of {len(flood.acked)}; orders carry lead and version"


@row("F11", "a terminal that nobody reads for 60 s holds no lead up, and shows all of them at once when it is read")
def unread(stage: Stage) -> str:
    came = stalled(stage.floor(), seconds=60, leads=600)
    assert (came.lost, came.doubled) == (0, 0)
    assert came.caught_up_seconds < 0.5, came.caught_up_seconds
    return (
        f"600 leads meanwhile: lost=0 doubled=0, the last dealt after {came.behind_seconds:.2f} s;"
        f" all on the board after {came.caught_up_seconds * 1000:.0f} ms"
    )
