"""The board in a real pty: how it is started, driven by bytes, and read."""

import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from fcntl import ioctl
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEVER = b"\x00never"
ESCAPE = b"\x1b"
"""A key that is told from the beginning of a code by the silence after it."""
SHOWN = {"rep": b"COMING", "inline": b"decline", "wall": b"engine ok"}
"""What the kinds of screens that are no board write once they are whole."""


def start(*words: str, **env: str) -> tuple[int, int]:
    """Start a kind of screen; returns the process and its terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        around = {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", **env}
        os.execve(sys.executable, [sys.executable, "-m", "tests.tui.run_board", *words], around)
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    return child, terminal


def drive(
    keys: Sequence[bytes],
    kind: str = "hostile",
    *,
    fault: str = "",
    end: Callable[[int], object] = lambda _: None,
    **env: str,
) -> bytes:
    """Run a screen, press keys, let `end` end it where no key does, and return all that it wrote."""
    child, terminal = start(kind, **env) if not fault else start(kind, fault, **env)
    written = bytearray(read(terminal, 30.0, shown(kind)))
    for key in keys:
        os.write(terminal, key)
        written += read(terminal, 0.25 if key != ESCAPE else 0.6)
    end(child)
    deadline = time.monotonic() + 12
    while time.monotonic() < deadline:
        written += read(terminal, 0.2)
        if os.waitpid(child, os.WNOHANG)[0]:
            written += read(terminal, 0.1)
            os.close(terminal)
            return bytes(written)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    raise AssertionError("the board did not leave")


def shown(kind: str) -> bytes:
    """Return what a kind of screen has written once it is whole."""
    return SHOWN.get(kind.rsplit(maxsplit=1)[-1], b"INTAKE")


def read(terminal: int, seconds: float, until: bytes = NEVER) -> bytes:
    """Read what is written within so many seconds, or until something is seen."""
    found, deadline = bytearray(), time.monotonic() + seconds
    while time.monotonic() < deadline and until not in found:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                found += os.read(terminal, 65536)
            except OSError:
                break
    return bytes(found)
