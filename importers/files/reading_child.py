"""The other end of reading apart: `python -m importers.files.reading_child` reads one file and writes its frames.

It ends when nobody takes its frames any more.
"""

import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import msgspec

from engine.commands import NewLead
from importers.files import gauge
from importers.files.reading_apart import ROWS_PER_FRAME, Frame, Request, here
from importers.intake import Taken
from importers.record import Reject, TestLead, Unreadable

_encode = msgspec.msgpack.Encoder().encode


def main() -> None:
    """Read what standard input asks for."""
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    out = sys.stdout.buffer
    try:
        for frame in frames(here(Path(request.path), request.hints, request.skip)):
            body = _encode(frame)
            out.write(len(body).to_bytes(4, "big") + body)
            out.flush()
    except BrokenPipeError:
        os._exit(0)  # the engine is gone, or wants no more of this file


def frames(records: Iterator[Taken]) -> Iterator[Frame]:
    """Pack records. What nobody foresaw is told in the last frame: this is the edge of one file."""
    batch: list[Taken] = []
    unreadable = trouble = ""
    try:
        for record in records:
            batch.append(record)
            if len(batch) == ROWS_PER_FRAME:
                yield packed(batch).but(far=gauge.far())
                batch = []
    except Unreadable as fault:
        unreadable = str(fault)
    except Exception:
        trouble = traceback.format_exc()
    yield packed(batch)
    yield Frame(is_last=True, unreadable=unreadable, trouble=trouble)


def packed(batch: list[Taken]) -> Frame:
    """A frame of records."""
    return Frame(
        kinds=bytes(_KINDS[type(record)] for record in batch),
        leads=[record for record in batch if isinstance(record, NewLead)],
        rejects=[record for record in batch if isinstance(record, Reject)],
        tests=[record for record in batch if isinstance(record, TestLead)],
    )


_KINDS = {NewLead: ord("L"), Reject: ord("R"), TestLead: ord("T")}

if __name__ == "__main__":
    main()
