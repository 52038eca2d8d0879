"""Rows F8 and F9: how the board ends, and terminals in which it cannot begin."""

import signal
import subprocess
import sys

from tests.faults.asking import one_sentence
from tests.faults.matrix import row
from tests.faults.rows_screen import opened
from tests.faults.stage import Stage
from tests.faults.terminal import RESTORED
from tests.front_door.program import finished, until

STUMBLING = """
import sys, tui.app, tui.cli
tui.app.BoardApp.turn_mute = lambda self: 1 / 0
sys.exit(tui.cli.main())
"""
"""The board with a fault in what one of its keys does."""


@row(
    "F8",
    "signals, a closed terminal and a fault of ours end the board, the terminal restored, its engine ended",
)
def exits(stage: Stage) -> str:
    told = [_stumbled(stage)]
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, None):
        floor = stage.floor(f"{name}")
        board = opened(floor)
        until(lambda floor=floor: floor.engine_pid(), 20)
        if name is None:
            board.close()
            board.process.wait(15)
        else:
            board.process.send_signal(name)
            board.left()
            assert all(one in board.written for one in RESTORED), name
        until(lambda floor=floor: floor.one("SELECT pid FROM lease") == 0, 20)
        told.append(name.name if name else "hang-up")
    return f"{', '.join(told)}: restored, engine ended"


def _stumbled(stage: Stage) -> str:
    """A key that meets a fault ends the board with a word, and not with 0."""
    floor = stage.floor("fault")
    floor.program = [sys.executable, "-P", "-c", STUMBLING]
    board = opened(floor)
    until(lambda: floor.engine_pid(), 20)
    board.press("M", 1)
    assert board.left() not in (0, -9)
    assert all(one in board.written for one in RESTORED)
    assert b"ZeroDivisionError" in board.written
    assert b"floorboard's own, and ended" in board.written
    until(lambda: floor.one("SELECT pid FROM lease") == 0, 20)
    return "a fault"


@row("F9", "without a terminal, with TERM=dumb, NO_COLOR or LANG=C there is a sentence or a plain board", quick=True)
def poor_terminals(stage: Stage) -> str:
    floor = stage.floor()
    done = finished(floor.start())
    assert done.returncode == 1
    sentence = one_sentence(done.stderr)
    floor.env |= {"LANG": "C", "LC_ALL": "C", "NO_COLOR": "1", "TERM": "dumb"}
    assert floor.run("serve", "--once").returncode == 0
    status = floor.run("status")
    assert status.returncode == 0 and "\x1b" not in status.stdout, status.stderr
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *floor.program, "--floor", str(floor.root), "status"],
        env=floor.env, capture_output=True, text=True,
    )  # fmt: skip
    assert "Traceback" not in closed.stderr, closed.stderr
    return f"board: {sentence}"
