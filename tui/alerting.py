"""How somebody is told of a breach beside the banner: bell, desktop and title, each in its time and not too often.

Law: what goes to the terminal from here has been through the gate; a name of a lead's person never does.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from heapq import heapify, heappop

from engine.board import Board, QueueRow
from engine.value import Value
from tui.text import cut, plain

RING_EVERY = timedelta(seconds=3)
"""However many leads are late at once, no two bells are nearer than this."""

Due = tuple[datetime, str, QueueRow]
"""When a lead is late, its id, and the lead."""

EPOCH = datetime.min.replace(tzinfo=UTC)
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
        self._late_rows: dict[str, QueueRow] = {}
        self._open: list[QueueRow] | None = []
        """Those of them that nobody has acknowledged; None where that is not worked out."""
        self._coming: list[Due] = []
        """What of the last board is not late yet, as a heap: a long queue is not gone through each second."""
        self._board: Board | None = None
        self._looked_at = EPOCH

    def notice(self, board: Board, now: datetime) -> bool:
        """Take what is late by now; whether to ring. What is late while it may not ring yet rings with the next."""
        self._look_through(board, now)
        if not self._untold or (self._rung_at is not None and timedelta(0) <= now - self._rung_at < RING_EVERY):
            return False
        self._untold.clear()
        self._rung_at = now
        return not self.is_muted and not self.alerts.is_quiet(now, self.zone)

    def _look_through(self, board: Board, now: datetime) -> None:
        """Find what is late by now; of a board that was seen before, only what time has made late since."""
        if board is not self._board or now < self._looked_at:
            dues = [(row.due_at, row.id, row) for row in board.queue if row.due_at is not None]
            self._coming = [due for due in dues if due[0] > now]
            heapify(self._coming)
            self._late_rows = {row.id: row for due_at, _, row in dues if due_at <= now}
        elif not self._coming or self._coming[0][0] > now:
            return
        while self._coming and self._coming[0][0] <= now:
            _, row_id, row = heappop(self._coming)
            self._late_rows[row_id] = row
        self._board, self._looked_at, self._open = board, now, None
        late = set(self._late_rows)
        self._untold = (self._untold | (late - self.late)) & late
        self.late = late
        self.acknowledged &= late

    def open(self) -> list[QueueRow]:
        """The late leads that nobody has acknowledged."""
        if self._open is None:
            self._open = [row for row in self._late_rows.values() if row.id not in self.acknowledged]
        return self._open

    def acknowledge(self) -> int:
        """Acknowledge what is late now; how many were new."""
        fresh = self.open()
        self.acknowledged |= {row.id for row in fresh}
        self._open = None
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
