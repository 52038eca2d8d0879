"""The engine process: it listens, takes in, ticks and answers orders, until it is told to stop."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from engine.turn import Refused
from importers.hooks.webhook import Delivery
from store.rows import FileRow, StoreError
from tui.floor_dir import FloorDir
from tui.saying import say
from tui.serving import rounds
from tui.serving.dealing import Dealing
from tui.serving.hook_door import Asked, HookDoor
from tui.serving.landing import land
from tui.serving.lease import Held, held_by
from tui.settings import Settings

LOOK_SECONDS = 1.0
"""How often floor.toml is looked at."""

CHECKPOINT_SECONDS = 10
"""How often the floor is kept, where enough has happened: an engine that follows a killed one folds the rest."""

SWITCH_SECONDS = 0.001
"""How long one thread may keep the others waiting: dealing must not hold up a sender's answer."""

log = logging.getLogger(__name__)


def serve(floor: FloorDir, settings: Settings, asked: Asked = Asked(), tied: bool = False) -> None:  # noqa: B008
    """Be the engine of a floor until a signal, or with `tied` the end of standard input, says stop."""

    async def run() -> None:
        await Engine(Dealing(floor, settings), asked).run(tied)

    sys.setswitchinterval(SWITCH_SECONDS)
    asyncio.run(run())


def serve_once(floor: FloorDir, settings: Settings) -> list[FileRow]:
    """Take in what is there, deal it, and be done; returns what became of each file."""
    dealing = Dealing(floor, settings, settle_seconds=0)
    dealing.open()
    with contextlib.closing(dealing):
        dealing.hooks.take_spooled()
        return dealing.files.take_waiting()


class Engine:
    """A floor being dealt, with the network, the scheduler and the signals around it."""

    def __init__(self, dealing: Dealing, asked: Asked) -> None:
        self.dealing = dealing
        self.turns = dealing.turns
        self.door = HookDoor(dealing, self._health, self._land, asked)
        self._stopped = asyncio.Event()
        self._over = ""

    async def run(self, tied: bool = False) -> None:
        """Run until stopped, and stop in order: what is in hand is committed, the lease is given up.

        Raises Refused when this process can be the engine no longer.
        """
        dealing = self.dealing
        self._listen_for_stops(tied)
        if not await self._become_engine():
            return
        async with contextlib.AsyncExitStack() as stack:
            stack.callback(dealing.close)
            for taker in (dealing.hooks, dealing.files, dealing.retries):
                taker.start()
                stack.callback(taker.stop)
            stack.push_async_callback(self.door.close)
            await self._look()
            self._schedule(stack)
            await self._stopped.wait()
        if self._over:
            raise Refused(self._over)

    async def _become_engine(self) -> bool:
        """Become the engine, at once or when the one that runs has ended. False when we were stopped before."""
        told = ""
        while not self._stopped.is_set():
            try:
                await asyncio.to_thread(self._open, is_late=bool(told))
            except Held as held:
                if not told:
                    say(f"{held} This one stands by, and takes over when it ends.")
                told = told or str(held)
            except StoreError as trouble:
                if not told:
                    raise
                if told != str(trouble):  # whoever stands by outlasts a lock, and a disk that fails for a while
                    say(f"{trouble} This one still stands by.")
                told = str(trouble)
            else:
                return True
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), LOOK_SECONDS)
        return False

    def _open(self, is_late: bool) -> None:
        """Become the engine now. Raises Held while another process is, without asking it for the write lock."""
        if holder := self.dealing.holder():
            raise held_by(holder)
        if is_late:
            self.dealing.read_rules_anew()
        self.dealing.open()

    async def _land(self, delivery: Delivery) -> bool:
        """Keep a delivery safe; only then is it answered. False when it was kept before."""
        return await land(self.turns, self.dealing.hooks, delivery)

    def _health(self) -> dict[str, object]:
        return {"status": "ok", "seq": self.turns.seq}

    def _schedule(self, stack: contextlib.AsyncExitStack) -> None:
        """What may be late goes to the scheduler; what may not, deadlines, are instants that the desk asks for."""
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        scheduler.add_job(self._look, "interval", seconds=LOOK_SECONDS)
        scheduler.add_job(self.dealing.checkpoint, "interval", seconds=CHECKPOINT_SECONDS)
        rounds.schedule(scheduler, self.dealing)
        scheduler.start()
        stack.callback(scheduler.shutdown, wait=False)

    async def _look(self) -> None:
        """Follow floor.toml and look whether all is well; a port that was taken may be free by now."""
        await asyncio.to_thread(self.dealing.look)
        if self._stopped.is_set():
            return
        self._over = self.dealing.over
        if self._over:
            log.error("%s This process stops.", self._over)
            self._stopped.set()
        else:
            await self.door.follow()

    def _listen_for_stops(self, tied: bool) -> None:
        loop = asyncio.get_running_loop()
        for stop in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(stop, self._stopped.set)
        # Of a closed terminal it is the end; elsewhere it asks to read floor.toml again, which we do all the time.
        loop.add_signal_handler(signal.SIGHUP, self._stopped.set if _has_terminal() else lambda: None)
        if tied:
            threading.Thread(target=self._until_input_ends, args=(loop,), daemon=True).start()

    def _until_input_ends(self, loop: asyncio.AbstractEventLoop) -> None:
        """The board that started us holds the other end; when it goes, so do we."""
        with contextlib.suppress(OSError):
            while os.read(0, 4096):  # not through sys.stdin: its lock would be held when the interpreter ends
                pass
        with contextlib.suppress(RuntimeError):  # the loop has ended before us
            loop.call_soon_threadsafe(self._stopped.set)


def _has_terminal() -> bool:
    """Whether a terminal controls this process."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True
