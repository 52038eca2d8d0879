"""What a terminal sees of a floor, and how it gives orders: reports below, the post beside them."""

import threading
from collections.abc import Callable
from datetime import datetime

from engine.board import Board, EngineHealth, LeadDetail
from engine.commands import Order
from engine.turn import Refused
from store.rows import Answer, Lease, StoreError
from tui.desk import Clock
from tui.floor_dir import FloorDir, identity
from tui.lease import is_alive
from tui.ports import Reports
from tui.post import Post
from tui.wiring import open_reports


class FloorViewer:
    """A viewer of the floor in a folder. Its calls may come from any thread, one at a time is served."""

    def __init__(self, floor: FloorDir, actor: str, clock: Clock, trouble: Callable[[], str] = str) -> None:
        self._floor, self._actor, self._clock, self._trouble = floor, actor, clock, trouble
        self._post = Post(floor, clock, warn=lambda _: None)
        self._reports: Reports | None = None
        self._database: tuple[int, int] | None = None
        self._shown: tuple[int, bool, str] | None = None
        self._one_at_a_time = threading.Lock()

    def board(self) -> Board | None:
        """The board, when it has changed since it was last asked for, else None."""
        with self._one_at_a_time:
            reports = self._open()
            now = self._clock()
            health = health_of(reports.lease(), now, self._trouble())
            shown = (reports.data_version(), health.is_alive, health.trouble)
            if shown == self._shown:
                return None
            self._shown = shown
            return reports.board(health, now)

    def detail(self, lead_id: str) -> LeadDetail | None:
        """A lead with its person, reasons and history."""
        with self._one_at_a_time:
            return self._open().detail(lead_id)

    def give(self, order: Order) -> Answer:
        """Give an order and wait, a bounded time, for what became of it."""
        try:
            return self._post.give(order, self._actor)
        except (StoreError, Refused) as trouble:
            return Answer(ok=False, sentence=str(trouble))
        except OSError as trouble:
            return Answer(ok=False, sentence=f"floor.toml cannot be read: {trouble.strerror}.")

    def close(self) -> None:
        """Close what was opened."""
        self._post.close()
        self._close_reports()

    def _open(self) -> Reports:
        """The reports of the database that is there now, whichever was there before."""
        found = identity(self._floor.database)
        if self._reports is None or found != self._database:
            self._close_reports()
            self._reports, self._database, self._shown = open_reports(self._floor), found, None
        return self._reports

    def _close_reports(self) -> None:
        reports, self._reports = self._reports, None
        if reports is not None:
            reports.close()


def health_of(lease: Lease | None, now: datetime, trouble: str = "") -> EngineHealth:
    """What a lease row says of the engine."""
    if lease is None:
        return EngineHealth(is_alive=False, trouble=trouble)
    alive = is_alive(lease, now)
    return EngineHealth(
        is_alive=alive,
        pid=lease.pid or None,
        renewed_at=lease.renewed_at,
        listening=lease.listening if alive else "",
        trouble=trouble or (lease.trouble if alive else ""),
    )
