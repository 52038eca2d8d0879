"""Records the demo of the README: `floorboard demo` in a pty, its keys pressed by this script.

`python -m docs.make_demo` writes `docs/demo.cast` for asciinema (version 2) and `docs/demo.svg`, which moves itself.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyte

from docs.frames import Frame, frame_of, moving

ROOT = Path(__file__).parents[1]
COLUMNS, LINES = 100, 30
WAITING_LEAST = 7
"""So many leads shall wait when the recording begins."""
READY_SECONDS = 120
KITTY = re.compile(rb"\x1b\[[<>=][0-9;]*u")
WAITING = re.compile(r"│ \d+ of (\d+) ")


class Step(NamedTuple):
    """Keys, how long their picture stands, and what is said below it."""

    keys: tuple[str, ...]
    seconds: float
    words: str


STEPS = (
    Step((), 2.5, "a live floor: leads come in by drop folder and web-hook, and are dealt by rules"),
    Step(("j", "j"), 1.2, "j j: the cursor stays with its lead, however rows move"),
    Step(("\r",), 3.5, "enter: the lead, and why it is where it is, with a reason for every rep"),
    Step(("q", "a"), 2.0, "a: give it to somebody; what speaks against each of them"),
    Step(("a", "i"), 1.6, "two letters choose"),
    Step(("\r",), 2.2, "enter: done, and u would undo it"),
    Step(("u",), 2.0, "u: undone, from the journal"),
    Step(("2", "t"), 2.2, "2 t: a rep is away; nothing new is dealt to them, and they lose no claim"),
    Step(("t", "1", "[", "["), 2.4, "[: the board as it was, minute by minute"),
    Step(("q", "D"), 3.0, "D: the day in pictures"),
    Step(("q", "W"), 3.0, "W: the wall"),
    Step(("q", "?"), 3.0, "?: every key"),
)


class Recorder:
    """A terminal with the demo in it, whose every byte is kept with its time."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self.chunks: list[tuple[float, bytes]] = []
        self._begun_at = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            around = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execve(sys.executable, [sys.executable, "-m", "tui.cli", "demo", "--fast", "1.5"], around)
        self.resize(COLUMNS)

    def resize(self, columns: int) -> None:
        """Be another width, which has the board paint all of it again."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, columns, 0, 0))

    def read(self, seconds: float) -> None:
        """Take in what is written."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                data = os.read(self.fd, 65536)
                self.chunks.append((time.monotonic() - self._begun_at, data))
                self._stream.feed(KITTY.sub(b"", data))

    def ready(self) -> None:
        """Wait until leads wait, then begin the recording with a whole picture."""
        give_up = time.monotonic() + READY_SECONDS
        while time.monotonic() < give_up and self._waiting() < WAITING_LEAST:
            self.read(0.5)
        self.read(12)  # until clocks differ
        self.resize(COLUMNS - 1)
        self.read(0.6)
        self.chunks.clear()
        self.screen.reset()
        self._begun_at = time.monotonic()
        self.resize(COLUMNS)
        self.read(1.0)

    def _waiting(self) -> int:
        found = WAITING.search("\n".join(self.screen.display))
        return int(found[1]) if found else 0

    def play(self, step: Step) -> Frame:
        """Press the keys of a step and return its picture."""
        for key in step.keys:
            os.write(self.fd, key.encode())
            self.read(0.35)
        self.read(0.5)
        frame = frame_of(self.screen, step.seconds, step.words)
        self.read(max(0.0, step.seconds - 0.5))
        return frame

    def leave(self) -> None:
        """Leave the demo."""
        with suppress(OSError):  # it has gone, and its terminal with it
            for key in (b"q", b"Q"):
                os.write(self.fd, key)
                self.read(0.5)
            self.read(10)
            os.kill(self.pid, signal.SIGHUP)
            self.read(10)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def cast(chunks: list[tuple[float, bytes]]) -> str:
    """Return a recording as asciinema reads it: a line of what it is, then a line for each time something came."""
    head = {"version": 2, "width": COLUMNS, "height": LINES, "title": "floorboard demo"}
    lines = [json.dumps(head), json.dumps([0, "o", "\x1b[?25l\x1b[2J\x1b[H"])]
    rest = b""
    for at, data in chunks:
        text, rest = _whole(rest + data)
        lines.append(json.dumps([round(at, 3), "o", text], ensure_ascii=False))
    return "\n".join(lines) + "\n"


def _whole(data: bytes) -> tuple[str, bytes]:
    """Return the letters that are whole, and the beginning of the next one."""
    for keep in range(4):
        try:
            return data[: len(data) - keep].decode(), data[len(data) - keep :]
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace"), b""


def main(folder: Path) -> None:
    """Play the demo and write both recordings; the one for asciinema is too big to be kept here."""
    recorder = Recorder()
    recorder.ready()
    frames = [recorder.play(step) for step in STEPS]
    chunks = list(recorder.chunks)
    recorder.leave()
    (folder / "demo.cast").write_text(cast(chunks), encoding="utf-8")
    (folder / "demo.svg").write_text(moving(frames, "floorboard, a minute of its demo"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent))
