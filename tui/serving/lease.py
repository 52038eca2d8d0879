"""Who listens and ticks for a floor: the holder of one row, renewed every few seconds, fenced by a number.

Law: a process whose row was taken by another writes nothing more as the engine.
"""

import os
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engine.board import EngineHealth
from engine.turn import Refused
from store.rows import Lease, StoreError

if TYPE_CHECKING:
    from tui.serving.desk import Sitting

LEASE_SPAN = timedelta(seconds=10)
"""A lease that was not renewed for so long is anybody's."""

RENEW_EVERY = timedelta(seconds=3)

DROP_PARTS, HOOK_PARTS = frozenset({"files"}), frozenset({"port", "sources", "deliveries"})
"""The parts of the engine whose troubles are those of the drop folder, and those of the web-hook inbox."""


class Fenced(StoreError):
    """Another process has become the engine; this one writes nothing more, and stops."""


class Held(Refused):
    """Another process is the engine just now."""


def held_by(pid: int) -> Held:
    """What whoever comes second is told."""
    return Held(f"The engine of this floor runs already, as process {pid}.")


def is_alive(lease: Lease | None, now: datetime) -> bool:
    """Whether somebody holds the lease; a clock that was set back counts for the holder.

    A holder whose process is gone holds nothing: the database is on this machine, and so was the process.
    """
    return lease is not None and lease.pid != 0 and now - lease.renewed_at < LEASE_SPAN and _runs(lease.pid)


def _runs(pid: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere this question would end the process instead
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Hold:
    """Our own hold on the lease."""

    def __init__(self) -> None:
        self.lease: Lease | None = None
        self.listening = ""
        self.troubles: dict[str, str] = {}
        """What is wrong now, by part of the engine; a sentence each, shown on every board."""

    def take(self, sitting: "Sitting") -> Lease:
        """Become the engine. Raises Held when another process is."""
        held = sitting.writing.lease()
        if held is not None and is_alive(held, sitting.now):
            raise held_by(held.pid)
        epoch = held.epoch + 1 if held else 1
        self._write(sitting, Lease(holder=uuid.uuid4().hex, pid=os.getpid(), epoch=epoch, renewed_at=sitting.now))
        assert self.lease is not None
        return self.lease

    def keep(self, sitting: "Sitting") -> None:
        """Make sure that we still hold it, and renew it when it is time. Raises Fenced when we do not."""
        held = sitting.writing.lease()
        if self.lease is None or held is None or (held.epoch, held.holder) != (self.lease.epoch, self.lease.holder):
            raise Fenced("Another process has become the engine of this floor.")
        news = held.listening != self.listening or (held.trouble, held.troubled) != (self.trouble, self.troubled)
        if news or sitting.now - held.renewed_at >= RENEW_EVERY:
            self._write(sitting, held.but(renewed_at=sitting.now))

    def drop(self, sitting: "Sitting") -> None:
        """Let another take over at once."""
        if self.lease is not None:
            sitting.writing.drop_lease(self.lease.epoch)
            self.lease = None

    @property
    def trouble(self) -> str:
        """All troubles in one line."""
        return " ".join(filter(None, self.troubles.values()))

    @property
    def troubled(self) -> tuple[str, ...]:
        """The parts that have one."""
        return tuple(part for part, sentence in self.troubles.items() if sentence)

    def _write(self, sitting: "Sitting", lease: Lease) -> None:
        self.lease = lease.but(listening=self.listening, trouble=self.trouble, troubled=self.troubled)
        sitting.writing.take_lease(self.lease)


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
        drop_trouble=alive and not DROP_PARTS.isdisjoint(lease.troubled),
        hook_trouble=alive and not HOOK_PARTS.isdisjoint(lease.troubled),
    )
