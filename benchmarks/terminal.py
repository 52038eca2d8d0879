"""A pty with a program in it, and a picture of its screen."""

import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from fcntl import ioctl

import pyte

from benchmarks.processes import ROOT, environment

COLUMNS, LINES = 120, 40
CURSOR = "▌"
LEAVE_SECONDS = 10.0

Chunk = tuple[float, bytes]
"""What was written, and when it came."""


class Terminal:
    """A Python module that runs in a terminal of its own."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str] = (),
        more: Mapping[str, str] = {},
        size: tuple[int, int] = (COLUMNS, LINES),
    ) -> None:
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            around = {**environment(), "TERM": "xterm-256color", "COLORTERM": "truecolor", **more}
            os.execve(sys.executable, [sys.executable, "-m", module, *arguments], around)
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, seconds: float, until: bytes | None = None) -> list[Chunk]:
        """What is written within so many seconds, or up to where some bytes are seen; no bytes are seen at once."""
        chunks: list[Chunk] = []
        seen, deadline = b"", time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            if not select.select([self.fd], [], [], left)[0]:
                break
            chunks.append((time.perf_counter(), os.read(self.fd, 65536)))
            seen = seen[-200:] + chunks[-1][1]
            if until is not None and until in seen:
                break
        return chunks

    def read_all(self, first_seconds: float, quiet_seconds: float) -> list[Chunk]:
        """What is written from the first byte, which is waited for, until nothing comes for a while."""
        chunks = self.read(first_seconds, b"")
        while more := self.read(quiet_seconds, b""):
            chunks += more
        return chunks

    def settle(self, quiet_seconds: float = 1.5, most_seconds: float = 30.0) -> None:
        """Read and draw until nothing is written for a while, or for long enough."""
        deadline = time.perf_counter() + most_seconds
        while time.perf_counter() < deadline:
            chunks = self.read(quiet_seconds)
            if not chunks:
                return
            self.feed(chunks, None)

    def seen(self, mark: bytes, seconds: float = 10.0) -> float | None:
        """When some bytes were written; None when they were not within so many seconds."""
        chunks = self.read(seconds, mark)
        self.feed(chunks, None)
        return chunks[-1][0] if mark in b"".join(chunk for _, chunk in chunks) else None

    def press(self, key: bytes) -> float:
        """Press a key; returns when."""
        os.write(self.fd, key)
        return time.perf_counter()

    def feed(self, chunks: list[Chunk], before: int | None) -> float | None:
        """Draw chunks; return when the cursor first stood on another row than before."""
        moved = None
        for at, chunk in chunks:
            self.stream.feed(chunk)
            if moved is None and self.cursor() not in (before, None):
                moved = at
        return moved

    def cursor(self) -> int | None:
        """The line that the board's cursor is on."""
        lines = range(self.screen.lines)
        return next((y for y in lines if CURSOR in self.screen.buffer[y][1].data), None)

    def close(self) -> None:
        """End the program, by force when it does not hear."""
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + LEAVE_SECONDS
        while not os.waitpid(self.pid, os.WNOHANG)[0]:
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                break
            if select.select([self.fd], [], [], 0.02)[0]:
                try:
                    os.read(self.fd, 65536)
                except OSError:
                    time.sleep(0.02)
        os.close(self.fd)
