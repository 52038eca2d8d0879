"""A pty with a program in it, and a picture of its screen."""

import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path

import pyte

COLUMNS, LINES = 120, 40
CURSOR = "▌"
ROOT = Path(__file__).parents[1]


class Terminal:
    """A Python module that runs in a terminal of its own."""

    def __init__(self, module: str, arguments: Sequence[str] = ()) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            for name in ("COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE"):
                os.environ.pop(name, None)
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-m", module, *arguments])
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.stream = pyte.ByteStream(self.screen)

    def read(self, seconds: float) -> list[tuple[float, bytes]]:
        """Return what is written within so many seconds, with its time."""
        chunks, deadline = [], time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                chunks.append((time.perf_counter(), os.read(self.fd, 65536)))
        return chunks

    def feed(self, chunks: list[tuple[float, bytes]], before: int | None) -> float | None:
        """Draw chunks; return when the cursor first stood on another row than before."""
        moved = None
        for at, chunk in chunks:
            self.stream.feed(chunk)
            if moved is None and self.cursor() not in (before, None):
                moved = at
        return moved

    def cursor(self) -> int | None:
        """Return the line that the board's cursor is on."""
        return next((y for y in range(LINES) if CURSOR in self.screen.buffer[y][1].data), None)

    def cpu_seconds(self) -> float:
        """Return the processor time that the program has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)
