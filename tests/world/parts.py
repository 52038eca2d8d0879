"""The real parts of floorboard with the world's clock, and points at which a process can be interrupted."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.commands import Order
from importers.folder.drop_folder import Claim, DropFolder
from importers.hooks.webhook import Delivery
from importers.record import Hints
from store.rows import Answer, Lease, StoreError
from store.sqlite import SqliteLedger, SqliteWriting
from tests.world.clockwork import Process, World
from tui.floor_dir import FloorDir
from tui.serving.dealing import Dealing
from tui.serving.hook_taker import HookTaker
from tui.serving.landing import begin
from tui.serving.post import Post
from tui.serving.takers import FileTaker
from tui.serving.turns import Turns, Work
from tui.settings import Settings

BUSY_SECONDS = 5.0
"""How long a writer waits for another one, as in the real connection."""
LOOK_SECONDS = 0.2
SETTLE_SECONDS = 2.0
IDLE_SECONDS = 3.0
FULL = "The disk that holds leads.db is full; make room. Nothing was half-done."


class Disk:
    """What is wrong with the disk just now."""

    is_full = False


class WorldLedger(SqliteLedger):
    """The real ledger; it waits in virtual time for its turn, and can be interrupted around each transaction."""

    def __init__(self, path: str, process: Process, disk: Disk) -> None:
        super().__init__(path, busy_seconds=0)
        self._process, self._disk = process, disk
        self._is_open = True
        self.epoch: Callable[[], int | None] = lambda: None
        """The epoch of the lease under which this process writes, where it is the engine."""
        process.endings.append(self.close)

    @contextmanager
    def writing(self) -> Iterator[SqliteWriting]:
        self._process.point("begins")
        self._begin()
        with self._ended() as writing:
            before = writing.head().seq
            self._process.point("has begun")
            yield writing
            self._process.point("commits")
            if self._disk.is_full:
                raise StoreError(FULL)
            self._judge_fence(writing, before)
        self._process.point("has committed")

    @contextmanager
    def reading(self) -> Iterator[SqliteWriting]:
        if not self._process.is_alive:
            raise AssertionError("a dead process reads")
        with super().reading() as view:
            yield view

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            super().close()

    def _begin(self) -> None:
        """Wait for other writers as SQLite does, in virtual time."""
        give_up = self._process.world.elapsed + BUSY_SECONDS
        while True:
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as busy:
                if self._process.world.elapsed > give_up:
                    raise StoreError("leads.db is locked by another program") from busy
                self._process.sleep(LOOK_SECONDS)
            else:
                return

    @contextmanager
    def _ended(self) -> Iterator[SqliteWriting]:
        try:
            yield SqliteWriting(self._db, self._policies)
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _judge_fence(self, writing: SqliteWriting, before: int) -> None:
        """The law of the lease: an engine writes entries under its own epoch only."""
        held, epoch = writing.lease(), self.epoch()
        if epoch is not None and held is not None and writing.head().seq > before and held.epoch != epoch:
            raise AssertionError(f"an engine of epoch {epoch} wrote while {held.epoch} held the lease")


class WorldLetters:
    """The mailbox over such a ledger: to leave an order and to take it back can be interrupted like all else."""

    def __init__(self, ledger: WorldLedger) -> None:
        self._ledger = ledger
        self.answer, self.close = ledger.answer, ledger.close

    def lease(self) -> Lease | None:
        with self._ledger.reading() as reading:
            return reading.lease()

    def leave(self, actor: str, order: Order, at: datetime) -> int:
        with self._ledger.writing() as writing:
            return writing.leave_order(actor, order, at)

    def withdraw(self, left: int, why: Answer, at: datetime) -> Answer | None:
        with self._ledger.writing() as writing:
            answer = self.answer(left)
            if answer is None:
                writing.answer_order(left, why, at)
        return answer


class WorldFolder(DropFolder):
    """The real inbox; a process can be interrupted around each rename."""

    def __init__(self, inbox: Path, process: Process) -> None:
        super().__init__(inbox, SETTLE_SECONDS, lambda: process.world.elapsed)
        self._process = process

    def claim(self, path: Path) -> Claim | None:
        self._process.point("claims a file")
        claim = super().claim(path)
        self._process.point("has claimed a file")
        return claim

    def _put(self, claim: Claim, where: str) -> Path:
        self._process.point(f"moves a file to {where}")
        path = super()._put(claim, where)
        self._process.point("has moved a file")
        return path


class WorldTurns(Turns):
    """The real turns of the desk, done by whoever leaves work instead of by a thread."""

    def start(self) -> None:
        self._desk = self._open_desk()
        self.seq = self._desk.floor.seq

    def idle(self) -> float:
        """Have a turn without work when one is due; returns how many seconds may pass before the next."""
        self._turn(self._desk, [])
        due = self._desk.next_due
        if due is None:
            return IDLE_SECONDS
        seconds = (due - self._desk.clock()).total_seconds()
        return min(IDLE_SECONDS, seconds) if seconds > 0 else LOOK_SECONDS

    def _leave(self, queue: Any, work: Work) -> "Future[Any]":
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self._turn(self._desk, [(work, future)])
        return future

    def _rest(self) -> None:
        """The world lets time pass."""


class WorldDealing(Dealing):
    """The real engine of a floor, without threads and network."""

    def __init__(self, process: Process, floor: FloorDir, settings: Settings, disk: Disk) -> None:
        super().__init__(floor, settings)
        self._process = process
        self.clock: Callable[[], datetime] = process.world.wall
        self.turns = WorldTurns(lambda: self._opened(disk), self._each_turn)
        self.folder = WorldFolder(floor.inbox, process)
        self.files = FileTaker(self.turns, self.folder, self.hints)
        self.hooks = HookTaker(self.turns, self.hints)

    def hints(self, source: str, name: str) -> Hints:
        return super().hints(source, name).but(now=self.clock())

    def _opened(self, disk: Disk) -> Any:
        desk = self._open_desk()
        assert isinstance(desk.ledger, WorldLedger)
        desk.ledger.epoch = lambda: self.hold.lease.epoch if self.hold.lease else None
        return desk

    def land(self, source: str, body: bytes, delivery: str) -> bool:
        """Keep a delivery as the door does before it answers."""
        kept = Delivery(
            source=source,
            media_type="application/json",
            body=body,
            delivery_id=delivery,
            received_at=self.clock(),
        )
        return begin(self.turns, self.hooks, kept).result().number is not None


class Sleeping:
    """The module `time`, as a process of the world has it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def monotonic(self) -> float:
        return self._world.elapsed

    def sleep(self, seconds: float) -> None:
        assert self._world.running is not None
        self._world.running.sleep(max(seconds, LOOK_SECONDS))


class System:
    """The module `os`, as far as the lease asks it who runs."""

    name = "posix"

    def __init__(self, world: World) -> None:
        self._world = world

    def getpid(self) -> int:
        assert self._world.running is not None
        return self._world.running.pid

    def kill(self, pid: int, signal: int) -> None:
        assert signal == 0, "nobody is ended by asking whether they run"
        if not any(process.pid == pid and process.is_alive for process in self._world.processes):
            raise ProcessLookupError


def post_of(process: Process, floor: FloorDir) -> Post:
    """A terminal's way to give orders."""
    post = Post(floor, process.world.wall, lambda _: None)
    process.endings.append(lambda: _closed(post))
    return post


def _closed(post: Post) -> None:
    with suppress(StoreError, sqlite3.Error):
        post.close()
