"""Reading a big file in a process of its own: its records come over a pipe, in frames.

So a file is read beside the dealing instead of between it, and one that makes a reader fall or hang takes nothing
else with it. A frame is its length in four bytes and a msgpack `Frame`; the last one says how the reading ended.
"""

import fcntl
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import msgspec

from engine.commands import NewLead
from engine.value import Value
from importers.intake import Taken, read_file
from importers.record import Hints, Reject, TestLead, Unreadable

APART_BYTES_MIN = 1024 * 1024
"""A smaller file is read before another process would have begun."""

ROWS_PER_FRAME = 100

PIPE_BYTES = 1024 * 1024
"""How far the reader may be ahead, where the system lets us say so."""

SILENCE_SECONDS = 300.0
"""A reader that says nothing for so long hangs."""

COMMAND = (sys.executable, "-P", "-m", "importers.files.reading_child")

FELL = "The reader of this file broke off ({how}). Split the file or save it in another format, then drop it again."
HUNG = "The reader of this file made no headway for {seconds:.0f} seconds. Split the file, then drop it again."


class Request(Value):
    """What is to be read."""

    path: str
    hints: Hints
    skip: int
    """Records of it that are taken already."""


class Frame(Value):
    """Some records in their order, or the end."""

    far: float = 1.0
    """How far the file is read, from 0 to 1."""
    kinds: bytes = b""
    """A letter for each record: which of the lists has it next."""
    leads: list[NewLead] = []
    rejects: list[Reject] = []
    tests: list[TestLead] = []
    is_last: bool = False
    unreadable: str = ""
    """Why the rest cannot be read, as a sentence."""
    trouble: str = ""
    """What the reader stumbled over, for the log."""


encode_request = msgspec.msgpack.Encoder().encode
_frame = msgspec.msgpack.Decoder(Frame).decode


class ReaderFell(Exception):
    """The reader met something that it did not foresee; the message is for the log."""


class Headway:
    """How far a file is read that is read apart, from 0 to 1; a file that is read here is read in no time."""

    far = 0.0


def records(path: Path, hints: Hints, skip: int, headway: Headway | None = None) -> Iterator[Taken]:
    """A file's records after the first `skip`; a big file is read in a process of its own.

    Raises Unreadable, perhaps late, when the file or the rest of it cannot be read.
    """
    try:
        is_big = path.stat().st_size >= APART_BYTES_MIN
    except OSError:
        is_big = False  # whoever opens it says what is wrong
    if not is_big:
        return here(path, hints, skip)
    return apart(Request(path=str(path), hints=hints, skip=skip), headway=headway)


def here(path: Path, hints: Hints, skip: int) -> Iterator[Taken]:
    """Read in this process."""
    return islice(read_file(path, hints), skip, None)


def apart(
    request: Request,
    command: tuple[str, ...] = COMMAND,
    silence_seconds: float = SILENCE_SECONDS,
    headway: Headway | None = None,
) -> Iterator[Taken]:
    """Read in another process, which ends with this iterator. A `Unreadable` says how far a fallen reader came."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True
    ) as reader:
        try:
            for frame in _received(reader, encode_request(request), silence_seconds):
                if headway is not None:
                    headway.far = frame.far
                yield from _unpacked(frame)
        finally:
            reader.kill()


def _received(reader: "subprocess.Popen[bytes]", request: bytes, silence_seconds: float) -> Iterator[Frame]:
    """The frames of a reader up to its last."""
    assert reader.stdin is not None
    assert reader.stdout is not None
    pipe = reader.stdout.fileno()
    with suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    with suppress(BrokenPipeError):  # it fell at once: the silence that follows is told apart below
        reader.stdin.write(request)
        reader.stdin.close()
    is_last = False
    while not is_last:
        size = int.from_bytes(_exactly(reader, pipe, 4, silence_seconds), "big")
        frame = _frame(_exactly(reader, pipe, size, silence_seconds))
        yield frame
        is_last = frame.is_last


def _unpacked(frame: Frame) -> Iterator[Taken]:
    """The records of a frame in their order. Raises what it says went wrong."""
    lists: dict[int, Iterator[Taken]] = {
        ord("L"): iter(frame.leads),
        ord("R"): iter(frame.rejects),
        ord("T"): iter(frame.tests),
    }
    yield from (next(lists[kind]) for kind in frame.kinds)
    if frame.trouble:
        raise ReaderFell(frame.trouble)
    if frame.unreadable:
        raise Unreadable(frame.unreadable)


def _exactly(reader: "subprocess.Popen[bytes]", pipe: int, size: int, silence_seconds: float) -> bytes:
    parts: list[bytes] = []
    while size:
        ready, _, _ = select.select([pipe], [], [], silence_seconds)
        if not ready:
            raise Unreadable(HUNG.format(seconds=silence_seconds))
        part = os.read(pipe, size)
        if not part:
            raise Unreadable(FELL.format(how=_end_of(reader.wait())))
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _end_of(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
