"""The end of a screen that is told to go: nothing may keep it, not even a picture that waits to be written."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

ORDERLY_SECONDS = 10.0
"""How long a screen may take to leave in order."""
GONE_SECONDS = 1.0
"""How long it may where no terminal is left to be restored."""
SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")
BY_SIGNAL = 128
"""What is added to a signal's number for the exit code of whoever it ended."""


def leave_when_told(leave: Callable[[], object]) -> Callable[[], None]:
    """On SIGTERM, SIGINT or SIGHUP leave in order, and if that does not come to pass, leave; returns what ends this.

    Not a handler of the event loop: the loop itself may wait for ever for a terminal that nobody reads.
    """
    loop = asyncio.get_running_loop()

    def told(number: int, _frame: FrameType | None) -> None:
        seconds = ORDERLY_SECONDS if _has_terminal() else GONE_SECONDS
        last = threading.Timer(seconds, os._exit, [BY_SIGNAL + number])
        last.daemon = True
        last.start()
        loop.call_soon_threadsafe(leave)

    known = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]  # not all of them everywhere
    before = {number: signal.signal(number, told) for number in known}

    def heed_no_more() -> None:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)

    return heed_no_more


def _has_terminal() -> bool:
    """Whether a terminal still controls this process."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
