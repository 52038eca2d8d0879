"""The end of a board whose terminal was closed: nothing may keep it, not even a screen that waits to be written."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

ORDERLY_SECONDS = 10.0
"""How long a board may take to leave in order."""
GONE_SECONDS = 1.0
"""How long it may where no terminal is left to be restored."""
HUNG_UP = 129


def leave_when_hung_up(leave: Callable[[], object]) -> None:
    """On SIGHUP leave in order, and if that does not come to pass, leave. The engine behind us ends with us.

    Not a handler of the event loop: the loop itself may wait for ever for a terminal that is gone.
    """
    loop = asyncio.get_running_loop()

    def hung_up(_number: int, _frame: FrameType | None) -> None:
        seconds = ORDERLY_SECONDS if _has_terminal() else GONE_SECONDS
        last = threading.Timer(seconds, os._exit, [HUNG_UP])
        last.daemon = True
        last.start()
        loop.call_soon_threadsafe(leave)

    signal.signal(signal.SIGHUP, hung_up)


def _has_terminal() -> bool:
    """Whether a terminal still controls this process."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
