"""How long the thread that waits for keys waits at a time: while nobody types, longer than Textual has it.

A key is seen at once all the same. A short wait serves what only time can tell of keys that came already: an escape
that is a key, a paste without an end. Without it the thread wakes ten times a second all night, which costs as much
as half of the ages on the board.
"""

import time
from collections.abc import Callable
from selectors import EVENT_READ, SelectorKey, SelectSelector
from types import SimpleNamespace

from tui.key_gate import PASTE_STALL_SECONDS

TYPED_SECONDS = PASTE_STALL_SECONDS + 1.0
"""So long after the last key nothing is pending any more."""

QUIET_WAIT_SECONDS = 0.5
"""How long a wait lasts then, and so at most how long the app's end has to wait for the thread."""


_SELECTORS = "selectors"


class PatientSelector(SelectSelector):
    """Waits as long as it is told to while somebody types, else longer."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._heard_at = now()

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """What there is to read, once there is something or the wait is over."""
        found = super().select(self.wait(timeout))
        if found:
            self._heard_at = self._now()
        return found

    def wait(self, timeout: float | None) -> float | None:
        """How long to wait where so long was asked for; nothing is waited for that could not come."""
        is_quiet = self._now() - self._heard_at > TYPED_SECONDS and bool(self.get_map())
        return max(timeout, QUIET_WAIT_SECONDS) if is_quiet and timeout else timeout


def wait_patiently() -> None:
    """Let the terminals that are opened from now on wait so; Textual has no other place for it."""
    try:
        from textual.drivers import linux_driver, linux_inline_driver
    except ImportError:
        return  # a system without such terminals
    patient = SimpleNamespace(SelectSelector=PatientSelector, SelectorKey=SelectorKey, EVENT_READ=EVENT_READ)
    for module in (linux_driver, linux_inline_driver):
        setattr(module, _SELECTORS, patient)
