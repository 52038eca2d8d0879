"""A terminal with the board in it: keys go in, bytes come out, and every byte is kept."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from contextlib import suppress

import pyte

from tests.front_door.program import Floor

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h")
"""What a program that leaves must have written: back to the first screen, the cursor shown."""


class Terminal:
    """A pty of some size with a program in it."""

    def __init__(self, floor: Floor, *words: str, columns: int = 120, lines: int = 40, **env: str) -> None:
        self.master, slave = pty.openpty()
        self.resize(columns, lines)
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.written = bytearray()
        around = {**floor.env, "TERM": "xterm-256color", "COLORTERM": "truecolor", **env}
        around.pop("NO_COLOR", None) if "NO_COLOR" not in env else None
        self.process = subprocess.Popen(
            [*floor.program, "--floor", str(floor.root), *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=around,
            cwd=floor.root,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        floor.running.append(self.process)

    def resize(self, columns: int, lines: int) -> None:
        """Be another size."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def read(self, seconds: float, until: str = "\0never") -> str:
        """Take in what is written within so many seconds, or until a text is shown; returns the screen."""
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up and until not in self.text:
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    data = os.read(self.master, 65536)
                except OSError:
                    break
                self.written += data
                with suppress(Exception):  # a screen of one cell is more than pyte bears
                    self._stream.feed(data)
        return self.text

    def press(self, keys: str | bytes, seconds: float = 0.4) -> str:
        """Press keys and see what comes of it."""
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)
        return self.read(seconds)

    @property
    def text(self) -> str:
        """The screen as it stands; pyte's own `display` does not bear half of a wide letter."""
        rows = (self.screen.buffer[line] for line in range(self.screen.lines))
        return "\n".join("".join(row[x].data for x in range(self.screen.columns)) for row in rows)

    def left(self, seconds: float = 40) -> int:
        """Wait until the program has left, reading on; returns its exit code."""
        give_up = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < give_up:
            self.read(0.1)
        self.read(0.3)
        return self.process.wait(1)

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            os.close(self.master)
