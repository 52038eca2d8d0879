"""How somebody is told of a breach beside the banner: bell, desktop and title, each in its time and not too often.

Law: what goes to the terminal from here has been through the gate; a name of a lead's person never does.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo

from engine.board import Board, QueueRow
from engine.value import Value
from tui.text import cut, plain

RING_EVERY = timedelta(seconds=3)
"""However many leads are late at once, no two bells are nearer than this."""

TITLE_CELLS = 80
WORDS_CELLS = 160


class Alerts(Value):
    """Which of them a floor wants, and when it wants none that can be heard."""

    bell: bool = True
    desktop: bool = True
    title: bool = True
    quiet: tuple[time, time] | None = None

    def is_quiet(self, at: datetime, zone: tzinfo | None) -> bool:
        """Whether nothing shall ring now; quiet hours may go over midnight."""
        if self.quiet is None:
            return False
        begins, ends = self.quiet
        clock = at.astimezone(zone).time()
        return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends


class Ringer:
    """Keeps which leads are late, which of them were acknowledged, and when it rang last."""

    def __init__(self, alerts: Alerts, zone: tzinfo | None = None) -> None:
        self.alerts = alerts
        self.zone = zone
        self.is_muted = False
        self.late: set[str] = set()
        self.acknowledged: set[str] = set()
        self._untold: set[str] = set()
        self._rung_at: datetime | None = None

    def notice(self, board: Board, now: datetime) -> bool:
        """Take what is late by now; whether to ring. What is late while it may not ring yet rings with the next."""
        late = {row.id for row in board.queue if row.due_at is not None and row.due_at <= now}
        self._untold = (self._untold | (late - self.late)) & late
        self.late = late
        self.acknowledged &= late
        if not self._untold or (self._rung_at is not None and timedelta(0) <= now - self._rung_at < RING_EVERY):
            return False
        self._untold.clear()
        self._rung_at = now
        return not self.is_muted and not self.alerts.is_quiet(now, self.zone)

    def open(self) -> set[str]:
        """The late leads that nobody has acknowledged."""
        return self.late - self.acknowledged

    def acknowledge(self) -> int:
        """Acknowledge what is late now; how many were new."""
        fresh = self.open()
        self.acknowledged |= fresh
        return len(fresh)


def title_of(board: Board | None, late: int) -> str:
    """What the terminal's title says: what is late, what waits, and where."""
    if board is None:
        return "floorboard"
    counts = f"({late} late) " if late else ""
    return cut(f"{counts}{board.tiles.waiting} waiting · {board.floor} · floorboard", TITLE_CELLS)


def words_of(late: Sequence[QueueRow]) -> str:
    """What a notification says: how many are late, and the company of the oldest."""
    oldest = min(late, key=lambda row: (row.queued_at, row.id))
    count = f"{len(late)} {'lead is' if len(late) == 1 else 'leads are'} past the limit"
    return cut(f"{count}, oldest {oldest.company or oldest.id}", WORDS_CELLS)


def title_code(words: str) -> str:
    """The code that sets a terminal's title."""
    return f"\x1b]2;{plain(words)}\x1b\\"


def desktop_code(words: str) -> str:
    """The codes that ask a terminal for a notification, in both ways that terminals know."""
    shown = plain(words).replace(";", ",")
    return f"\x1b]9;{shown}\x1b\\\x1b]777;notify;floorboard;{shown}\x1b\\"


SAVE_TITLE, RESTORE_TITLE = "\x1b[22;2t", "\x1b[23;2t"
"""The title that was there before comes back with the end of the app."""
